/** A person's own key pair as it is sent, with its own word that whoever sends it holds the private half. */

import { sha256 } from "@noble/hashes/sha2.js";
import { base64, base64url } from "../seal/base64.ts";
import type { PublicJwk } from "../types/sealed.ts";
import type { MemberKeys } from "./member.ts";
import { publicHalf, sign } from "./signing.ts";

export const OWN_PAIR = "quenotte-own-pair";

/**
 * What `join`, `forgotten`, `recovery/enter` and `setup` take: public, sealed or signed. Files and
 * proof are null for a key kept elsewhere.
 */
export interface OwnPair {
  recipient: string;
  signing: PublicJwk;
  /** Base64. */
  sealed_key: string | null;
  mine: string | null;
  /** By the pair's own key: whoever sends it holds the private half. */
  proof: string | null;
}

/** One whose files lie here. */
export type WholePair = OwnPair & Record<"sealed_key" | "mine" | "proof", string>;

/** Whose place it is for. */
export interface Place {
  /** The practice's slug. */
  practice: string;
  /** The member's id. */
  member: string;
}

/** The pair as it is sent, with its own key's word for these files and this place. */
export const provenPair = async (
  { recipient, signing }: Pick<MemberKeys, "signing"> & { recipient: string },
  { sealed, mine }: Record<"sealed" | "mine", Uint8Array>,
  { practice, member }: Place,
): Promise<WholePair> => {
  const digests = { sealed_key: digest(sealed), mine: digest(mine) };
  const proof = await sign({ v: 1, practice, member, recipient, ...digests }, signing, OWN_PAIR);
  const files = { sealed_key: base64(sealed), mine: base64(mine) };
  return { recipient, signing: publicHalf(signing), ...files, proof };
};

const digest = (file: Uint8Array): string => base64url(sha256(file));
