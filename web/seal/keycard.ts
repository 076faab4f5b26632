/** Reads the two signed lists of keys that a page seals to: the practice's card, the relay's months. */

import type { ClassKey, ClassName, KeyCard, MonthKeys } from "../types/sealed.ts";
import { isObject, type JsonObject } from "./json.ts";
import { isPublicJwk, readJws } from "./jws.ts";
import { isClassRecipient, isMonthRecipient } from "./recipients.ts";

export const KEY_CARD = "quenotte-key-card";
export const RELAY_MONTHS = "quenotte-relay-months";

/** The card is another practice's. */
export class AnotherPractice extends Error {
  override name = "AnotherPractice";
}

/** It is signed, but not by the key that we were told to trust. */
export class AnotherKey extends Error {
  override name = "AnotherKey";
}

/** It is signed by the right key and still not what it should be. */
export class Malformed extends Error {
  override name = "Malformed";
}

const FINGERPRINT = /^[\w-]{43}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/** The card of this practice. `pinned` is the fingerprint that the link carried, if it carried one. */
export const readKeyCard = ({
  jws,
  practice,
  pinned,
}: {
  jws: string;
  practice: string;
  pinned?: string | undefined;
}): KeyCard => {
  const { payload, fingerprint } = readJws(jws, KEY_CARD);
  if (pinned !== undefined && pinned !== fingerprint) {
    throw new AnotherKey("the key card is signed by another key than the link names");
  }
  if (payload.practice !== practice)
    throw new AnotherPractice("the key card is another practice's");
  const { v, serial, issued, keys, succession, relay } = payload;
  if (v !== 1) throw new Malformed("the key card is of a version that we do not know");
  if (typeof serial !== "number" || !Number.isSafeInteger(serial) || serial < 1) {
    throw new Malformed("the key card has no serial number");
  }
  if (!matches(issued, INSTANT)) throw new Malformed("the key card has no date");
  if (!isPublicJwk(succession)) throw new Malformed("the key card has no succession key");
  if (!matches(relay, FINGERPRINT)) throw new Malformed("the key card names no relay");
  if (!isObject(keys)) throw new Malformed("the key card has no keys");
  return {
    practice,
    serial,
    issued,
    keys: {
      care: classKey(keys, "care"),
      desk: classKey(keys, "desk"),
      rights: classKey(keys, "rights"),
    },
    succession: { kty: succession.kty, crv: succession.crv, x: succession.x },
    relay,
    fingerprint,
  };
};

/** The relay's month keys, signed by the relay that the key card names. */
export const readMonthKeys = ({
  jws,
  fingerprint,
}: {
  jws: string;
  fingerprint: string;
}): MonthKeys => {
  const signed = readJws(jws, RELAY_MONTHS);
  if (signed.fingerprint !== fingerprint) {
    throw new AnotherKey("the month keys are signed by another relay than the key card names");
  }
  const { v, issued, months } = signed.payload;
  if (v !== 1 || !matches(issued, INSTANT) || !isObject(months)) {
    throw new Malformed("the month keys are not of a shape that we know");
  }
  const keys = new Map<string, string>();
  for (const [month, recipient] of Object.entries(months)) {
    if (!MONTH.test(month) || !isMonthRecipient(recipient)) {
      throw new Malformed("a month key is not one X25519 recipient");
    }
    keys.set(month, recipient);
  }
  return { issued, months: keys };
};

const classKey = (keys: JsonObject, name: ClassName): ClassKey => {
  const key = keys[name];
  if (!isObject(key)) throw new Malformed(`the key card has no ${name} key`);
  const { id, recipient } = key;
  if (!matches(id, new RegExp(`^${name}/[1-9]\\d{0,8}$`)) || !isClassRecipient(recipient)) {
    throw new Malformed(`the ${name} key is not one post-quantum recipient`);
  }
  return { id, recipient };
};

const matches = (value: unknown, shape: RegExp): value is string =>
  typeof value === "string" && shape.test(value);
