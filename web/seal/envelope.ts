/**
 * Seals what a patient sends: envelopes to a class key of the practice, reaches to the relay.
 *
 * One lock a file, and its kind is checked twice: the recipient before, our own output after.
 */

import { Encrypter } from "age-encryption";
import type { Context, Reach } from "../types/sealed.ts";
import { ENVELOPE_FLOOR, frame, REACH_FLOOR } from "./frame.ts";
import { hasOneLock, MLKEM768_X25519, X25519 } from "./locks.ts";
import { isClassRecipient, isMonthRecipient } from "./recipients.ts";

/** The key is not of the kind that we seal to, or the sealed file has not exactly one such lock. */
export class WrongLock extends Error {
  override name = "WrongLock";
}

export interface ToSeal {
  /** One `age1pq1…` recipient of a class key. */
  recipient: string;
  context: Context;
  payload: object;
}

export const sealEnvelope = async ({
  recipient,
  context,
  payload,
}: ToSeal): Promise<Uint8Array> => {
  if (!isClassRecipient(recipient))
    throw new WrongLock("a class key is one post-quantum recipient");
  return seal(recipient, frame(context, payload, ENVELOPE_FLOOR), MLKEM768_X25519);
};

/** The same for a frame that exists: sealed anew, at the practice. */
export const sealFrame = (recipient: string, framed: Uint8Array): Promise<Uint8Array> => {
  if (!isClassRecipient(recipient))
    throw new WrongLock("a class key is one post-quantum recipient");
  return seal(recipient, framed, MLKEM768_X25519);
};

export interface ToReach {
  /** The relay's `age1…` recipient of the month in which the reach is last usable. */
  recipient: string;
  practice: string;
  about: string;
  reach: Reach;
}

export const sealReach = async ({
  recipient,
  practice,
  about,
  reach,
}: ToReach): Promise<Uint8Array> => {
  if (!isMonthRecipient(recipient)) throw new WrongLock("a month key is one X25519 recipient");
  return seal(recipient, frame({ v: 1, practice, about }, reach, REACH_FLOOR), X25519);
};

const seal = async (recipient: string, bytes: Uint8Array, lock: string): Promise<Uint8Array> => {
  const encrypter = new Encrypter();
  try {
    encrypter.addRecipient(recipient);
  } catch {
    throw new WrongLock("the key is damaged");
  }
  const sealed = await encrypter.encrypt(bytes);
  if (!hasOneLock(sealed, lock)) throw new WrongLock("the sealed file has another lock");
  return sealed;
};
