/**
 * What the practice signs for its Publisher (adr 16): the agreement, and instructions of which each
 * follows the one before. The number is read from that one, after its signature was checked.
 */

import { sha256 } from "@noble/hashes/sha2.js";
import { base64url } from "../seal/base64.ts";
import { utf8 } from "../seal/json.ts";
import { readJws } from "../seal/jws.ts";
import { NotOurs } from "./following.ts";

export const AGREEMENT_TYP = "quenotte-agreement";
export const INSTRUCTION_TYP = "quenotte-instruction";

/** Who signs what, when. */
export interface Signer {
  practice: string;
  /** The member's id. */
  member: string;
  at: Date;
}

/** What is told: acts, until further notice or for one occasion; or an earlier one taken back. */
export interface Told {
  acts: readonly string[];
  /** The last day, `2026-12-24`; null until further notice. */
  until: string | null;
  about: string | null;
  withdraws: number | null;
}

const signedBy = ({ practice, member, at }: Signer): object => ({
  v: 1,
  practice,
  member,
  issued: at.toISOString().replace(/\.\d+Z$/, "Z"),
});

const digest = (text: string): string => base64url(sha256(utf8(text)));

/** The very text that was shown: a server's own digest could stand for another one. */
export const agreeing = (text: string, signer: Signer): object => ({
  ...signedBy(signer),
  text: digest(text),
});

/** `chain`: the practice's fingerprints, former ones too, since what an earlier key signed counts on. */
export const telling = (
  { acts, until, about, withdraws }: Told,
  previous: string | null,
  chain: readonly string[],
  signer: Signer,
): object => ({
  ...signedBy(signer),
  number: previous === null ? 1 : numberOf(previous, signer.practice, chain) + 1,
  previous: previous === null ? null : digest(previous),
  acts,
  until,
  about,
  withdraws,
});

const numberOf = (token: string, practice: string, chain: readonly string[]): number => {
  const { payload, fingerprint } = readJws(token, INSTRUCTION_TYP);
  const { number } = payload;
  if (!chain.includes(fingerprint) || payload.practice !== practice || typeof number !== "number") {
    throw new NotOurs("the instruction before is not this practice's");
  }
  return number;
};
