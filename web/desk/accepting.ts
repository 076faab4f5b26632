/**
 * What the practice accepts when it accepts its hosting: the facts as this page shows them. The digest
 * is made here, from those words; a server's own digest could stand for other facts (P17).
 */

import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { utf8 } from "../seal/json.ts";

/** In the order of the vault's canonical form (`hosting.digest`). */
const NAMES = [
  "activities",
  "certificate",
  "country",
  "name",
  "place",
  "valid_until",
  "version",
] as const;

export interface HostFact {
  name: string;
  text: string;
}

/** What the server shows of the host, and what it says that the digest of it is. */
export interface Hosted {
  facts: readonly HostFact[];
  digest: string | null;
}

/** The digest of these facts; null when a name is not known, or stands there twice. */
export const digestOf = (facts: readonly HostFact[]): string | null => {
  const said = new Map(facts.map(({ name, text }) => [name, text]));
  const known = [...said.keys()].every((name) => (NAMES as readonly string[]).includes(name));
  if (!known || said.size !== facts.length) return null;
  const canonical = Object.fromEntries(NAMES.map((name) => [name, said.get(name) ?? ""]));
  return bytesToHex(sha256(utf8(JSON.stringify(canonical))));
};

/** Whether the server's digest is that of the facts which it shows. */
export const isWhole = ({ facts, digest }: Hosted): boolean =>
  digest === null || digest === digestOf(facts);
