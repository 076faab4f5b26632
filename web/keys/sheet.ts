/**
 * The recovery sheet: what is sealed to its root key, and the proof that the printed key opens it.
 *
 * No public key of a practice is published before this proof, which only somebody can make who has
 * typed the root key back from paper.
 */

import { sha256 } from "@noble/hashes/sha2.js";
import { identityToRecipient } from "age-encryption";
import { base64, base64url, fromBase64 } from "../seal/base64.ts";
import { utf8 } from "../seal/json.ts";
import { fingerprint } from "../seal/jws.ts";
import { readKeyCard } from "../seal/keycard.ts";
import type { KeyCard, PrivateJwk } from "../types/sealed.ts";
import { isPrivateJwk, makeGrant, openGrant, type Secret } from "./grants.ts";
import { sign } from "./signing.ts";

export const SHEET_PROOF = "quenotte-sheet-proof";

/** A key, sealed to the sheet's root key; base64. */
export interface SheetFile {
  key: string;
  sealed: string;
}

/** What lies under the root key is not what the key card says. */
export class NotThisSheet extends Error {
  override name = "NotThisSheet";
}

/** Seals secrets, by name, to a sheet's public half. */
export const sealToSheet = (
  secrets: Readonly<Record<string, Secret>>,
  { recipient, practice }: { recipient: string; practice: string },
): Promise<SheetFile[]> =>
  Promise.all(
    Object.entries(secrets).map(async ([key, identity]) => ({
      key,
      sealed: base64(await makeGrant({ recipient, practice, key, identity })),
    })),
  );

/** Everything on the sheet, opened with its root key. Throws for the sheet of another practice. */
export const openSheet = async ({
  root,
  sheet,
  practice,
}: Omit<ToProve, "card">): Promise<Map<string, Secret>> => {
  const secrets = new Map<string, Secret>();
  for (const { key, sealed } of sheet) {
    const file = { identity: root, sealed: fromBase64(sealed), practice, key };
    secrets.set(key, await openGrant(file));
  }
  return secrets;
};

export interface ToProve {
  /** The root key, as it was read back from paper. */
  root: string;
  sheet: SheetFile[];
  practice: string;
  /** The key card, JWS. */
  card: string;
}

/** Opens every file of the sheet, compares it with the key card, and signs that it did. */
export const proveSheet = async ({ root, sheet, practice, card }: ToProve): Promise<string> => {
  const secrets = await openSheet({ root, sheet, practice });
  const succession = signingKey(secrets, "succession");
  const published = readKeyCard({
    jws: card,
    practice,
    pinned: fingerprint(signingKey(secrets, "signing")),
  });
  if (fingerprint(published.succession) !== fingerprint(succession)) {
    throw new NotThisSheet("the sheet holds another succession key than the key card");
  }
  await compareClasses(secrets, published);
  return sign({ practice, card: base64url(sha256(utf8(card))) }, succession, SHEET_PROOF);
};

const signingKey = (secrets: Map<string, Secret>, key: string): PrivateJwk => {
  const secret = secrets.get(key);
  if (!isPrivateJwk(secret)) throw new NotThisSheet(`the sheet holds no ${key} key`);
  return secret;
};

/** Whether the sheet's class keys are those that the card publishes: NotThisSheet, else. */
export const compareClasses = async (
  secrets: ReadonlyMap<string, Secret>,
  card: KeyCard,
): Promise<void> => {
  for (const { id, recipient } of Object.values(card.keys)) {
    const identity = secrets.get(id);
    if (typeof identity !== "string" || (await identityToRecipient(identity)) !== recipient) {
      throw new NotThisSheet(`the sheet holds another ${id} key than the key card`);
    }
  }
};
