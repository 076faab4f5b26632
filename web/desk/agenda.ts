/** The open desk: draws the day, keeps it fresh, walks through it by key and by hand. */

import { type Appointment, call, type Day, Refused, SignedOut, Unreachable } from "./api.ts";
import { dayAfter, step, walkingOrder } from "./day.ts";
import { byId, Piece, say, show } from "./dom.ts";
import { hostingWords } from "./hosting.ts";
import type { Acts } from "./keyboard.ts";
import { NotOpened } from "./keys.ts";
import { Pane } from "./pane.ts";
import type { Records } from "./records.ts";
import { type Drawing, drawRequests, matches } from "./requests.ts";
import { drawDay } from "./timetable.ts";
import { dateOf, language, time, words } from "./words.ts";

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
  /** The day asked for; null is today, whatever day that becomes. */
  #date: string | null = null;
  #day: Day | null = null;
  #asDrawn = "";
  #selected: string | null = null;
  /** The last request that was answered, and where it stood in the list. */
  #answered: { id: string | null; at: number } = { id: null, at: 0 };
  #loads = 0;
  readonly #timer: number;
  readonly #freshen = (): void => void this.load();

  constructor(
    readonly records: Records,
    readonly outside: Outside,
  ) {
    this.#pane = new Pane(this.#desk, records, {
      decided: (now) => this.#decided(now),
      failed: (error) => this.#failed(error),
      close: () => this.#select(null),
      seeDay: () => this.#seeDay(),
    });
    const desk = this.#desk;
    desk.on("day-before", () => this.#go(-1)).on("day-after", () => this.#go(1));
    desk.on("today", () => this.#goTo(null)).on("all-keys", outside.toggleKeys);
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
    this.#find.value = "";
    this.#day = null;
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
    const date = this.#date === null ? "" : `date=${this.#date}&`;
    try {
      const day = await call<Day>(`day?${date}language=${language()}`, { signal });
      if (overtaken()) return;
      this.#connection(false);
      this.#take(day);
      const learnt = await this.records.learn([...day.requests, ...day.appointments]);
      if (learnt && !overtaken()) this.#draw();
    } catch (error) {
      if (!overtaken()) this.#failed(error);
    }
  }

  #take(day: Day): void {
    const first = this.#day === null;
    this.#day = day;
    this.#desk.fill({ "up-to-date": words("up-to-date", { time: time(day.now, day.zone) }) });
    say("hosting", hostingWords(day.hosting));
    if (first && this.#selected === null) this.#selected = day.requests[0]?.id ?? null;
    // Drawn anew only when something changed, to the minute: a list does not move under a hand.
    const asRead = JSON.stringify({ ...day, now: time(day.now, day.zone) });
    if (asRead !== this.#asDrawn) this.#draw();
    this.#asDrawn = asRead;
  }

  #draw(): void {
    const drawing = this.#drawing();
    if (!drawing) return;
    drawRequests(drawing);
    drawDay(drawing);
    const n = new Set(this.#matching(drawing).map(({ id }) => id)).size;
    this.#desk.fill({ found: drawing.find === "" ? "" : words("found", { n }) });
    void this.#pane.show(this.#found(), drawing.day);
  }

  #drawing(): Drawing | null {
    const day = this.#day;
    if (!day) return null;
    return {
      desk: this.#desk,
      day,
      records: this.records,
      today: dateOf(day.now, day.zone),
      selected: this.#selected,
      find: this.#find.value.trim(),
      select: (id) => this.#select(id),
    };
  }

  #all(): Appointment[] {
    return [...(this.#day?.requests ?? []), ...(this.#day?.appointments ?? [])];
  }

  #matching(drawing: Drawing): Appointment[] {
    return this.#all().filter((one) => matches(drawing, one));
  }

  #found(): Appointment | null {
    const id = this.#selected;
    const { kept } = this.#pane;
    return this.#all().find((one) => one.id === id) ?? (kept?.id === id ? kept : null);
  }

  #select(id: string | null): void {
    this.#selected = id;
    if (id !== this.#answered.id) this.#answered = { id: null, at: 0 };
    // On a narrow page the patient covers the lists, once chosen.
    this.#desk.root.classList.toggle("with-detail", id !== null);
    this.#draw();
  }

  #walk(by: 1 | -1): void {
    const day = this.#day;
    if (!day) return;
    const standing = day.appointments.filter(({ status }) => status !== "CANCELLED");
    const next =
      this.#selected !== null && this.#selected === this.#answered.id
        ? this.#afterAnswer(day.requests, by)
        : step(walkingOrder(day.requests, standing), this.#selected, by);
    if (next === null) return;
    this.#select(next);
    const record = `[data-record="${CSS.escape(next)}"]`;
    const row = this.#desk.root.querySelector<HTMLElement>(`button${record}`);
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "nearest" });
  }

  /** Whoever has answered one request goes on with the next, wherever the answered one stands now. */
  #afterAnswer(requests: readonly Appointment[], by: 1 | -1): string | null {
    const at = Math.max(0, Math.min(this.#answered.at - (by < 0 ? 1 : 0), requests.length - 1));
    return requests[at]?.id ?? null;
  }

  #seeDay(): void {
    const appointment = this.#found();
    if (appointment && this.#day) this.#goTo(dateOf(appointment.start, this.#day.zone));
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

  /** What the server holds now, until the next load brings the whole day. */
  #decided(now: Appointment): void {
    const day = this.#day;
    if (!day) return;
    const at = day.requests.findIndex(({ id }) => id === now.id);
    this.#answered = { id: now.id, at };
    const renewed = (one: Appointment) => (one.id === now.id ? now : one);
    this.#day = {
      ...day,
      requests: day.requests.map(renewed).filter(({ status }) => status === "REQUESTED"),
      appointments: day.appointments.map(renewed),
    };
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
      if (first) this.#select(first.id);
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
