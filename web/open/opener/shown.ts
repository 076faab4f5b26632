/**
 * What an opened record says, in lines: every answer, also one that no form of the copy asks. Pure: the
 * list, the search, the print and both exports are made of the same lines.
 */

import { wordsOf } from "../../desk/answers.ts";
import type { Field, Form } from "../../types/form.ts";
import type { Record, Said } from "./records.ts";

export interface Line {
  /** The question, or the datum's own name where the copy's forms do not know it. */
  label: string;
  words: string;
}

export const linesOf = ({ activity, answers }: Said, forms: readonly Form[]): Line[] => {
  const fields = forms.find((form) => form.activity === activity)?.fields ?? [];
  const known = new Set(fields.map(({ name }) => name));
  const asked = fields
    .filter(({ name }) => Object.hasOwn(answers, name))
    .map((field) => ({
      label: field.label,
      words: wordsOf(field, answers[field.name]).join(", "),
    }));
  const others = Object.entries(answers)
    .filter(([name]) => !known.has(name))
    .map(([name, answer]) => ({ label: name, words: wordsOf(bare(name), answer).join(", ") }));
  return [...asked, ...others].filter(({ words }) => words !== "");
};

/** First name and surname of the patient; empty where none is known. */
export const nameOf = (record: Record): string => {
  const answers = record.said.find(({ activity }) => activity === "appointment")?.answers ?? {};
  return [answers.first_name, answers.surname]
    .filter((each) => typeof each === "string")
    .join(" ")
    .trim();
};

/** All that can be searched in a record, without case and accents. */
export const searchable = (record: Record, forms: readonly Form[]): string =>
  folded(
    record.said
      .flatMap((said) => linesOf(said, forms))
      .map(({ words }) => words)
      .join("\n"),
  );

/** `Zoe` finds `Zoé`. */
export const folded = (text: string): string =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

const bare = (name: string): Field => ({
  name,
  kind: "text",
  part: "core",
  required: false,
  group: name,
  label: name,
  hint: null,
  short: null,
  most: null,
  choices: [],
  when: null,
  one_of: null,
  alert: [],
});
