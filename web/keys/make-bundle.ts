/**
 * Writes the demo's key bundle: `node make-bundle.mjs OUT`.
 *
 * Secrets and passphrases in clear: good for the sample practice alone. Its signing key is the same for
 * ever, so that every release knows its fingerprint and refuses it wherever it is no demo; the other keys
 * are fresh at every build.
 */

import { writeFileSync } from "node:fs";
import { base64 } from "../seal/base64.ts";
import { fingerprint } from "../seal/jws.ts";
import type { PrivateJwk } from "../types/sealed.ts";
import { makeGrant } from "./grants.ts";
import { toGroups } from "./groups.ts";
import { newMember, sealMember } from "./member.ts";
import { newPassphrase } from "./passphrase.ts";
import { GRANTS_OF, grantable, newPracticeKeys, type PracticeKeys, type Role } from "./practice.ts";
import { sealToSheet } from "./sheet.ts";
import { publicHalf } from "./signing.ts";

const PRACTICE = "lac";
const LANGUAGE = "fr";

/** No secret: everybody has it. Its fingerprint stands in `vault/practices/demo_keys.py`. */
const SIGNING: PrivateJwk = {
  kty: "OKP",
  crv: "Ed25519",
  x: "C4zxl-0ptoNtc5c97Q9q09PB_BvLCbzUslu49pu-cpM",
  d: "zZGkvNT1lZUjz0P-uk6eeRP70-HbryZolhzjEERLbDI",
};

const TEAM: { id: string; name: string; role: Role }[] = [
  { id: "mottet", name: "Dre Anne Mottet", role: "practitioner" },
  { id: "ines", name: "Inès R.", role: "assistant" },
  { id: "nadia", name: "Nadia B.", role: "secretary" },
];

const member = async ({ id, name, role }: (typeof TEAM)[number], practice: PracticeKeys) => {
  const keys = await newMember();
  const passphrase = newPassphrase(LANGUAGE);
  const secrets = grantable(practice);
  const grants = [];
  for (const key of GRANTS_OF[role]) {
    const identity = secrets[key];
    if (identity === undefined) throw new Error(`there is no ${key} to grant`);
    const grant = { recipient: keys.recipient, practice: PRACTICE, key, identity };
    grants.push({ key, sealed: base64(await makeGrant(grant)) });
  }
  return {
    id,
    name,
    role,
    recipient: keys.recipient,
    signing: publicHalf(keys.signing),
    sealed_key: base64(await sealMember(keys, passphrase)),
    passphrase,
    grants,
  };
};

const bundle = async () => {
  const keys = { ...(await newPracticeKeys()), signing: SIGNING };
  const members = [];
  for (const one of TEAM) members.push(await member(one, keys));
  return {
    practice: PRACTICE,
    signing: keys.signing,
    succession: keys.succession,
    fingerprint: fingerprint(keys.signing),
    keys: keys.classes,
    cards: keys.cards,
    root: keys.root.identity,
    sheet_groups: toGroups(keys.root.identity, LANGUAGE),
    sheet: await sealToSheet(keys, PRACTICE),
    members,
  };
};

const [out] = process.argv.slice(2);
if (!out) {
  console.error("make-bundle needs the name of the file to write");
  process.exit(2);
}
writeFileSync(out, `${JSON.stringify(await bundle(), null, 1)}\n`);
