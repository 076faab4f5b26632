/**
 * Who signs for the practice after whom. A link on paper pins a fingerprint for years; when the key
 * behind it was handed over since, its successor is found here, or nothing is sealed.
 */

import { readJws, fingerprint as thumbprint } from "./jws.ts";
import { AnotherKey, AnotherPractice, Malformed, readKeyCard } from "./keycard.ts";

export const SUCCESSION = "quenotte-succession";

export interface Succession {
  practice: string;
  /** Fingerprints of two signing keys of the practice. */
  from: string;
  to: string;
  /** Signed by the key `from`, or by the succession key that only the recovery sheet carries. */
  by: "key" | "sheet";
  issued: string;
}

/** One key has two successors, or a key succeeds itself: somebody forged a past. */
export class Forked extends Error {
  override name = "Forked";
}

const FINGERPRINT = /^[\w-]{43}$/;
const MOST = 100;

export const readSuccession = (jws: string, practice: string): Succession => {
  const { payload, fingerprint } = readJws(jws, SUCCESSION);
  const { v, from, to, by, under, issued } = payload;
  if (v !== 1) throw new Malformed("the succession is of a version that we do not know");
  if (payload.practice !== practice) {
    throw new AnotherPractice("the succession is another practice's");
  }
  if (!isFingerprint(from) || !isFingerprint(to) || typeof issued !== "string") {
    throw new Malformed("the succession names no keys");
  }
  if (by !== "key" && by !== "sheet") throw new Malformed("the succession names no signer");
  if (typeof under !== "string") throw new Malformed("the succession names no key card");
  const card = readKeyCard({ jws: under, practice, pinned: from });
  const signer = by === "key" ? from : thumbprint(card.succession);
  if (fingerprint !== signer) throw new AnotherKey("the succession is signed by another key");
  return { practice, from, to, by, issued };
};

/**
 * The fingerprints from a pinned one to the newest, both included. Throws when one of them does not
 * hold, when a key has two successors, or when they lead in a circle.
 */
export const walk = (pinned: string, tokens: readonly string[], practice: string): string[] => {
  if (tokens.length > MOST) throw new Forked("the practice has too many successors");
  const next = new Map<string, string>();
  for (const token of tokens) {
    const { from, to } = readSuccession(token, practice);
    if ((next.get(from) ?? to) !== to) throw new Forked("a key has two successors");
    next.set(from, to);
  }
  const walked = [pinned];
  for (let at = next.get(pinned); at !== undefined; at = next.get(at)) {
    if (walked.includes(at)) throw new Forked("the successors lead in a circle");
    walked.push(at);
  }
  return walked;
};

const isFingerprint = (value: unknown): value is string =>
  typeof value === "string" && FINGERPRINT.test(value);
