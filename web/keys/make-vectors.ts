/**
 * Wrote the golden files of version 1: `node make-vectors.mjs tests/vectors`, from the repository's root.
 *
 * They are kept for ever: this refuses to write where one of them already stands. A later version of a
 * format adds its own files, under new names.
 */

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { sealCard } from "../open/cards.ts";
import { base64url } from "../seal/base64.ts";
import { sealEnvelope, sealReach } from "../seal/envelope.ts";
import { linkHash, newId, newSecret } from "../seal/ids.ts";
import { fingerprint } from "../seal/jws.ts";
import { RELAY_MONTHS } from "../seal/keycard.ts";
import { check, split } from "../seal/rules.ts";
import type { Answers, Form, Part } from "../types/form.ts";
import type { Context, Reach } from "../types/sealed.ts";
import { newPractice } from "./cast.ts";
import { makeGrant } from "./grants.ts";
import { toGroups } from "./groups.ts";
import { newMember, sealMember, signIn } from "./member.ts";
import { newPassphrase } from "./passphrase.ts";
import { newSigningKey, sign } from "./signing.ts";

const PRACTICE = "mast";
const ISSUED = "2026-11-23T08:00:00Z";
const MONTH = "2026-12";
/** Lower than a member's, so that the tests are quick. */
const WORK_FACTOR = 12;

const LEA: Answers = {
  whom: "self",
  first_name: "Léa",
  surname: "Rochat",
  age: 34,
  street: "Rue du Lac 5",
  postcode: "1207",
  city: "Genève",
  email: "lea.rochat@patient.example",
  telephone: "+41 22 555 01 42",
  message: "Bonjour 🙂\nJe viens avec سارة, ma fille.",
};

const HEALTH: Answers = {
  heart: "yes",
  heart_words: "Valve, 2019",
  thinner: "no",
  lungs: "unknown",
  allergy: "yes",
  allergy_words: "Pénicilline",
  pregnancy: "aloud",
};

const [folder = "tests/vectors"] = process.argv.slice(2);
const text = (name: string) => readFileSync(join(folder, name), "utf8");
const forms: Record<string, Form> = {
  appointment: JSON.parse(text("form-appointment.json")),
  questionnaire: JSON.parse(text("form-questionnaire.json")),
};

const written = new Map<string, Uint8Array | string>();
const writeLater = (name: string, content: Uint8Array | object | string) => {
  const plain = content instanceof Uint8Array || typeof content === "string";
  written.set(name, plain ? content : `${JSON.stringify(content, null, 2)}\n`);
};

const relay = await newSigningKey();
const made = await newPractice({
  practice: PRACTICE,
  relay: fingerprint(relay),
  at: new Date(ISSUED),
});
const { classes, cards, signing, succession, root } = made;
const keys = { classes, cards, signing, succession, root };
const month = await generateX25519Identity();
const member = { id: newId(), passphrase: newPassphrase("fr"), ...(await newMember()) };
const appointment = newId();
const questionnaire = newId();
const secret = newSecret();
const challenge = base64url(crypto.getRandomValues(new Uint8Array(32)));

const sealPart = async (
  activity: string,
  id: string,
  part: Part,
  key: "care" | "desk",
  given: Answers,
) => {
  const form = forms[activity];
  const payload = form && split(form, given)[part];
  if (!payload || check(form, given).length > 0) throw new Error(`${activity} breaks its rules`);
  const context: Context = {
    v: 1,
    practice: PRACTICE,
    activity,
    form: activity,
    version: form.version,
    id,
    key: keys.classes[key].id,
    part,
    about: appointment,
    attachments: [],
  };
  const { recipient } = keys.classes[key];
  return { sealed: await sealEnvelope({ recipient, context, payload }), context, payload };
};

for (const [name, made] of Object.entries({
  "envelope-appointment-core": await sealPart("appointment", appointment, "core", "desk", LEA),
  "envelope-appointment-detail": await sealPart("appointment", appointment, "detail", "desk", LEA),
  "envelope-questionnaire": await sealPart(
    "questionnaire",
    questionnaire,
    "detail",
    "care",
    HEALTH,
  ),
})) {
  writeLater(`${name}.age`, made.sealed);
  writeLater(`${name}.json`, { context: made.context, payload: made.payload });
}

const monthRecipient = await identityToRecipient(month);
const reach: Reach = {
  address: "lea.rochat@patient.example",
  channel: "email",
  language: "fr",
  secret,
};
writeLater(
  "reach.age",
  await sealReach({ recipient: monthRecipient, practice: PRACTICE, about: appointment, reach }),
);
writeLater("reach.json", {
  context: { v: 1, practice: PRACTICE, about: appointment },
  payload: reach,
});

const { card, sheet, proof } = made.first;
writeLater("key-card.jws", card);
writeLater(
  "months.jws",
  await sign({ v: 1, issued: ISSUED, months: { [MONTH]: monthRecipient } }, relay, RELAY_MONTHS),
);

writeLater("sheet.json", sheet);
writeLater("sheet-proof.jws", proof ?? "");

writeLater("member.age", await sealMember(member, member.passphrase, { workFactor: WORK_FACTOR }));
writeLater("sign-in.jws", await signIn(member, { challenge, member: member.id }));
const { id: deskKey, identity } = keys.classes.desk;
writeLater(
  "grant.age",
  await makeGrant({ recipient: member.recipient, practice: PRACTICE, key: deskKey, identity }),
);

const listCard = { name: "Léa Rochat", age: 34, telephone: "+41 22 555 01 42" };
const beside = { practice: PRACTICE, activity: "appointment", id: appointment };
writeLater(
  "card.jwe",
  await sealCard({ key: cards["cards/desk/1"] ?? "", beside, card: listCard }),
);
writeLater("card.json", { beside, card: listCard });

writeLater("keys.json", {
  practice: PRACTICE,
  ...keys,
  fingerprint: fingerprint(keys.signing),
  sheet_groups: { language: "fr", groups: toGroups(keys.root.identity, "fr") },
  relay: {
    signing: relay,
    fingerprint: fingerprint(relay),
    months: { [MONTH]: { recipient: monthRecipient, identity: month } },
  },
  member,
  challenge,
  link: { secret, hash: linkHash(secret) },
});

const present = [...written.keys()].filter((name) => existsSync(join(folder, name)));
if (present.length > 0) {
  console.error(`Golden files are kept for ever; these are already there: ${present.join(", ")}`);
  process.exit(1);
}
for (const [name, content] of written) writeFileSync(join(folder, name), content, { flag: "wx" });
console.log(`${written.size} golden files in ${folder}`);
