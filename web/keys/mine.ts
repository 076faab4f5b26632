/**
 * What a person's own desk remembers for them at the server, under their own signature and sealed to
 * their own key: which fingerprint each of their practices has, and the PIN of the screen lock.
 */

import { Encrypter, identityToRecipient } from "age-encryption";
import { decrypt } from "../open/decrypt.ts";
import { isObject, readJson, writeJson } from "../seal/json.ts";
import { fingerprint, readJws } from "../seal/jws.ts";
import { AnotherKey, Malformed } from "../seal/keycard.ts";
import type { MemberKeys } from "./member.ts";
import { sign } from "./signing.ts";

export const MINE = "quenotte-mine";

export interface Mine {
  /** The fingerprint of the person's own Ed25519 key. */
  person: string;
  /** Grows with each change. */
  number: number;
  /** Six digits; it guards a screen, not keys at rest. */
  pin: string | null;
  /** Slug of the practice to the fingerprint that is believed. */
  practices: Readonly<Record<string, string>>;
}

type Own = Pick<MemberKeys, "age" | "signing">;

const PIN = /^\d{6}$/;
const FINGERPRINT = /^[\w-]{43}$/;
const SLUG = /^[a-z0-9-]{1,40}$/;

/** The age file that follows `before`; the first when there is none. */
export const makeMine = async (
  own: Own,
  said: Pick<Mine, "pin" | "practices">,
  before: Mine | null = null,
): Promise<Uint8Array> => {
  const { pin, practices } = said;
  const number = (before?.number ?? 0) + 1;
  const mine = parsed({ v: 1, person: fingerprint(own.signing), number, pin, practices });
  const jws = await sign({ v: 1, ...mine }, own.signing, MINE);
  const encrypter = new Encrypter();
  encrypter.addRecipient(await identityToRecipient(own.age));
  return encrypter.encrypt(writeJson({ v: 1, jws }));
};

/** What is in it, when this person signed it. */
export const openMine = async (own: Own, sealed: Uint8Array): Promise<Mine> => {
  const held = readJson(await decrypt(own.age, sealed));
  if (held?.v !== 1 || typeof held.jws !== "string") {
    throw new Malformed("it does not hold what a person keeps for themselves");
  }
  const { payload, fingerprint: signer } = readJws(held.jws, MINE);
  const mine = parsed(payload);
  if (signer !== fingerprint(own.signing) || mine.person !== signer) {
    throw new AnotherKey("it is signed by another person");
  }
  return mine;
};

const parsed = ({ v, person, number, pin, practices }: Record<string, unknown>): Mine => {
  if (v !== 1) throw new Malformed("it is of a version that we do not know");
  if (typeof person !== "string" || !FINGERPRINT.test(person)) {
    throw new Malformed("it names no person");
  }
  if (typeof number !== "number" || !Number.isSafeInteger(number) || number < 1) {
    throw new Malformed("it has no number");
  }
  if (!(pin === null || (typeof pin === "string" && PIN.test(pin)))) {
    throw new Malformed("its PIN is not six digits");
  }
  const pins = isObject(practices) ? Object.entries(practices) : null;
  const whole = pins?.every(
    ([slug, pinned]) => SLUG.test(slug) && typeof pinned === "string" && FINGERPRINT.test(pinned),
  );
  if (!whole) throw new Malformed("it pins a practice without a fingerprint");
  return { person, number, pin, practices: practices as Record<string, string> };
};
