/** The selected patient: the right column, the questionnaire's view, and the practice's answer. */

import { type Appointment, call, type Day, Refused } from "./api.ts";
import { drawDetail, type Panel } from "./detail.ts";
import { byId, Piece, show } from "./dom.ts";
import { drawQuestionnaire } from "./questionnaire.ts";
import { type Records, recordOf } from "./records.ts";
import { nameIn } from "./requests.ts";
import { dateOf, fullWhen, language, words } from "./words.ts";

export interface Agrees {
  decided(now: Appointment): void;
  failed(error: unknown): void;
  close(): void;
  seeDay(): void;
}

type Decision = "confirm" | "decline";

/** Whether both are the same one; an id is unique within its practice only. */
export const isSame = (
  one: Pick<Appointment, "practice" | "id"> | null,
  other: Pick<Appointment, "practice" | "id"> | null,
): boolean => one?.id === other?.id && one?.practice === other?.practice;

export class Pane {
  /** The last one that was answered: it stays shown although it left the list of requests. */
  kept: Appointment | null = null;
  /** The practice whose day stands beside it. */
  shown = "";
  #appointment: Appointment | null = null;
  #day: Day | null = null;
  #panel: Panel | null = null;
  #asDrawn = "";
  #note: string | null = null;
  #deciding = false;

  constructor(
    readonly desk: Piece,
    readonly records: Records,
    readonly agrees: Agrees,
  ) {}

  /** `day`: of the appointment's own practice, with the requests of all. */
  async show(appointment: Appointment | null, day: Day): Promise<void> {
    if (!isSame(appointment, this.#appointment)) {
      this.#note = null;
      this.closeQuestionnaire();
    }
    this.#appointment = appointment;
    this.#day = day;
    const { shown } = this;
    const asRead = JSON.stringify([appointment, day.requests.length, day.date, shown, this.#note]);
    if (asRead === this.#asDrawn) return;
    this.#asDrawn = asRead;
    if (appointment) await this.#open(appointment, day, asRead);
    else this.#place(new Piece("t-nobody").root, null, null);
  }

  clear(): void {
    this.#appointment = null;
    this.#day = null;
    this.#panel = null;
    this.kept = null;
    this.#note = null;
    this.#asDrawn = "";
    byId("said").textContent = "";
  }

  ask(): void {
    this.#panel?.ask();
  }

  /** One step back inside the patient; false when there is none. */
  back(): boolean {
    return this.closeQuestionnaire() || (this.#panel?.unask() ?? false);
  }

  async decide(decision: Decision): Promise<void> {
    const appointment = this.#appointment;
    const day = this.#day;
    const { signal } = this.records;
    if (appointment?.status !== "REQUESTED" || !day || this.#deciding) return;
    this.#deciding = true;
    let now: Appointment;
    try {
      const { practice, id } = appointment;
      const path = `appointment/${id}/${decision}?language=${language()}&practice=${practice}`;
      now = { ...(await call<Appointment>(path, { method: "POST", signal })), practice };
    } catch (error) {
      return await this.#undecided(error, decision, appointment, day);
    } finally {
      this.#deciding = false;
    }
    this.#decided(now, words(`${decision}-done`, { when: fullWhen(now.start, day.zone) }));
  }

  async #undecided(error: unknown, decision: Decision, appointment: Appointment, day: Day) {
    const said = error instanceof Refused ? (error.answer.appointment as Appointment) : undefined;
    if (said) {
      const now = { ...said, practice: appointment.practice };
      return this.#decided(now, words("changed", { status: words(`status.${now.status}`) }));
    }
    if (this.records.signal.aborted) return;
    this.#say(words(`${decision}-failed`));
    await this.show(appointment, day);
    this.agrees.failed(error);
  }

  async openQuestionnaire(): Promise<void> {
    const appointment = this.#appointment;
    const day = this.#day;
    if (!appointment?.questionnaire || !day || !this.records.cares(appointment)) return;
    const form = this.records.form("questionnaire", appointment);
    if (!form) return;
    const whole = await this.records.questionnaire(appointment).catch(() => null);
    if (!whole || whole.closed || this.records.signal.aborted) return;
    if (appointment !== this.#appointment) return;
    const name = nameIn(this.records.listed(appointment));
    const read = { appointment, name, form, whole, zone: day.zone };
    const view = drawQuestionnaire(read, () => this.closeQuestionnaire());
    this.desk.slot("sheet").replaceChildren(view);
    this.#reading(true);
    view.querySelector<HTMLElement>("[data-slot=heading]")?.focus();
  }

  closeQuestionnaire(): boolean {
    const open = !this.desk.slot("sheet").hidden;
    this.desk.slot("sheet").replaceChildren();
    this.#reading(false);
    if (open) this.#panel?.heading.focus();
    return open;
  }

  print(): void {
    if (!this.desk.slot("sheet").hidden) window.print();
  }

  #reading(on: boolean): void {
    this.desk.root.classList.toggle("reading", on);
    show(this.desk.slot("sheet"), on);
    show(this.desk.slot("day-pane"), !on);
  }

  async #open(appointment: Appointment, day: Day, asRead: string): Promise<void> {
    const { records } = this;
    const record = recordOf(appointment);
    if (this.desk.slot("detail").dataset.record !== record) {
      this.#place(new Piece("t-detail-wait").root, null, record);
    }
    try {
      const whole = await records.whole(appointment);
      const cares = records.cares(appointment) && appointment.questionnaire !== null;
      const health = cares ? await records.questionnaire(appointment) : null;
      if (records.signal.aborted || asRead !== this.#asDrawn) return;
      const panel = drawDetail(this.#shown(appointment, day), whole, health, {
        confirm: () => void this.decide("confirm"),
        decline: () => void this.decide("decline"),
        openQuestionnaire: () => void this.openQuestionnaire(),
        seeDay: this.agrees.seeDay,
        close: this.agrees.close,
      });
      this.#place(panel.root, panel, record);
    } catch (error) {
      if (asRead === this.#asDrawn) this.#asDrawn = "";
      if (!records.signal.aborted) this.agrees.failed(error);
    }
  }

  #place(root: HTMLElement, panel: Panel | null, record: string | null): void {
    const column = this.desk.slot("detail");
    const held = column.contains(document.activeElement);
    if (record === null) delete column.dataset.record;
    else column.dataset.record = record;
    column.replaceChildren(root);
    this.#panel = panel;
    if (held) panel?.heading.focus({ preventScroll: true });
  }

  #shown(appointment: Appointment, day: Day) {
    const at = day.requests.findIndex((one) => isSame(one, appointment));
    const resource = day.resources.find(({ id }) => id === appointment.resource);
    return {
      appointment,
      records: this.records,
      zone: day.zone,
      today: dateOf(day.now, day.zone),
      onItsDay:
        appointment.practice === this.shown && dateOf(appointment.start, day.zone) === day.date,
      resource: resource?.name ?? appointment.resource,
      position: at < 0 ? "" : words("position", { at: at + 1, of: day.requests.length }),
      note: this.#note,
    };
  }

  #decided(now: Appointment, note: string): void {
    this.kept = now;
    this.#appointment = now;
    this.#say(note);
    this.agrees.decided(now);
  }

  #say(note: string): void {
    this.#note = note;
    byId("said").textContent = note;
  }
}
