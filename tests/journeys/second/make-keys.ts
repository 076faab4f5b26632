/**
 * For the journeys: a second practice for somebody of the demo, with keys of its own and one sealed request.
 * Reads `{member, mine, home, practice, relay, id, submission, surname}` from the standard input.
 */

import { readFileSync } from "node:fs";
import { unlock } from "../../../web/keys/member.ts";
import { makeMine, openMine } from "../../../web/keys/mine.ts";
import { publicHalf } from "../../../web/keys/signing.ts";
import { prove, turn } from "../../../web/keys/turn.ts";
import { base64, fromBase64 } from "../../../web/seal/base64.ts";
import { sealEnvelope } from "../../../web/seal/envelope.ts";
import { readKeyCard } from "../../../web/seal/keycard.ts";

const asked = JSON.parse(readFileSync(0, "utf8"));
const { practice, member, relay, id, submission, surname } = asked;
const own = await unlock(fromBase64(member.sealed_key), member.passphrase);
const pair = { recipient: member.recipient, signing: publicHalf(own.signing) };
const seat = { id, name: member.name, role: "PRACTITIONER" as const, ...pair, until: null };
const made = await turn(null, { why: "first", practice, relay, member: seat, at: new Date() });
const first = await prove(made, made.paper.root);
const card = readKeyCard({ jws: first.card, practice });
const before = await openMine(own, fromBase64(asked.mine));
const practices = { ...before.practices, [practice]: card.fingerprint };
const { id: key, recipient } = card.keys.desk;
const part = async (name: string, payload: object) => ({
  part: name,
  age: base64(
    await sealEnvelope({
      recipient,
      payload,
      context: {
        v: 1,
        practice,
        activity: "appointment",
        form: "appointment",
        version: "0123456789ab",
        id: submission,
        key,
        part: name,
        about: submission,
        attachments: [],
      },
    }),
  ),
});
const parts = [
  await part("core", { first_name: "Léa", surname, age: 34, email: "lea@patient.example" }),
  await part("detail", {}),
];
const mine = base64(await makeMine(own, { pin: before.pin, practices }, before));
process.stdout.write(
  JSON.stringify({ turn: first, mine, parts, fingerprint: card.fingerprint }),
);
