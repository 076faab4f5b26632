/**
 * Sorts a questionnaire by consequence: what stands in front, what was declared, what to ask in
 * person, the noes. Pure: it draws nothing, and shows what an odd page sealed rather than losing it.
 */

import type { Field, Form } from "../types/form.ts";

export type Payload = Readonly<Record<string, unknown>>;

/** One question with what was said to it. */
export interface Answered {
  name: string;
  /** Its short name, for lists. */
  short: string;
  question: string;
  /** The chosen answer in the words of the form; null when none was chosen. */
  said: string | null;
  /** What else was said to it: the choices after a yes, the patient's own words. */
  words: string[];
}

export interface Sorted {
  alerts: Answered[];
  yes: Answered[];
  ask: Answered[];
  no: Answered[];
}

/** An answer longer than any field of ours is cut: the page stays usable whatever was sealed. */
const LONGEST = 4000;

const NO = "no";
const UNSURE = new Set(["unknown", "aloud"]);

export const sortAnswers = (form: Form, payload: Payload): Sorted => {
  const sorted: Sorted = { alerts: [], yes: [], ask: [], no: [] };
  for (const field of form.fields) {
    if (field.when) continue;
    const answer = own(payload, field.name);
    const followUps = form.fields.filter((other) => other.when?.field === field.name);
    const words = followUps.flatMap((other) => wordsOf(other, own(payload, other.name)));
    sorted[placeOf(field, answer, words)].push({
      name: field.name,
      short: field.short ?? field.label,
      question: field.label,
      said: field.kind === "choice" ? (wordsOf(field, answer)[0] ?? null) : null,
      words: field.kind === "choice" ? words : [...wordsOf(field, answer), ...words],
    });
  }
  return sorted;
};

const placeOf = (field: Field, answer: unknown, words: string[]): keyof Sorted => {
  if (isEmpty(answer)) return "ask";
  const given = Array.isArray(answer) ? answer : [answer];
  if (field.alert.includes("*") || given.some((value) => field.alert.includes(String(value)))) {
    return "alerts";
  }
  if (field.kind !== "choice") return "yes";
  if (!field.choices.some((choice) => choice.value === answer)) return "ask";
  if (UNSURE.has(String(answer))) return "ask";
  // A no with words behind it contradicts itself: somebody has to ask.
  if (answer === NO) return words.length > 0 ? "ask" : "no";
  return "yes";
};

/** An answer in words that can be shown, line by line; choices by their labels. */
export const wordsOf = (field: Field, answer: unknown): string[] => {
  if (isEmpty(answer)) return [];
  const given = Array.isArray(answer) ? answer : [answer];
  return given
    .map((value) => (typeof value === "object" ? JSON.stringify(value) : String(value)))
    .map((value) => field.choices.find((choice) => choice.value === value)?.label ?? value.trim())
    .map((value) => (value.length > LONGEST ? `${value.slice(0, LONGEST)} …` : value));
};

const own = (payload: Payload, name: string): unknown =>
  Object.hasOwn(payload, name) ? payload[name] : undefined;

const isEmpty = (answer: unknown): boolean =>
  answer === undefined ||
  answer === null ||
  (typeof answer === "string" && answer.trim() === "") ||
  (Array.isArray(answer) && answer.length === 0);
