/**
 * What was opened, while the desk is open: list cards, whole records, questionnaires. In memory
 * only, in this one object; locking drops it.
 */

import type { Answers, Form, Part, Problem } from "../types/form.ts";
import { sortAnswers } from "./answers.ts";
import { type Appointment, call, type SealedEnvelope, SignedOut, Unreachable } from "./api.ts";
import { type Keys, NotOpened } from "./keys.ts";
import type { Closed, Inside, Place, Read } from "./protocol.ts";

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

const CARD_VERSION = 1;
const AT_ONCE = 4;

export class Records {
  readonly #listed = new Map<string, Listed>();
  readonly #flags = new Map<string, string[]>();
  readonly #wholes = new Map<string, Whole>();

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

  listed({ id }: Appointment): Listed | undefined {
    return this.#listed.get(id);
  }

  /** The questions that stand in front, by name; undefined while unknown or not for this member. */
  flags({ questionnaire }: Appointment): string[] | undefined {
    return questionnaire ? this.#flags.get(questionnaire.id) : undefined;
  }

  form(activity: string): Form | undefined {
    return this.inside.forms[activity];
  }

  /** Whether this member holds the keys of the carers. */
  get cares(): boolean {
    return this.inside.keys.some((key) => key.startsWith("care/"));
  }

  /** Opens what the lists need and do not have yet. True when something new is known. */
  async learn(appointments: readonly Appointment[]): Promise<boolean> {
    const tasks: (() => Promise<void>)[] = [];
    for (const one of new Map(appointments.map((each) => [each.id, each])).values()) {
      if (!this.#listed.has(one.id)) tasks.push(() => this.#learnName(one));
      const { questionnaire } = one;
      if (questionnaire && this.cares && !this.#flags.has(questionnaire.id)) {
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
    const { id, parts } = appointment;
    return this.#once(id, () =>
      this.#openAll(
        parts.map((part) => ({ activity: "appointment", id, about: id, part: part as Part })),
      ),
    );
  }

  /** The questionnaire that lies beside this appointment; it must have been sealed for it. */
  questionnaire({ id: about, questionnaire }: Appointment): Promise<Whole> {
    if (!questionnaire) return Promise.reject(new NotOpened("damaged"));
    const { id } = questionnaire;
    return this.#once(id, () =>
      this.#openAll([{ activity: "questionnaire", id, about, part: "detail" }]),
    );
  }

  async #once(id: string, open: () => Promise<Whole>): Promise<Whole> {
    const known = this.#wholes.get(id);
    if (known) return known;
    const whole = await open();
    this.#wholes.set(id, whole);
    return whole;
  }

  async #openAll(places: Place[]): Promise<Whole> {
    const whole: Whole = { answers: {}, problems: [], older: false, closed: null };
    for (const place of places) {
      try {
        const { read } = await this.#read(place);
        Object.assign(whole.answers, read.answers);
        whole.problems.push(...read.problems);
        whole.older ||= read.version !== this.form(place.activity)?.version;
      } catch (error) {
        // A part that does not belong here takes the others' credibility with it: none is shown.
        return { answers: {}, problems: [], older: false, closed: closedBy(error) };
      }
    }
    return whole;
  }

  async #read(place: Place): Promise<{ sealed: SealedEnvelope; read: Read }> {
    const { activity, id, part } = place;
    const path = `envelope/${activity}/${id}/${part}`;
    const sealed = await call<SealedEnvelope>(path, { signal: this.signal });
    return { sealed, read: await this.keys.ask("open", { sealed, place }) };
  }

  async #learnName({ id, card }: Appointment): Promise<void> {
    const beside = { activity: "appointment", id };
    const known = await this.#fromCard(beside, card);
    if (known) {
      this.#listed.set(id, { ...nameOf(known), odd: known.odd === true, closed: null });
      return;
    }
    try {
      const { sealed, read } = await this.#read({ ...beside, about: id, part: "core" });
      const { first_name, surname, age } = read.answers;
      const odd = read.problems.length > 0;
      this.#listed.set(id, { ...nameOf(read.answers), odd, closed: null });
      await this.#keepCard(beside, sealed.key, { first_name, surname, age, odd });
    } catch (error) {
      this.#listed.set(id, { name: "", age: "", odd: false, closed: closedBy(error) });
    }
  }

  async #learnFlags({ id: about, questionnaire }: Appointment): Promise<void> {
    const form = this.form("questionnaire");
    if (!questionnaire || !form) return;
    const beside = { activity: "questionnaire", id: questionnaire.id };
    const known = await this.#fromCard(beside, questionnaire.card);
    if (Array.isArray(known?.flags)) {
      this.#flags.set(questionnaire.id, known.flags.map(String));
      return;
    }
    try {
      const { sealed, read } = await this.#read({ ...beside, about, part: "detail" });
      const flags = sortAnswers(form, read.answers).alerts.map(({ name }) => name);
      this.#flags.set(questionnaire.id, flags);
      await this.#keepCard(beside, sealed.key, { flags });
    } catch (error) {
      closedBy(error); // the list stays without flags; the record itself says why it is closed
      this.#flags.set(questionnaire.id, []);
    }
  }

  async #fromCard(beside: { activity: string; id: string }, jwe: string | null) {
    if (jwe === null) return null;
    const card = await this.keys.ask("readCard", { ...beside, jwe }).catch(closedBy);
    return typeof card === "object" && card.v === CARD_VERSION ? card : null;
  }

  /** A card saves the next opening; that it could not be kept is nobody's loss. */
  async #keepCard(beside: { activity: string; id: string }, key: string, facts: object) {
    const card = { v: CARD_VERSION, ...facts };
    try {
      const jwe = await this.keys.ask("makeCard", { ...beside, key, card });
      const path = `card/${beside.activity}/${beside.id}`;
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

const LONGEST_NAME = 160;

const nameOf = (answers: Readonly<Record<string, unknown>>): { name: string; age: string } => {
  const { first_name, surname, age } = answers;
  const name = [first_name, surname].filter((part) => typeof part === "string").join(" ");
  return {
    name: name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)} …` : name,
    age: typeof age === "number" ? String(age) : "",
  };
};
