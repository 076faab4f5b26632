/**
 * What was opened, while the desk is open: list cards, whole records, questionnaires. In memory
 * only, in this one object; locking drops it.
 */

import type { Answers, Form, Part, Problem } from "../types/form.ts";
import { sortAnswers } from "./answers.ts";
import { type Appointment, call, type SealedEnvelope, SignedOut, Unreachable } from "./api.ts";
import { type Keys, NotOpened } from "./keys.ts";
import type { Beside, Closed, Inside, Place, Read, Seat } from "./protocol.ts";
import { Turns } from "./turns.ts";

/** What a list needs of a patient. */
export interface Listed {
  name: string;
  age: string;
  /** Some answer breaks the form's rules. */
  odd: boolean;
  closed: Closed | null;
}

/** A record opened whole, or why a part of it stays closed. */
export interface Whole {
  answers: Answers;
  problems: Problem[];
  /** It was filled in on another version of the form. */
  older: boolean;
  closed: Closed | null;
}

type InPractice<Kind> = Kind & { practice: string };

const CARD_VERSION = 1;
const AT_ONCE = 4;

export class Records {
  readonly #listed = new Map<string, Listed>();
  readonly #flags = new Map<string, string[]>();
  readonly #wholes = new Map<string, Whole>();
  readonly #renewals = new Map<string, Promise<boolean>>();

  constructor(
    readonly inside: Inside,
    readonly keys: Keys,
    readonly signal: AbortSignal,
  ) {}

  /** Empties it: whoever still holds this object holds nobody. */
  clear(): void {
    this.#listed.clear();
    this.#flags.clear();
    this.#wholes.clear();
  }

  listed(one: Appointment): Listed | undefined {
    return this.#listed.get(recordOf(one));
  }

  /** The questions that stand in front, by name; undefined while unknown or not for this member. */
  flags({ practice, questionnaire }: Appointment): string[] | undefined {
    return questionnaire ? this.#flags.get(recordOf({ practice, ...questionnaire })) : undefined;
  }

  /** The form that was filled in, as the practice of this appointment has it. */
  form(activity: string, { practice }: Pick<Appointment, "practice">): Form | undefined {
    return this.seat(practice).forms[activity];
  }

  /** Whether this member holds the keys of the carers there. */
  cares({ practice }: Pick<Appointment, "practice">): boolean {
    return this.seat(practice).keys.some((key) => key.startsWith("care/"));
  }

  /** Whether people of several practices stand in one list: then each says whose they are. */
  get several(): boolean {
    return this.inside.seats.length > 1;
  }

  zone({ practice }: Pick<Appointment, "practice">): string {
    return this.seat(practice).practice.zone;
  }

  seat(practice: string): Seat {
    const found = this.inside.seats.find((each) => each.practice.slug === practice);
    if (!found) throw new NotOpened("other-practice");
    return found;
  }

  /** Opens what the lists need and do not have yet. True when something new is known. */
  async learn(appointments: readonly Appointment[]): Promise<boolean> {
    const tasks: (() => Promise<void>)[] = [];
    const once = new Map(appointments.map((each) => [recordOf(each), each]));
    for (const [name, one] of once) {
      if (!this.#listed.has(name)) tasks.push(() => this.#learnName(one));
      if (one.questionnaire && this.cares(one) && !this.flags(one)) {
        tasks.push(() => this.#learnFlags(one));
      }
    }
    const waiting = [...tasks];
    const work = async () => {
      for (let task = waiting.shift(); task; task = waiting.shift()) await task();
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return tasks.length > 0;
  }

  /** Who, where, how to reach them, and the message: both parts of the appointment's form. */
  whole(appointment: Appointment): Promise<Whole> {
    const { practice, id, parts } = appointment;
    const beside = { practice, activity: "appointment", id, about: id };
    return this.#once(recordOf(appointment), () =>
      this.#openAll(parts.map((part) => ({ ...beside, part: part as Part }))),
    );
  }

  /** The questionnaire that lies beside this appointment; it must have been sealed for it. */
  questionnaire({ practice, id: about, questionnaire }: Appointment): Promise<Whole> {
    if (!questionnaire) return Promise.reject(new NotOpened("damaged"));
    const { id } = questionnaire;
    return this.#once(recordOf({ practice, id }), () =>
      this.#openAll([{ practice, activity: "questionnaire", id, about, part: "detail" }]),
    );
  }

  async #once(name: string, open: () => Promise<Whole>): Promise<Whole> {
    const known = this.#wholes.get(name);
    if (known) return known;
    const whole = await open();
    this.#wholes.set(name, whole);
    return whole;
  }

  async #openAll(places: InPractice<Place>[]): Promise<Whole> {
    const whole: Whole = { answers: {}, problems: [], older: false, closed: null };
    for (const place of places) {
      try {
        const { read } = await this.#read(place);
        Object.assign(whole.answers, read.answers);
        whole.problems.push(...read.problems);
        whole.older ||= read.version !== this.form(place.activity, place)?.version;
      } catch (error) {
        // A part that does not belong here takes the others' credibility with it: none is shown.
        return { answers: {}, problems: [], older: false, closed: closedBy(error) };
      }
    }
    return whole;
  }

  async #read(place: InPractice<Place>): Promise<{ sealed: SealedEnvelope; read: Read }> {
    const { practice, activity, id, part } = place;
    const path = `envelope/${activity}/${id}/${part}?practice=${practice}`;
    const sealed = await call<SealedEnvelope>(path, { signal: this.signal });
    const open = async () => ({ sealed, read: await this.keys.ask("open", { sealed, place }) });
    try {
      return await open();
    } catch (error) {
      const lacks = error instanceof NotOpened && error.why === "no-key";
      if (!lacks || !(await this.#renewed(practice, sealed.key))) throw error;
      return open();
    }
  }

  /** The keys were turned since the desk opened: asked for once, however many records wait for them. */
  #renewed(practice: string, key: string): Promise<boolean> {
    const name = `${practice}/${key}`;
    const { inside, keys, signal } = this;
    const asked =
      this.#renewals.get(name) ??
      new Turns({ inside, keys, signal }, () => practice).renew().then(
        () => this.seat(practice).keys.includes(key),
        () => false,
      );
    this.#renewals.set(name, asked);
    return asked;
  }

  async #learnName({ practice, id, card }: Appointment): Promise<void> {
    const beside = { practice, activity: "appointment", id };
    const name = recordOf(beside);
    const known = await this.#fromCard(beside, card);
    if (known) {
      this.#listed.set(name, { ...nameOf(known), odd: known.odd === true, closed: null });
      return;
    }
    try {
      const { sealed, read } = await this.#read({ ...beside, about: id, part: "core" });
      const { first_name, surname, age } = read.answers;
      const odd = read.problems.length > 0;
      this.#listed.set(name, { ...nameOf(read.answers), odd, closed: null });
      await this.#keepCard(beside, sealed.key, { first_name, surname, age, odd });
    } catch (error) {
      this.#listed.set(name, { name: "", age: "", odd: false, closed: closedBy(error) });
    }
  }

  async #learnFlags({ practice, id: about, questionnaire }: Appointment): Promise<void> {
    const form = this.form("questionnaire", { practice });
    if (!questionnaire || !form) return;
    const beside = { practice, activity: "questionnaire", id: questionnaire.id };
    const name = recordOf(beside);
    const known = await this.#fromCard(beside, questionnaire.card);
    if (Array.isArray(known?.flags)) {
      this.#flags.set(name, known.flags.map(String));
      return;
    }
    try {
      const { sealed, read } = await this.#read({ ...beside, about, part: "detail" });
      const flags = sortAnswers(form, read.answers).alerts.map(({ name: alert }) => alert);
      this.#flags.set(name, flags);
      await this.#keepCard(beside, sealed.key, { flags });
    } catch (error) {
      closedBy(error); // the list stays without flags; the record itself says why it is closed
      this.#flags.set(name, []);
    }
  }

  async #fromCard(beside: Beside, jwe: string | null) {
    if (jwe === null) return null;
    const card = await this.keys.ask("readCard", { ...beside, jwe }).catch(closedBy);
    return typeof card === "object" && card.v === CARD_VERSION ? card : null;
  }

  /** A card saves the next opening; that it could not be kept is nobody's loss. */
  async #keepCard(beside: InPractice<Beside>, key: string, facts: object) {
    const card = { v: CARD_VERSION, ...facts };
    try {
      const jwe = await this.keys.ask("makeCard", { ...beside, key, card });
      const path = `card/${beside.activity}/${beside.id}?practice=${beside.practice}`;
      await call(path, { method: "PUT", body: { jwe }, signal: this.signal });
    } catch (error) {
      closedBy(error);
    }
  }
}

/** What to say about it; errors that concern the whole desk go on. */
const closedBy = (error: unknown): Closed => {
  if (error instanceof SignedOut || error instanceof Unreachable) throw error;
  if (error instanceof NotOpened) {
    if (error.why === "locked" || error.why === "worker") throw error;
    return error.why;
  }
  return "damaged";
};

/** The name of a record on the page: an id is unique within its practice only. */
export const recordOf = ({ practice, id }: { practice: string; id: string }): string =>
  `${practice}/${id}`;

const LONGEST_NAME = 160;

const nameOf = (answers: Readonly<Record<string, unknown>>): { name: string; age: string } => {
  const { first_name, surname, age } = answers;
  const name = [first_name, surname].filter((part) => typeof part === "string").join(" ");
  return {
    name: name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)} …` : name,
    age: typeof age === "number" ? String(age) : "",
  };
};
