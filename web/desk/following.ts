/**
 * What the practice signs when it chooses (adr 15). The number and the digest of the choices before it
 * are read from those, after their signature was checked: a server can bring back nothing old.
 */

import { sha256 } from "@noble/hashes/sha2.js";
import { base64url } from "../seal/base64.ts";
import { isObject, type JsonObject, utf8 } from "../seal/json.ts";
import { readJws } from "../seal/jws.ts";

export const CHOICES_TYP = "quenotte-choices";

/** What is said to come before was not signed by this practice. */
export class NotOurs extends Error {
  override name = "NotOurs";
}

export interface Following {
  /** The choices that count now, as signed; null for a practice that never chose. */
  previous: string | null;
  choices: object;
  practice: string;
  /** The practice's fingerprints, former ones too: what an earlier key signed counts on. */
  chain: readonly string[];
  at: Date;
}

export const following = ({ previous, choices, practice, chain, at }: Following): object => ({
  v: 1,
  practice,
  number: previous === null ? 1 : signedBefore(previous, practice, chain).number + 1,
  previous: previous === null ? null : base64url(sha256(utf8(previous))),
  issued: at.toISOString().replace(/\.\d+Z$/, "Z"),
  choices,
});

/** What the choices before say, once it is certain that this practice signed them. */
export const signedBefore = (
  token: string,
  practice: string,
  chain: readonly string[],
): { number: number; choices: JsonObject } => {
  const { payload, fingerprint: signer } = readJws(token, CHOICES_TYP);
  const { number, choices } = payload;
  if (!chain.includes(signer) || payload.practice !== practice || typeof number !== "number") {
    throw new NotOurs("the choices before are not this practice's");
  }
  return { number, choices: isObject(choices) ? choices : {} };
};
