/**
 * The same answers under another key: opened, sealed anew, opened again and compared. What is not the
 * same to the byte is never handed on.
 */

import { sealFrame } from "../seal/envelope.ts";
import { ENVELOPE_FLOOR, payloadIn, reframe, unframe } from "../seal/frame.ts";
import { writeJson } from "../seal/json.ts";
import { decrypt } from "./decrypt.ts";
import { type Expected, readEnvelope } from "./open.ts";

/** A copy does not hold what the old one holds. */
export class NotTheSame extends Error {
  override name = "NotTheSame";
}

export interface Former {
  /** `AGE-SECRET-KEY-PQ-1…` of the former key. */
  identity: string;
  sealed: Uint8Array;
  expected: Expected;
}

export interface Next {
  /** `care/2` */
  key: string;
  identity: string;
  recipient: string;
}

/** A copy under the next key. Throws for what could not be opened where it lay, or is not the same. */
export const reseal = async (
  { identity, sealed, expected }: Former,
  next: Next,
): Promise<Uint8Array> => {
  const before = await decrypt(identity, sealed);
  const { context } = readEnvelope(before, expected);
  const renamed = { ...context, key: next.key };
  const copy = await sealFrame(next.recipient, reframe(before, renamed, ENVELOPE_FLOOR));
  checkSame(before, await decrypt(next.identity, copy), next.key);
  return copy;
};

/** Whether a copy that was made before says and holds the same; NotTheSame when it does not. */
export const compare = async (
  { identity, sealed, expected }: Former,
  copy: Pick<Next, "key" | "identity"> & { sealed: Uint8Array },
): Promise<void> => {
  const before = await decrypt(identity, sealed);
  readEnvelope(before, expected);
  checkSame(before, await decrypt(copy.identity, copy.sealed), copy.key);
};

const checkSame = (before: Uint8Array, after: Uint8Array, key: string): void => {
  if (!same(writeJson({ ...unframe(before).context, key }), contextIn(after))) {
    throw new NotTheSame("the copy says something else of itself");
  }
  if (!same(payloadIn(before), payloadIn(after))) {
    throw new NotTheSame("the copy holds something else");
  }
};

const contextIn = (bytes: Uint8Array): Uint8Array => writeJson(unframe(bytes).context);

const same = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, at) => byte === other[at]);
