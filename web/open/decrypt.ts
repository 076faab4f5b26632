/** Opens one age file with one post-quantum key, at the practice. The patient's page never loads this. */

import { Decrypter } from "age-encryption";
import { WrongLock } from "../seal/envelope.ts";
import { hasOneLock, MLKEM768_X25519 } from "../seal/locks.ts";

/** This key does not open it, or the file is damaged. */
export class CannotOpen extends Error {
  override name = "CannotOpen";
}

export const decrypt = async (identity: string, sealed: Uint8Array): Promise<Uint8Array> => {
  // A second lock would mean that somebody else can open it as well.
  if (!hasOneLock(sealed, MLKEM768_X25519)) throw new WrongLock("it has not one post-quantum lock");
  const decrypter = new Decrypter();
  try {
    decrypter.addIdentity(identity);
    return await decrypter.decrypt(sealed);
  } catch {
    throw new CannotOpen("this key does not open it");
  }
};
