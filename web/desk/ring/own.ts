/**
 * Asks about a person's own file: the same keys under another passphrase or a passkey's secret. Each
 * asks for what opens the file now: an open desk alone adds no way in.
 */

import { sha256 } from "@noble/hashes/sha2.js";
import { type MemberKeys, sealMember, unlock, WORK_FACTOR } from "../../keys/member.ts";
import { sign } from "../../keys/signing.ts";
import { base64, base64url, fromBase64 } from "../../seal/base64.ts";
import { fingerprint } from "../../seal/jws.ts";
import { StaysClosed } from "./closed.ts";
import type { Group } from "./group.ts";

export const OWN_KEY = "quenotte-own-key";
/** A passkey's secret has 256 bits: nobody guesses it, however fast. */
const PRF_WORK_FACTOR = 10;

export interface OwnAsks {
  /** Whether this secret opens that file of the person before the screen; else it is refused. */
  opens: { ask: { sealed: string; secret: string }; answer: boolean };
  /** The file for a passkey, from the one that the passphrase opens. */
  sealForPasskey: { ask: { sealed: string; passphrase: string; secret: string }; answer: string };
  /** The file for a new passphrase, and the key's own word for it. */
  sealAnew: {
    ask: { member: string; sealed: string; secret: string; passphrase: string };
    answer: { sealed: string; proof: string };
  };
}

export const own: Group<OwnAsks> = (ring) => {
  const opened = async (sealed: string, secret: string): Promise<MemberKeys> => {
    const { id } = ring.here();
    const keys = await unlock(fromBase64(sealed), secret);
    if (fingerprint(keys.signing) !== id) throw new StaysClosed("other-key");
    return keys;
  };
  return {
    opens: async ({ sealed, secret }) => {
      await opened(sealed, secret);
      return true;
    },

    sealForPasskey: async ({ sealed, passphrase, secret }) => {
      const keys = await opened(sealed, passphrase);
      return base64(await sealMember(keys, secret, { workFactor: PRF_WORK_FACTOR }));
    },

    sealAnew: async ({ member, sealed, secret, passphrase }) => {
      const keys = await opened(sealed, secret);
      const file = await sealMember(keys, passphrase, { workFactor: WORK_FACTOR });
      const said = {
        v: 1,
        member,
        previous: base64url(sha256(fromBase64(sealed))),
        sealed_key: base64url(sha256(file)),
      };
      return { sealed: base64(file), proof: await sign(said, keys.signing, OWN_KEY) };
    },
  };
};
