/**
 * Asks of the screen lock: back by PIN or passkey, as oneself or as a colleague who unlocked today. The
 * PIN is compared here and guards the screen; it protects nothing at rest.
 */

import { unlock } from "../../keys/member.ts";
import { fromBase64 } from "../../seal/base64.ts";
import { fingerprint } from "../../seal/jws.ts";
import type { Held, Inside, LockedBy } from "../protocol.ts";
import { StaysClosed } from "./closed.ts";
import type { Group } from "./group.ts";
import type { Ring } from "./index.ts";
import type { Person } from "./person.ts";

/** Whoever's session the server still holds is inside at once; another one has a challenge to answer. */
interface Back {
  person: string;
  /** The server's, when its session has to change; null when it stays the same. */
  challenge: string | null;
  idleMs: number;
}

const SIX_DIGITS = /^\d{6}$/;

/** Neither: the server's session is no longer theirs, and a challenge has to be answered. */
export interface CameBack {
  inside: Inside | null;
  proof: string | null;
}

export interface ReturningAsks {
  resume: { ask: Back & { pin: string }; answer: CameBack };
  /** The passkey's secret opens the file that was sealed for it: it has to be the same person's. */
  resumeWithPrf: { ask: Back & { prf: string; sealed: string }; answer: CameBack };
  /** The file to keep with `PUT mine`; the new PIN counts after `mineKept`. Null: none any more. */
  setPin: { ask: { pin: string | null }; answer: string };
  /** The file to keep when a practice's key was succeeded since it was trusted; null when none was. */
  newlyTrusted: { ask: null; answer: string | null };
  mineKept: { ask: null; answer: Inside };
  lockScreen: { ask: { by: LockedBy }; answer: Held[] };
}

export const returning: Group<ReturningAsks> = (ring) => ({
  resume: ({ pin, ...back }, tab) => {
    const person = ring.person(back.person);
    if (person.pin === null || pin !== person.pin) throw ring.wrongPin(person);
    return comeBack(ring, person, back, tab);
  },

  resumeWithPrf: async ({ prf, sealed, ...back }, tab) => {
    const person = ring.person(back.person);
    const keys = await unlock(fromBase64(sealed), prf);
    if (fingerprint(keys.signing) !== person.id) throw new StaysClosed("other-key");
    return comeBack(ring, person, back, tab);
  },

  setPin: ({ pin }) => {
    if (pin !== null && !SIX_DIGITS.test(pin)) throw new StaysClosed("wrong-pin");
    return ring.here().change({ pin });
  },

  newlyTrusted: async () => {
    const person = ring.here();
    const practices = person.newlyTrusted;
    return practices && person.change({ practices });
  },

  mineKept: () => {
    const person = ring.here();
    person.kept();
    return person.inside;
  },

  lockScreen: ({ by }) => ring.lockScreen(by),
});

const comeBack = async (ring: Ring, person: Person, back: Back, tab: object): Promise<CameBack> => {
  const { challenge, idleMs } = back;
  if (challenge === null) {
    if (!ring.holdsSession(person)) return { inside: null, proof: null };
    return { inside: ring.seat(person, { idleMs, tab }), proof: null };
  }
  ring.await(person);
  return { inside: null, proof: await person.answer(challenge) };
};
