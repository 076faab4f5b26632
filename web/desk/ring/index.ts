/**
 * The ring of keys, in the worker, while a tab of the desk is open: the people who unlocked today on
 * this computer, and which of them stands before the screen. Nothing here is ever written; no key, no
 * passphrase and no PIN goes back to a page: what leaves is signed or sealed.
 *
 * How the desk gets to ask it something new. A subject is a group of asks, in a file of its own here:
 *
 *     export interface GreetingAsks {
 *       greet: { ask: { practice?: string; name: string }; answer: string };
 *     }
 *     export const greeting: Group<GreetingAsks> = (ring) => ({
 *       greet: ({ practice, name }) => sign({ name }, ring.holding(practice).sign(), "quenotte-greeting"),
 *     });
 *
 * Then two lines: `Asks` in protocol.ts extends its types, `GROUPS` in keys.worker.ts joins its answers.
 * A page asks with `keys.ask("greet", { name })`. Inside a group:
 *  - `ring.here()` is the person before the screen: `keys` (their own; they sign heads, admissions,
 *    challenges), `recipient`, `mine`, `holdings`. While the screen is locked it refuses with `locked`.
 *  - `ring.holding(practice)` is what that person holds of a practice (home when none is named): `card`,
 *    `roster`, `chain`, `key("desk/1")`, `sign()`, `isOurs(fingerprint)`, `said` (the server's word).
 *  - `ring.now()` is the vault's clock: whatever is signed is dated by it.
 *  - What cannot be done is a `StaysClosed` with a code of `Closed` (protocol.ts); the page has its sentence
 *    as `closed.<code>`. Errors of our libraries are named in closed.ts, by class.
 */

import type { Held, Inside, LockedBy, Told } from "../protocol.ts";
import { StaysClosed } from "./closed.ts";
import type { Tab } from "./group.ts";
import type { Holding } from "./holding.ts";
import type { Person } from "./person.ts";

/** Between the passphrase and the open desk lies one answer of the server. */
const ENTERING_MS = 60_000;
export const MOST_WRONG_PINS = 5;

/** What the ring needs of the worker around it. */
export interface Around {
  tell(told: Told, but?: Tab): void;
  /** The end of the worker. */
  close(): void;
}

export class Ring {
  readonly #people = new Map<string, Person>();
  #current: Person | null = null;
  /** Who held the server's session last. */
  #last: string | null = null;
  /** Unlocked, and the server has not let them in yet. */
  #entering: { person: Person; sinceMs: number } | null = null;
  #activeMs = Date.now();
  #idleMs = Number.POSITIVE_INFINITY;
  /** In a row, whoever's they were. */
  #wrongPins = 0;
  /** By whose they were: a colleague who comes back in between takes none of them away. */
  readonly #wrongPinsOf = new Map<string, number>();

  constructor(readonly around: Around) {}

  /** Whether somebody stands before the screen. */
  get current(): Person | null {
    return this.#current;
  }

  get inside(): Inside | null {
    return this.#current?.inside ?? null;
  }

  /** Who unlocked today and can come back. */
  get held(): Held[] {
    return [...this.#people.values()].map((each) => each.held(each.id === this.#last));
  }

  /** Somebody's file is open, and nobody has entered with it yet. */
  get unlocked(): boolean {
    return this.#entering !== null;
  }

  here(): Person {
    if (!this.#current) throw new StaysClosed("locked");
    return this.#current;
  }

  holding(practice?: string): Holding {
    return this.here().holding(practice);
  }

  /** Somebody who unlocked today, by fingerprint. */
  person(id: string): Person {
    const found = this.#people.get(id);
    if (!found) throw new StaysClosed("locked");
    return found;
  }

  /** The vault's clock: this computer's may be wrong. */
  now(): Date {
    return new Date(Date.now() + this.here().clockOffMs);
  }

  /** Keeps whoever opened their file until the server's answer comes. */
  await(person: Person): void {
    // What they signed last is known: the server cannot come with something older.
    person.knows(this.#people.get(person.id));
    this.#entering = { person, sinceMs: Date.now() };
    // Whose session the server holds is uncertain from here on, until its answer is taken.
    this.#last = null;
  }

  /** Whether the server's session is certainly this person's. */
  holdsSession({ id }: Person): boolean {
    return this.#last === id;
  }

  /** Takes them out of the doorway: to enter, or because nothing came of it. */
  entering(): Person | null {
    const person = this.#entering?.person ?? null;
    this.#entering = null;
    return person;
  }

  /** From now on this person stands before the screen, in every tab. */
  seat(person: Person, { idleMs, tab }: { idleMs: number; tab: Tab }): Inside {
    const before = this.#people.get(person.id);
    if (before !== person) before?.drop();
    this.#people.set(person.id, person);
    this.#current = person;
    this.#last = person.id;
    this.#idleMs = idleMs;
    this.#wrongPins = 0;
    this.#wrongPinsOf.delete(person.id);
    this.active();
    this.around.tell({ entered: true }, tab);
    return person.inside;
  }

  active(): void {
    this.#activeMs = Date.now();
  }

  /** The fifth wrong one in a row, or the fifth of one person since they came in, closes all completely. */
  wrongPin({ id }: Person): StaysClosed {
    const ofThem = (this.#wrongPinsOf.get(id) ?? 0) + 1;
    this.#wrongPinsOf.set(id, ofThem);
    this.#wrongPins += 1;
    const left = MOST_WRONG_PINS - Math.max(this.#wrongPins, ofThem);
    if (left > 0) return new StaysClosed("wrong-pin", left);
    this.lock("pins");
    return new StaysClosed("locked");
  }

  /**
   * The screen lock: nobody stands before it, and whoever has a PIN can come back. Without one there is no
   * quick way back, so those keys go. When nobody is left, it is the full lock.
   */
  lockScreen(by: LockedBy): Held[] {
    this.#entering = null;
    this.#current = null;
    for (const person of this.#people.values()) {
      if (person.pin === null) this.#release(person);
    }
    return this.#lockWithout(by);
  }

  /** Nobody stands before the screen; that is the full lock when nobody can come back either. */
  #lockWithout(by: LockedBy): Held[] {
    const { held } = this;
    if (held.length === 0) this.lock(by);
    else this.around.tell({ screen: by, held });
    return held;
  }

  #release(person: Person): void {
    person.drop();
    this.#people.delete(person.id);
    if (this.#current === person) this.#current = null;
  }

  /** The full lock: every key goes, in every tab, and the worker ends. */
  lock(by: LockedBy): void {
    this.drop();
    this.around.tell({ locked: by });
    this.around.close();
  }

  /** Idle for too long, or evening: a tab in the background may sleep, the worker does not. */
  check(): void {
    const now = Date.now();
    if (this.#entering && now - this.#entering.sinceMs > ENTERING_MS) this.#entering = null;
    const over = [...this.#people.values()].filter(({ untilMs }) => now > untilMs);
    for (const person of over) this.#release(person);
    if (over.length > 0 && !this.#current) this.#lockWithout("evening");
    else if (this.#current && now - this.#activeMs > this.#idleMs) this.lockScreen("idleness");
  }

  drop(): void {
    this.#entering = null;
    this.#current = null;
    this.#last = null;
    for (const person of this.#people.values()) person.drop();
    this.#people.clear();
  }
}
