/**
 * The rules of a form: one file for the patient's page, which refuses before sealing, and for the
 * desk's opener, which flags what a page other than ours may have sealed.
 *
 * Answers come from anybody: nothing here trusts their type, their names or their size.
 */

import type { Answers, Field, Form, Part, Problem } from "../types/form.ts";
import { objection } from "./kinds.ts";

export type Unchecked = Readonly<Record<string, unknown>>;

export interface Scope {
  /** Only the fields of these parts: what one envelope holds. All when it is left out. */
  parts?: readonly Part[] | undefined;
  /** These answers come out of an envelope: our page would not have sent what it did not ask. */
  opened?: boolean;
}

/** What breaks the form's rules, in the order of its fields. Empty: it may be sealed. */
export const check = (
  form: Form,
  answers: Unchecked,
  { parts, opened = false }: Scope = {},
): Problem[] => {
  const inScope = form.fields.filter((field) => !parts || parts.includes(field.part));
  const asking = new Asking(form, answers, parts);
  const problems: Problem[] = [];
  for (const field of inScope) {
    const value = answerTo(field, answers);
    if (asking.asks(field) === "no") {
      if (opened && value !== undefined) problems.push({ field: field.name, reason: "unknown" });
      continue;
    }
    if (value !== undefined) {
      const reason = objection(field, value);
      if (reason) problems.push({ field: field.name, reason });
    } else if ((field.required && asking.asks(field) === "yes") || asking.firstOfNone(field)) {
      problems.push({ field: field.name, reason: "missing" });
    }
  }
  const known = new Set(inScope.map((field) => field.name));
  for (const name of Object.keys(answers)) {
    if (!known.has(name)) problems.push({ field: name, reason: "unknown" });
  }
  return problems;
};

/** Whether a question is asked, given all the answers: what its own `when` says, and what that stands on. */
export const asks = (form: Form, field: Field, answers: Unchecked): boolean =>
  new Asking(form, answers, undefined).asks(field) === "yes";

/** What goes into which envelope: the answers that were given to what was asked, every part named. */
export const split = (form: Form, answers: Unchecked): Partial<Record<Part, Answers>> => {
  const asking = new Asking(form, answers, undefined);
  return Object.fromEntries(
    form.parts.map((part) => [
      part,
      Object.fromEntries(
        form.fields
          .filter((field) => field.part === part && asking.asks(field) === "yes")
          .map((field) => [field.name, answerTo(field, answers)])
          .filter(([, value]) => value !== undefined),
      ),
    ]),
  );
};

/** An age as it is typed: a number where the text is one, or the text, for `check` to refuse. */
export const ageFromText = (text: string): number | string => {
  const typed = text.trim();
  return /^[+-]?\d+([.,]\d+)?$/.test(typed) ? Number(typed.replace(",", ".")) : typed;
};

/** The answer without the spaces around it; undefined when the field was left empty. */
export const answerTo = (field: Field, answers: Unchecked): unknown => {
  // Own properties only: a field may not be answered by what every object inherits.
  const given: unknown = Object.getOwnPropertyDescriptor(answers, field.name)?.value;
  const value = typeof given === "string" ? given.trim() : given;
  const empty = value === null || value === "" || (Array.isArray(value) && value.length === 0);
  return empty ? undefined : value;
};

/** Which fields are asked, given the answers that can be seen. */
class Asking {
  readonly #fields: ReadonlyMap<string, Field>;
  readonly #answers: Unchecked;
  readonly #parts: readonly Part[] | undefined;

  constructor(form: Form, answers: Unchecked, parts: readonly Part[] | undefined) {
    this.#fields = new Map(form.fields.map((field) => [field.name, field]));
    this.#answers = answers;
    this.#parts = parts;
  }

  /** `perhaps`: the answer that decides lies in a part that is not before us. */
  asks(field: Field, followed: readonly Field[] = []): "yes" | "no" | "perhaps" {
    if (!field.when) return "yes";
    const decisive = this.#fields.get(field.when.field);
    if (!decisive || followed.includes(decisive)) return "no";
    if (!this.#sees(decisive)) return "perhaps";
    const before = this.asks(decisive, [...followed, field]);
    const answer = answerTo(decisive, this.#answers);
    const given: unknown[] = Array.isArray(answer) ? answer : [answer];
    const met = field.when.is.some((value) => given.includes(value));
    return met ? before : "no";
  }

  /** Whether nobody of the field's `one_of` group is answered, and this is where to say so. */
  firstOfNone(field: Field): boolean {
    if (field.one_of === null) return false;
    const group = [...this.#fields.values()].filter((other) => other.one_of === field.one_of);
    if (!group.every((other) => this.#sees(other))) return false;
    const asked = group.filter((other) => this.asks(other) === "yes");
    return (
      asked[0] === field && asked.every((other) => answerTo(other, this.#answers) === undefined)
    );
  }

  #sees(field: Field): boolean {
    return !this.#parts || this.#parts.includes(field.part);
  }
}
