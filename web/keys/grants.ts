/**
 * A grant is a key of the practice, sealed to a member's key (or to the sheet's): it says whose key
 * it is, so that no server can hand out one key under another's name.
 */

import { Encrypter } from "age-encryption";
import { decrypt } from "../open/decrypt.ts";
import { fromBase64url } from "../seal/base64.ts";
import { WrongLock } from "../seal/envelope.ts";
import { isObject, readJson, writeJson } from "../seal/json.ts";
import { isPublicJwk } from "../seal/jws.ts";
import { isClassRecipient } from "../seal/recipients.ts";
import type { PrivateJwk } from "../types/sealed.ts";
import { publicHalf } from "./signing.ts";

/** A class key's `AGE-SECRET-KEY-PQ-1…`, a card key in base64url, or a signing key. */
export type Secret = string | PrivateJwk;

/** The grant is for another practice or another key, or is none. */
export class NotThisGrant extends Error {
  override name = "NotThisGrant";
}

export interface Grant {
  practice: string;
  /** `signing`, `succession`, a class key `desk/1`, or a card key `cards/desk/1`. */
  key: string;
  identity: Secret;
}

export const makeGrant = async ({
  recipient,
  practice,
  key,
  identity,
}: Grant & { recipient: string }): Promise<Uint8Array> => {
  if (!isClassRecipient(recipient)) throw new WrongLock("a grant goes to one post-quantum key");
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return encrypter.encrypt(writeJson({ v: 1, practice, key, identity }));
};

export const openGrant = async ({
  identity,
  sealed,
  practice,
  key,
}: {
  /** The member's own `AGE-SECRET-KEY-PQ-1…`. */
  identity: string;
  sealed: Uint8Array;
  practice: string;
  key: string;
}): Promise<Secret> => {
  const grant = readJson(await decrypt(identity, sealed));
  if (grant?.v !== 1) throw new NotThisGrant("it is no grant that we know");
  if (grant.practice !== practice) throw new NotThisGrant("it is a grant of another practice");
  if (grant.key !== key) throw new NotThisGrant("it is a grant of another key");
  if (!isSecret(grant.identity, key)) throw new NotThisGrant("it does not hold such a key");
  return grant.identity;
};

/** Whether this can be the secret of the key with that name. */
export const isSecret = (secret: unknown, key: string): secret is Secret => {
  if (key === "signing" || key === "succession") return isPrivateJwk(secret);
  if (typeof secret !== "string") return false;
  return key.startsWith("cards/") ? isCardKey(secret) : isClassIdentity(secret);
};

export const isPrivateJwk = (value: unknown): value is PrivateJwk =>
  isObject(value) &&
  typeof value.d === "string" &&
  /^[\w-]{43}$/.test(value.d) &&
  isPublicJwk(publicHalf(value as unknown as PrivateJwk));

/** By shape; the library checks the rest when it is used. */
export const isClassIdentity = (text: unknown): text is string =>
  typeof text === "string" && /^AGE-SECRET-KEY-PQ-1[02-9AC-HJ-NP-Z]{58}$/.test(text);

const isCardKey = (text: string): boolean => {
  try {
    return fromBase64url(text).length === 32;
  } catch {
    return false;
  }
};
