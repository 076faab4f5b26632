/** Random ids and the secret of an appointment's one link. */

import { sha256 } from "@noble/hashes/sha2.js";
import { base64url, fromBase64url } from "./base64.ts";

const BITS_128 = 16;

const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));

/** 128 random bits, written as a lower-case UUID. */
export const newId = (): string => {
  const hex = Array.from(random(BITS_128), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
};

/** The secret in a link's fragment: 16 random bytes, base64url. */
export const newSecret = (): string => base64url(random(BITS_128));

/** What the vault keeps of a secret. Throws when the secret is not one of ours. */
export const linkHash = (secret: string): string => {
  const bytes = fromBase64url(secret);
  if (bytes.length !== BITS_128) throw new RangeError("a link's secret has 16 bytes");
  return base64url(sha256(bytes));
};
