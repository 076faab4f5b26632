/** What an answer of each kind may be. Null is no objection. */

import type { Field, Reason } from "../types/form.ts";

const OLDEST = 130;
const LONGEST_EMAIL = 254;

// Controls, line separators and halves of a character. Joiners and direction marks stay: names need them.
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u;
const UNPRINTABLE_BUT_LINES = /[^\P{Cc}\n\r\t]|\p{Cs}/u;
// No spaces, and none of the marks that make a mail header mean something else.
const EMAIL = /^[^\s@<>()[\],;:\\"]+@[^\s@.<>()[\],;:\\"]+(\.[^\s@.<>()[\],;:\\"]+)+$/u;
const TELEPHONE_MARKS = /[\s.\-/()]/gu;
const TELEPHONE = /^\+?[0-9]{6,15}$/;

export const objection = (field: Field, value: unknown): Reason | null => {
  switch (field.kind) {
    case "text":
      return wrongText(value, UNPRINTABLE, field.most);
    case "long":
      return wrongText(value, UNPRINTABLE_BUT_LINES, field.most);
    case "email":
      return (
        wrongText(value, UNPRINTABLE, Math.min(field.most ?? LONGEST_EMAIL, LONGEST_EMAIL)) ??
        wrongShape(value, EMAIL)
      );
    case "telephone":
      return (
        wrongText(value, UNPRINTABLE, field.most) ??
        wrongShape(String(value).replace(TELEPHONE_MARKS, ""), TELEPHONE)
      );
    case "age":
      return wrongAge(value);
    case "choice":
      return wrongChoice(field, value);
    case "several":
      return wrongChoices(field, value);
  }
};

const wrongText = (value: unknown, refused: RegExp, most: number | null): Reason | null => {
  if (typeof value !== "string" || refused.test(value)) return "malformed";
  // Code points: an emoji or a rare letter counts once, as Python counts it.
  return most !== null && [...value].length > most ? "too-long" : null;
};

const wrongShape = (value: unknown, shape: RegExp): Reason | null =>
  typeof value === "string" && shape.test(value) ? null : "malformed";

const wrongAge = (value: unknown): Reason | null => {
  if (typeof value !== "number" || Number.isNaN(value)) return "malformed";
  return Number.isInteger(value) && value >= 0 && value <= OLDEST ? null : "out-of-range";
};

const wrongChoice = (field: Field, value: unknown): Reason | null => {
  if (typeof value !== "string") return "malformed";
  return field.choices.some((choice) => choice.value === value) ? null : "not-a-choice";
};

const wrongChoices = (field: Field, values: unknown): Reason | null => {
  if (!Array.isArray(values) || new Set(values).size !== values.length) return "malformed";
  for (const value of values) {
    const reason = wrongChoice(field, value);
    if (reason) return reason;
  }
  return null;
};
