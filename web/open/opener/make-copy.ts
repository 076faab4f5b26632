/** For tests: a copy of a made-up practice as the vault writes it, and the sheet that opens it. */

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { type Cast, newPractice } from "../../keys/cast.ts";
import { base64 } from "../../seal/base64.ts";
import { sealEnvelope } from "../../seal/envelope.ts";
import { newId } from "../../seal/ids.ts";
import type { Form } from "../../types/form.ts";
import type { Context } from "../../types/sealed.ts";
import { COPY } from "./copy.ts";

const VECTORS = new URL("../../../tests/vectors/", import.meta.url);
const form = (name: string): Form =>
  JSON.parse(readFileSync(new URL(`form-${name}.json`, VECTORS), "utf8"));

export interface Made {
  cast: Cast;
  lines: string[];
  /** With its end. */
  text: string;
}

export const makeCopy = async ({ patients = 3, practice = "mast" } = {}): Promise<Made> => {
  const cast = await newPractice({ practice });
  const header = {
    v: 1,
    kind: COPY,
    practice: { slug: practice, name: "Cabinet Mast", zone: "Europe/Zurich" },
    made: "2026-11-23T08:00:00Z",
    cards: [cast.first.card],
    successions: [],
    sheet: cast.first.sheet,
    forms: [form("appointment"), form("questionnaire")],
  };
  const lines = [JSON.stringify(header)];
  for (let number = 1; number <= patients; number++) {
    for (const line of await patient(cast, number)) lines.push(JSON.stringify(line));
  }
  return { cast, lines, text: ended(lines) };
};

/** The lines with the end that fits them. */
export const ended = (lines: readonly string[]): string => {
  const before = lines.map((line) => `${line}\n`).join("");
  const sha256 = createHash("sha256").update(before).digest("hex");
  return `${before}${JSON.stringify({ end: lines.length - 1, sha256 })}\n`;
};

const patient = async (cast: Cast, number: number) => {
  const about = newId();
  const core = { whom: "self", first_name: `Léa ${number}`, surname: "Rochat", age: 34 };
  return [
    await line(cast, { activity: "appointment", id: about, about, part: "core" }, core),
    await line(
      cast,
      { activity: "appointment", id: about, about, part: "detail" },
      {
        message: "After four o'clock",
      },
    ),
    await line(
      cast,
      { activity: "questionnaire", id: newId(), about, part: "detail" },
      {
        heart: "yes",
        of_another_year: "told then",
      },
    ),
  ];
};

type Where = Pick<Context, "activity" | "id" | "about" | "part">;

const line = async (cast: Cast, where: Where, payload: object) => {
  const { id: key, recipient } = cast.classes[where.activity === "appointment" ? "desk" : "care"];
  const version = form(where.activity).version;
  const context: Context = {
    v: 1,
    practice: cast.practice,
    ...where,
    form: where.activity,
    version,
    key,
    attachments: [],
  };
  const age = base64(await sealEnvelope({ recipient, context, payload: payload as never }));
  const start = "2026-11-26T13:30:00Z";
  const said = { received_at: "2026-11-23T07:10:00Z", start, status: "CONFIRMED", version };
  return { ...where, key, age, ...said };
};
