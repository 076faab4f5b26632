/** Opens an envelope at the desk, and refuses one that says it belongs elsewhere. */

import { unframe } from "../seal/frame.ts";
import type { JsonObject } from "../seal/json.ts";
import { answerTo, check } from "../seal/rules.ts";
import type { Answer, Answers, Form, Part, Problem } from "../types/form.ts";
import type { Context } from "../types/sealed.ts";
import { decrypt } from "./decrypt.ts";

/** Where the envelope lay: what the server said about it. */
export type Expected = Pick<Context, "practice" | "activity" | "id" | "key" | "about"> & {
  part: Part;
};

/** It was sealed for another appointment, record, part or activity than the one it lay beside. */
export class Moved extends Error {
  override name = "Moved";
  readonly what: "activity" | "form" | "id" | "part" | "about";

  constructor(what: "activity" | "form" | "id" | "part" | "about") {
    super(`the envelope was sealed for another ${what}`);
    this.what = what;
  }
}

/** It was sealed for another practice. */
export class OtherPractice extends Error {
  override name = "OtherPractice";
}

/** It was sealed to another key than the one that it lay under. */
export class OtherKey extends Error {
  override name = "OtherKey";
}

/** Its context is not of a shape that we know. */
export class NotAnEnvelope extends Error {
  override name = "NotAnEnvelope";
}

export interface ToOpen {
  /** The class key's `AGE-SECRET-KEY-PQ-1…`. */
  identity: string;
  sealed: Uint8Array;
  expected: Expected;
}

export interface Opened {
  context: Context;
  payload: JsonObject;
}

export const openEnvelope = async ({ identity, sealed, expected }: ToOpen): Promise<Opened> =>
  readEnvelope(await decrypt(identity, sealed), expected);

/** What an opened envelope says of itself has to agree with where it lay. */
export const readEnvelope = (bytes: Uint8Array, expected: Expected): Opened => {
  const { context, payload } = unframe(bytes);
  if (!isContext(context)) throw new NotAnEnvelope("the envelope does not say where it belongs");
  if (context.practice !== expected.practice) {
    throw new OtherPractice("the envelope was sealed for another practice");
  }
  if (context.key !== expected.key) throw new OtherKey("the envelope was sealed to another key");
  for (const what of ["activity", "id", "part", "about"] as const) {
    if (context[what] !== expected[what]) throw new Moved(what);
  }
  if (context.form !== expected.activity) throw new Moved("form");
  return { context, payload };
};

export interface OpenedForm {
  context: Context;
  /** Only fields of the form's part, only values of a kind that an answer can have. */
  answers: Answers;
  /** What our own page would have refused; `context.version` tells whether the form has changed since. */
  problems: Problem[];
}

export const openForm = async ({
  form,
  ...toOpen
}: ToOpen & { form: Form }): Promise<OpenedForm> => {
  const { context, payload } = await openEnvelope(toOpen);
  const parts = [toOpen.expected.part];
  const answers: Answers = {};
  for (const field of form.fields) {
    const value = parts.includes(field.part) ? answerTo(field, payload) : undefined;
    if (isAnswer(value)) answers[field.name] = value;
  }
  return { context, answers, problems: check(form, payload, { parts, opened: true }) };
};

const TEXTS = ["practice", "activity", "form", "version", "id", "key", "part", "about"] as const;

const isContext = (context: JsonObject): context is JsonObject & Context =>
  TEXTS.every((name) => typeof context[name] === "string") &&
  // Version 1 carries no attachments; one that does is not ours to open half.
  Array.isArray(context.attachments) &&
  context.attachments.length === 0;

const isAnswer = (value: unknown): value is Answer =>
  typeof value === "string" ||
  typeof value === "number" ||
  (Array.isArray(value) && value.every((one) => typeof one === "string"));
