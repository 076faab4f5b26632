/**
 * What a patient gave with the request, as lines under labels. Some answers belong together under one
 * label; whatever else the form asks stands by itself, under its own name: a datum that the register
 * gains is shown without an edit here. Pure: it draws nothing.
 */

import type { Answers, Form } from "../types/form.ts";
import { wordsOf } from "./answers.ts";

export interface Fact {
  label: string;
  lines: string[];
}

/** Label, and a line each; a line may join several fields. */
const TOGETHER: readonly (readonly [label: string, ...lines: string[]])[] = [
  ["fact.reach", "telephone", "email"],
  ["fact.address", "street", "postcode city"],
  ["fact.by", "representative_first_name representative_surname", "whom"],
];
/** The panel has places of its own for these: its heading, and the message. */
const ELSEWHERE = ["first_name", "surname", "age", "message"];

export const factsOf = (
  form: Form | undefined,
  answers: Answers,
  words: (key: string) => string,
): Fact[] => {
  if (!form) return [];
  const said = (name: string): string[] => {
    const field = form.fields.find((one) => one.name === name);
    return field ? wordsOf(field, answers[name]) : [];
  };
  const together = TOGETHER.filter(
    ([label]) => label !== "fact.by" || (answers.whom && answers.whom !== "self"),
  ).map(([label, ...lines]) => ({
    label: words(label),
    lines: lines.map((line) => line.split(" ").flatMap(said).join(" ")).filter(Boolean),
  }));
  const placed = new Set([
    ...ELSEWHERE,
    ...TOGETHER.flatMap(([, ...lines]) => lines.flatMap((line) => line.split(" "))),
  ]);
  const others = form.fields
    .filter(({ name }) => !placed.has(name))
    .map(({ name, short, label }) => ({ label: short ?? label, lines: said(name) }));
  return [...together, ...others].filter(({ lines }) => lines.length > 0);
};
