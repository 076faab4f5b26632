/** The open desk: draws the day, keeps it fresh, walks through it by key and by hand. */

import { type Appointment, type Day, Refused, SignedOut, Unreachable } from "./api.ts";
import { askBoard, type Board, renewed } from "./board.ts";
import { CallOff } from "./call-off.ts";
import { dayAfter, step, walkingOrder } from "./day.ts";
import { byId, Piece, say, show } from "./dom.ts";
import { hostingWords } from "./hosting.ts";
import type { Acts } from "./keyboard.ts";
import { NotOpened } from "./keys.ts";
import { Pane } from "./pane.ts";
import { drawPractices } from "./practices.ts";
import { type Records, recordOf } from "./records.ts";
import { type Drawing, drawRequests, matches } from "./requests.ts";
import { drawDay } from "./timetable.ts";
import { dateOf, time, words } from "./words.ts";

const FRESH_EVERY_MS = 10_000;

export interface Outside {
  signedOut(): void;
  lock(): void;
  /** The page itself is at fault. */
  fault(): void;
  toggleKeys(): void;
}

export class Agenda {
  readonly #desk = new Piece("t-desk");
  readonly #find = this.#desk.slot<HTMLInputElement>("find");
  readonly #pane: Pane;
  readonly #callOff: CallOff;
  /** The day asked for; null is today, whatever day that becomes. */
  #date: string | null = null;
  /** The practice whose day is shown; requests of all stand in one list. */
  #practice: string;
  #board: Board | null = null;
  #asDrawn = "";
  /** The record's name (`recordOf`). */
  #selected: string | null = null;
  /** The last request that was answered, and where it stood in the list. */
  #answered: { record: string | null; at: number } = { record: null, at: 0 };
  #loads = 0;
  readonly #timer: number;
  readonly #freshen = (): void => void this.load();

  constructor(
    readonly records: Records,
    readonly outside: Outside,
  ) {
    this.#practice = records.inside.practice.slug;
    this.#callOff = new CallOff(records, {
      calledOff: (now) => this.#renew(now),
      failed: (error) => this.#failed(error),
    });
    this.#pane = new Pane(this.#desk, records, {
      decided: (now) => this.#decided(now),
      failed: (error) => this.#failed(error),
      close: () => this.#select(null),
      seeDay: () => this.#seeDay(),
    });
    const desk = this.#desk;
    desk.on("day-before", () => this.#go(-1)).on("day-after", () => this.#go(1));
    desk.on("today", () => this.#goTo(null)).on("all-keys", outside.toggleKeys);
    desk.on("call-off", () => this.#callOff.open());
    this.#find.addEventListener("input", () => this.#draw());
    this.#find.addEventListener("keydown", (event) => this.#finding(event));
    byId("desk").replaceChildren(desk.root);
    show(byId("desk"), true);
    this.#timer = window.setInterval(this.#freshen, FRESH_EVERY_MS);
    window.addEventListener("focus", this.#freshen);
    window.addEventListener("online", this.#freshen);
    this.#goTo(null);
  }

  /** Takes everything of a patient off the page; needs no network. */
  clear(): void {
    clearInterval(this.#timer);
    window.removeEventListener("focus", this.#freshen);
    window.removeEventListener("online", this.#freshen);
    this.#pane.clear();
    this.#callOff.clear();
    this.#find.value = "";
    this.#board = null;
    this.#asDrawn = "";
    this.#connection(false);
    say("hosting", null);
    this.records.clear();
    for (const piece of this.#desk.root.querySelectorAll("*")) piece.replaceChildren();
    this.#desk.root.replaceChildren();
    byId("desk").replaceChildren();
    show(byId("desk"), false);
  }

  acts(): Acts {
    const { lock, toggleKeys } = this.outside;
    return {
      j: () => this.#walk(1),
      k: () => this.#walk(-1),
      c: () => void this.#pane.decide("confirm"),
      d: () => this.#pane.ask(),
      q: () => void this.#pane.openQuestionnaire(),
      v: () => this.#seeDay(),
      t: () => this.#goTo(null),
      i: () => this.#pane.print(),
      l: lock,
      ArrowLeft: () => this.#go(-1),
      ArrowRight: () => this.#go(1),
      "/": () => this.#find.focus(),
      "?": toggleKeys,
      Escape: () => this.#back(),
    };
  }

  async load(): Promise<void> {
    const load = ++this.#loads;
    const { signal } = this.records;
    const overtaken = () => signal.aborted || load !== this.#loads;
    try {
      const board = await askBoard(this.records, this.#date);
      if (overtaken()) return;
      this.#connection(false);
      this.#take(board);
      const days = [...board.days.values()];
      const learnt = await this.records.learn(
        days.flatMap(({ requests, appointments, practice }) =>
          practice === this.#practice ? [...requests, ...appointments] : requests,
        ),
      );
      if (learnt && !overtaken()) this.#draw();
    } catch (error) {
      if (!overtaken()) this.#failed(error);
    }
  }

  #take(board: Board): void {
    const first = this.#board === null;
    this.#board = board;
    const day = this.#day;
    if (!day) return;
    this.#desk.fill({ "up-to-date": words("up-to-date", { time: time(day.now, day.zone) }) });
    say("hosting", hostingWords(day.hosting));
    const [oldest] = board.requests;
    if (first && this.#selected === null) this.#selected = oldest ? recordOf(oldest) : null;
    // Drawn anew only when something changed, to the minute: a list does not move under a hand.
    const asRead = JSON.stringify(
      [...board.days.values()].map((each) => ({ ...each, now: time(each.now, each.zone) })),
    );
    if (asRead !== this.#asDrawn) this.#draw();
    this.#asDrawn = asRead;
  }

  /** The day shown. */
  get #day(): Day | null {
    return this.#board?.days.get(this.#practice) ?? null;
  }

  #draw(): void {
    const drawing = this.#drawing();
    if (!drawing) return;
    const { day, records, desk } = drawing;
    drawPractices(desk, records, this.#practice, (slug) => this.#show(slug));
    drawRequests(drawing);
    drawDay(drawing);
    this.#callOff.take(day);
    show(desk.slot("call-off"), this.#callOff.possible);
    const n = new Set(this.#matching(drawing).map(recordOf)).size;
    desk.fill({ found: drawing.find === "" ? "" : words("found", { n }) });
    const found = this.#found();
    const own = found && this.#board?.days.get(found.practice);
    this.#pane.shown = this.#practice;
    void this.#pane.show(found, { ...(own ?? day), requests: [...drawing.requests] });
  }

  #drawing(): Drawing | null {
    const day = this.#day;
    if (!day) return null;
    return {
      desk: this.#desk,
      day,
      requests: this.#board?.requests ?? [],
      records: this.records,
      today: dateOf(day.now, day.zone),
      selected: this.#selected,
      find: this.#find.value.trim(),
      select: (record) => this.#select(record),
    };
  }

  /** Another practice's day. */
  #show(practice: string): void {
    this.#practice = practice;
    this.#pane.closeQuestionnaire();
    this.#asDrawn = "";
    this.#draw();
    void this.load();
  }

  #all(): Appointment[] {
    return [...(this.#board?.requests ?? []), ...(this.#day?.appointments ?? [])];
  }

  #matching(drawing: Drawing): Appointment[] {
    return this.#all().filter((one) => matches(drawing, one));
  }

  #found(): Appointment | null {
    const record = this.#selected;
    const { kept } = this.#pane;
    const found = this.#all().find((one) => recordOf(one) === record);
    return found ?? (kept && recordOf(kept) === record ? kept : null);
  }

  #select(record: string | null): void {
    this.#selected = record;
    if (record !== this.#answered.record) this.#answered = { record: null, at: 0 };
    // On a narrow page the patient covers the lists, once chosen.
    this.#desk.root.classList.toggle("with-detail", record !== null);
    this.#draw();
  }

  #walk(by: 1 | -1): void {
    const day = this.#day;
    if (!day) return;
    const named = (all: readonly Appointment[]) => all.map((one) => ({ id: recordOf(one) }));
    const requests = named(this.#board?.requests ?? []);
    const standing = named(day.appointments.filter(({ status }) => status !== "CANCELLED"));
    const next =
      this.#selected !== null && this.#selected === this.#answered.record
        ? this.#afterAnswer(requests, by)
        : step(walkingOrder(requests, standing), this.#selected, by);
    if (next === null) return;
    this.#select(next);
    const record = `[data-record="${CSS.escape(next)}"]`;
    const row = this.#desk.root.querySelector<HTMLElement>(`button${record}`);
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "nearest" });
  }

  /** Whoever has answered one request goes on with the next, wherever the answered one stands now. */
  #afterAnswer(requests: readonly { id: string }[], by: 1 | -1): string | null {
    const at = Math.max(0, Math.min(this.#answered.at - (by < 0 ? 1 : 0), requests.length - 1));
    return requests[at]?.id ?? null;
  }

  #seeDay(): void {
    const appointment = this.#found();
    if (!appointment) return;
    this.#practice = appointment.practice;
    this.#goTo(dateOf(appointment.start, this.records.zone(appointment)));
  }

  #go(days: 1 | -1): void {
    if (this.#day) this.#goTo(dayAfter(this.#date ?? this.#day.date, days));
  }

  #goTo(date: string | null): void {
    this.#pane.closeQuestionnaire();
    this.#date = date;
    show(this.#desk.slot("day-wait"), true);
    void this.load();
  }

  #decided(now: Appointment): void {
    const record = recordOf(now);
    const at = this.#board?.requests.findIndex((one) => recordOf(one) === record) ?? -1;
    this.#answered = { record, at };
    this.#renew(now);
  }

  /** What the server holds now, until the next load brings the whole day. */
  #renew(now: Appointment): void {
    if (!this.#board) return;
    this.#board = renewed(this.#board, now);
    this.#asDrawn = "";
    this.#draw();
    void this.load();
  }

  #back(): void {
    if (this.#pane.back()) return;
    if (this.#find.value === "") {
      this.#select(null);
    } else {
      this.#find.value = "";
      this.#draw();
    }
  }

  #finding(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      event.stopPropagation(); // it empties the field; the selected patient stays
      this.#find.value = "";
      this.#find.blur();
      this.#draw();
    } else if (event.key === "Enter") {
      const drawing = this.#drawing();
      const first = drawing && this.#matching(drawing)[0];
      if (first) this.#select(recordOf(first));
    }
  }

  #failed(error: unknown): void {
    if (error instanceof SignedOut) this.outside.signedOut();
    else if (error instanceof NotOpened) this.outside.lock();
    else if (error instanceof Refused) this.#connection(true, true);
    else if (error instanceof Unreachable) this.#connection(true);
    else this.outside.fault();
  }

  /** What is shown stays, and says from when it is. */
  #connection(lost: boolean, refused = false): void {
    const banner = byId("connection");
    const sentence = banner.querySelector("span");
    show(this.#desk.slot("day-wait"), !this.#day && !lost);
    if (sentence && lost !== !banner.hidden) {
      const at = this.#day && time(this.#day.now, this.#day.zone);
      const key = refused ? "connection-refused" : "connection-lost";
      sentence.textContent = lost ? words(at ? key : "connection-none", { time: at ?? "" }) : "";
    }
    show(banner, lost);
  }
}
