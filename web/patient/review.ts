/** Answers as a list to read again: before sending, and while they cannot be sent. */

import type { Field } from "../seal/index.ts";
import { element } from "./dom.ts";
import type { FormOnPage, Given } from "./form.ts";

/** One row a question that was answered; what follows from a question stands in its row. */
export const answerRows = (page: FormOnPage, among: (field: Field) => boolean): HTMLElement[] => {
  const given = page.given();
  const rows = new Map<string, HTMLElement>();
  for (const field of page.form.fields.filter(among)) {
    const words = page.isAsked(field, given) ? page.words(field, given) : [];
    if (words.length === 0) continue;
    const parent = field.when ? rows.get(field.when.field) : undefined;
    const follows = parent && sameGroup(page, field);
    const row = follows ? parent : element("div", {}, element("dt", { text: field.label }));
    row.append(...words.map((text) => element("dd", { text })));
    if (!follows) rows.set(field.name, row);
  }
  return [...rows.values()];
};

export const isAnswered = (page: FormOnPage, given: Given = page.given()): boolean =>
  page.form.fields.some(
    (field) => page.isAsked(field, given) && page.words(field, given).length > 0,
  );

const sameGroup = (page: FormOnPage, field: Field): boolean =>
  page.form.fields.some((other) => other.name === field.when?.field && other.group === field.group);
