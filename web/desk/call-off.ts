/** Calling today's confirmed appointments off, all or some: one question, then each patient gets a message. */

import { type Appointment, call, type Day, Refused } from "./api.ts";
import { byId, Piece, say, show } from "./dom.ts";
import { type Records, recordOf } from "./records.ts";
import { nameIn } from "./requests.ts";
import { dateOf, language, time, words } from "./words.ts";

export interface Hears {
  calledOff(now: Appointment): void;
  failed(error: unknown): void;
}

export class CallOff {
  readonly #dialog = byId<HTMLDialogElement>("call-off");
  readonly #list = byId("call-off-list");
  readonly #ends = new AbortController();
  #day: Day | null = null;
  #open: Appointment[] = [];
  #rows: { one: Appointment; piece: Piece }[] = [];
  #busy = false;

  constructor(
    readonly records: Records,
    readonly hears: Hears,
  ) {
    const { signal } = this.#ends;
    byId("call-off-close").addEventListener("click", () => this.#dialog.close(), { signal });
    byId("call-off-all").addEventListener("change", () => this.#all(), { signal });
    this.#list.addEventListener("change", () => this.#count(), { signal });
    this.#dialog.addEventListener("close", () => this.#empty(), { signal });
    byId("call-off-form").addEventListener(
      "submit",
      (event) => {
        event.preventDefault();
        void this.#callOff();
      },
      { signal },
    );
  }

  /** Whether today has confirmed appointments that are still to come. */
  get possible(): boolean {
    return this.#open.length > 0;
  }

  take(day: Day): void {
    this.#day = day;
    const today = day.date === dateOf(day.now, day.zone);
    this.#open = today
      ? day.appointments.filter(({ status, start }) => status === "CONFIRMED" && start > day.now)
      : [];
    this.#name();
  }

  /** Some names may still be opening when the list is drawn. */
  #name(): void {
    for (const { one, piece } of this.#rows) {
      piece.fill({ name: nameIn(this.records.listed(one)) });
    }
  }

  open(): void {
    const zone = this.#day?.zone ?? "UTC";
    this.#rows = this.#open.map((one) => {
      const piece = new Piece("t-call-off").fill({ at: time(one.start, zone), type: one.type });
      piece.slot<HTMLInputElement>("chosen").value = recordOf(one);
      return { one, piece };
    });
    this.#name();
    this.#list.replaceChildren(...this.#rows.map(({ piece }) => piece.root));
    say("call-off-error", null);
    byId("call-off-done").textContent = "";
    show(byId("call-off-form"), true);
    this.#count();
    this.#dialog.showModal();
  }

  /** Takes the names off the page. */
  clear(): void {
    this.#ends.abort();
    this.#day = null;
    this.#open = [];
    this.#empty();
    this.#dialog.close();
  }

  #empty(): void {
    this.#rows = [];
    this.#list.replaceChildren();
  }

  #boxes(): HTMLInputElement[] {
    return [...this.#list.querySelectorAll<HTMLInputElement>("input")];
  }

  #all(): void {
    const { checked } = byId<HTMLInputElement>("call-off-all");
    for (const box of this.#boxes()) box.checked = checked;
    this.#count();
  }

  #count(): void {
    const boxes = this.#boxes();
    const n = boxes.filter(({ checked }) => checked).length;
    byId<HTMLInputElement>("call-off-all").checked = n === boxes.length;
    byId("call-off-submit").textContent = words("call-off", { n });
    byId("call-off-submit").toggleAttribute("disabled", n === 0 || this.#busy);
  }

  async #callOff(): Promise<void> {
    const chosen = this.#boxes().filter(({ checked }) => checked);
    if (this.#busy || chosen.length === 0) return;
    this.#busy = true;
    this.#count();
    let n = 0;
    try {
      for (const box of chosen) {
        const one = this.#open.find((each) => recordOf(each) === box.value);
        if (!one) continue;
        const now = await this.#cancel(one);
        box.closest("li")?.remove();
        this.hears.calledOff(now);
        if (now.status === "CANCELLED") n += 1;
      }
      show(byId("call-off-form"), false);
      byId("call-off-done").textContent = words("call-off-done", { n });
      byId("call-off-close").focus();
    } catch (error) {
      if (this.#ends.signal.aborted) return;
      say("call-off-error", words("call-off-failed", { n }));
      this.hears.failed(error);
    } finally {
      this.#busy = false;
      this.#count();
    }
  }

  /** A second time changes nothing, so a lost answer is asked for again. */
  async #cancel({ practice, id }: Appointment): Promise<Appointment> {
    const path = `appointment/${id}/cancel?language=${language()}&practice=${practice}`;
    try {
      const now = await call<Appointment>(path, { method: "POST", signal: this.records.signal });
      return { ...now, practice };
    } catch (error) {
      const now = error instanceof Refused ? error.answer.appointment : undefined;
      if (now) return { ...(now as Appointment), practice };
      throw error;
    }
  }
}
