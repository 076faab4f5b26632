/** Asks of the door: open somebody's file with a passphrase, then take what the server answers. */

import { unlock as openFile, WrongPassphrase } from "../../keys/member.ts";
import { fromBase64 } from "../../seal/base64.ts";
import type { SignedIn } from "../api.ts";
import type { Held, Inside } from "../protocol.ts";
import { StaysClosed } from "./closed.ts";
import type { Group } from "./group.ts";
import { Person } from "./person.ts";
import { Slowness } from "./slowness.ts";

export interface EnteringAsks {
  inside: { ask: null; answer: Inside | null };
  /** Who unlocked today and can come back with a PIN. */
  held: { ask: null; answer: Held[] };
  /** The sign-in's proof. A passkey's secret opens its own file like a passphrase. */
  unlock: {
    ask: { sealedKey: string; passphrase: string; challenge: string; member: string };
    answer: string;
  };
  /** Somebody did not get in: what they opened is dropped. Who else can come back. */
  stayOut: { ask: null; answer: Held[] };
  enter: { ask: { signedIn: SignedIn; idleMs: number }; answer: Inside };
}

export const entering: Group<EnteringAsks> = (ring) => {
  const slowness = new Slowness();
  return {
    inside: () => ring.inside,
    held: () => ring.held,

    unlock: async ({ sealedKey, passphrase, challenge, member }) => {
      ring.entering();
      slowness.check(member);
      const keys = await openFile(fromBase64(sealedKey), passphrase).catch((error) => {
        if (!(error instanceof WrongPassphrase)) throw error;
        throw new StaysClosed("wrong-passphrase", slowness.wrong(member));
      });
      slowness.right(member);
      const person = await Person.of(keys, member);
      ring.await(person);
      return person.answer(challenge);
    },

    stayOut: () => {
      ring.entering();
      return ring.held;
    },

    enter: async ({ signedIn, idleMs }, tab) => {
      const person = ring.entering();
      if (!person) throw new StaysClosed("locked");
      await person.take(signedIn);
      return ring.seat(person, { idleMs, tab });
    },
  };
};
