/**
 * Writes the demo's key bundle: `node make-bundle.mjs OUT`.
 *
 * Secrets and passphrases in clear: good for the sample practice alone. Its signing key is the same for
 * ever, so that every release knows its fingerprint and refuses it wherever it is no demo; the other keys
 * are fresh at every build.
 */

import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { base64 } from "../seal/base64.ts";
import { fingerprint } from "../seal/jws.ts";
import { readKeyCard } from "../seal/keycard.ts";
import type { ClassName, PrivateJwk } from "../types/sealed.ts";
import { toGroups } from "./groups.ts";
import { newMember, sealMember } from "./member.ts";
import { makeMine } from "./mine.ts";
import { newPassphrase } from "./passphrase.ts";
import type { Role } from "./roles.ts";
import { publicHalf } from "./signing.ts";
import { turn } from "./turn.ts";

const PRACTICE = "lac";
/** Its passphrases stand in the page beside the desk: nobody has to guess them, and slowness helps nobody. */
const WORK_FACTOR = 14;
const LANGUAGE = "fr";

/** No secret: everybody has it. Its fingerprint stands in `vault/practices/demo_keys.py`. */
const SIGNING: PrivateJwk = {
  kty: "OKP",
  crv: "Ed25519",
  x: "C4zxl-0ptoNtc5c97Q9q09PB_BvLCbzUslu49pu-cpM",
  d: "zZGkvNT1lZUjz0P-uk6eeRP70-HbryZolhzjEERLbDI",
};

const TEAM: { id: string; name: string; role: Role }[] = [
  { id: "mottet", name: "Dre Anne Mottet", role: "PRACTITIONER" },
  { id: "ines", name: "Inès R.", role: "ASSISTANT" },
  { id: "nadia", name: "Nadia B.", role: "SECRETARY" },
];

/** RFC 9562, UUIDv5 in the namespace of URLs: `sample_vault.member_id` makes the same out of the name. */
const memberId = (name: string): string => {
  const namespace = Buffer.from("6ba7b8119dad11d180b400c04fd430c8", "hex");
  const hash = createHash("sha1").update(namespace).update(`quenotte:demo:${name}`).digest();
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString("hex").slice(0, 32);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
};

const person = async ({ id, name, role }: (typeof TEAM)[number]) => {
  const keys = await newMember();
  const passphrase = newPassphrase(LANGUAGE);
  const { recipient } = keys;
  const signing = publicHalf(keys.signing);
  const practices = { [PRACTICE]: fingerprint(SIGNING) };
  return {
    seat: { id: memberId(id), name, role, recipient, signing, until: null },
    held: {
      id,
      name,
      role: role.toLowerCase(),
      recipient,
      signing,
      sealed_key: base64(await sealMember(keys, passphrase, { workFactor: WORK_FACTOR })),
      mine: base64(await makeMine(keys, { pin: null, practices })),
      passphrase,
    },
  };
};

const bundle = async () => {
  const team = await Promise.all(TEAM.map(person));
  const [member, ...others] = team.map(({ seat }) => seat);
  if (!member) throw new Error("the demo has nobody");
  const made = await turn(null, {
    why: "first",
    practice: PRACTICE,
    relay: "-".repeat(43), // each demo has a relay of its own: the vault signs the card anew
    member,
    team: others,
    keep: { signing: SIGNING, classes: {}, cards: {} },
    at: new Date(),
  });
  const { card, roster, grants, sheet } = made.turn;
  const { keys } = readKeyCard({ jws: card, practice: PRACTICE });
  const named = (name: ClassName) => ({
    ...keys[name],
    identity: made.held.classes[keys[name].id],
  });
  return {
    practice: PRACTICE,
    signing: SIGNING,
    succession: made.paper.succession,
    fingerprint: fingerprint(SIGNING),
    keys: { care: named("care"), desk: named("desk"), rights: named("rights") },
    cards: made.held.cards,
    root: made.paper.root,
    sheet_groups: toGroups(made.paper.root, LANGUAGE),
    sheet,
    roster,
    members: team.map(({ seat, held }) => ({
      ...held,
      grants: grants
        .filter(({ member }) => member === seat.id)
        .map(({ key, sealed }) => ({ key, sealed })),
    })),
  };
};

const [out] = process.argv.slice(2);
if (!out) {
  console.error("make-bundle needs the name of the file to write");
  process.exit(2);
}
writeFileSync(out, `${JSON.stringify(await bundle(), null, 1)}\n`);
