/**
 * Seals answers by a form's definition as the patient's page does, and opens them as the desk does.
 *
 * For tests/register/test_one_file.py, which bundles it: reads `{form, answers, key}` on standard
 * input, prints what each part held, what the desk shows, and what the form's rules object to.
 */

import { readFileSync } from "node:fs";
import { factsOf } from "../desk/facts.ts";
import {
  type Answers,
  type Context,
  check,
  type Form,
  sealEnvelope,
  split,
} from "../seal/index.ts";
import { openForm } from "./open.ts";

interface Given {
  form: Form;
  answers: Answers;
  key: { id: string; identity: string; recipient: string };
}

const { form, answers, key } = JSON.parse(readFileSync(0, "utf8")) as Given;
const place = { practice: "mast", activity: form.activity, id: "1", about: "1", key: key.id };
const parts = split(form, answers);
const held: Record<string, Answers> = {};
for (const part of form.parts) {
  const { activity, version } = form;
  const context: Context = { ...place, v: 1, form: activity, version, part, attachments: [] };
  const payload = parts[part] ?? {};
  const sealed = await sealEnvelope({ recipient: key.recipient, context, payload });
  const expected = { ...place, part };
  const read = await openForm({ form, identity: key.identity, sealed, expected });
  held[part] = read.answers;
}
const opened = Object.assign({}, ...Object.values(held)) as Answers;
const facts = factsOf(form, opened, (words) => words);
process.stdout.write(JSON.stringify({ held, facts, problems: check(form, answers) }));
