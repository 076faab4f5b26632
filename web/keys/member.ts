/** A member's own key pair, locked by a passphrase that never leaves the browser. */

import { Decrypter, Encrypter, generateHybridIdentity, identityToRecipient } from "age-encryption";
import { WrongLock } from "../seal/envelope.ts";
import { readJson, writeJson } from "../seal/json.ts";
import { hasOneLock, SCRYPT } from "../seal/locks.ts";
import type { PrivateJwk } from "../types/sealed.ts";
import { isClassIdentity, isPrivateJwk } from "./grants.ts";
import { canonical } from "./passphrase.ts";
import { newSigningKey, sign } from "./signing.ts";

/** 2^18 rounds of scrypt: about a second and 256 MiB for each guess. */
export const WORK_FACTOR = 18;
export const SIGN_IN = "quenotte-sign-in";

/** The passphrase does not open this member's file. */
export class WrongPassphrase extends Error {
  override name = "WrongPassphrase";
}

/** What the member's sealed file holds. */
export interface MemberKeys {
  v: 1;
  age: string;
  signing: PrivateJwk;
}

export const newMember = async (): Promise<MemberKeys & { recipient: string }> => {
  const age = await generateHybridIdentity();
  return { v: 1, age, signing: await newSigningKey(), recipient: await identityToRecipient(age) };
};

export const sealMember = async (
  { age, signing }: MemberKeys,
  passphrase: string,
  { workFactor = WORK_FACTOR }: { workFactor?: number } = {},
): Promise<Uint8Array> => {
  const encrypter = new Encrypter();
  encrypter.setScryptWorkFactor(workFactor);
  encrypter.setPassphrase(canonical(passphrase));
  return encrypter.encrypt(writeJson({ v: 1, age, signing }));
};

/** Takes about a second, all of it on this thread: call it in a worker. */
export const unlock = async (sealed: Uint8Array, passphrase: string): Promise<MemberKeys> => {
  if (!hasOneLock(sealed, SCRYPT)) throw new WrongLock("it is not locked by a passphrase alone");
  const decrypter = new Decrypter();
  decrypter.addPassphrase(canonical(passphrase));
  const keys = await decrypter.decrypt(sealed).then(readJson, () => {
    throw new WrongPassphrase("the passphrase does not open this file");
  });
  if (keys?.v !== 1 || !isClassIdentity(keys.age) || !isPrivateJwk(keys.signing)) {
    throw new WrongPassphrase("the file does not hold a member's keys");
  }
  return { v: 1, age: keys.age, signing: keys.signing };
};

/** Proves to the server that the member's file was opened here. */
export const signIn = (
  { signing }: Pick<MemberKeys, "signing">,
  { challenge, member }: { challenge: string; member: string },
): Promise<string> => sign({ challenge, member }, signing, SIGN_IN);
