/**
 * An admission: a colleague who stands in the newest roster vouches for the new key pair of somebody
 * who forgot the passphrase. It counts under that roster alone; the next one absorbs it.
 */

import { fingerprint, isPublicJwk, readJws } from "../seal/jws.ts";
import { AnotherKey, AnotherPractice, Malformed } from "../seal/keycard.ts";
import { isClassRecipient } from "../seal/recipients.ts";
import type { PrivateJwk, PublicJwk } from "../types/sealed.ts";
import { lesser } from "./roles.ts";
import { OlderRoster, type Roster, type Seat } from "./roster.ts";
import { publicHalf, sign } from "./signing.ts";

export const ADMISSION = "quenotte-admission";

export interface Admission {
  /** Whose new pair it is: a member's id. */
  member: string;
  recipient: string;
  signing: PublicJwk;
  issued: string;
  /** The colleague who signed, as the roster names them. */
  by: Seat;
}

/** Signs with the admitting member's own key. The check words are compared before, by the person. */
export const makeAdmission = (
  {
    roster,
    member,
    recipient,
    signing,
    issued,
  }: { roster: Roster; member: string; recipient: string; signing: PublicJwk; issued: string },
  own: PrivateJwk,
): Promise<string> => {
  const { practice, digest } = roster;
  const pair = { recipient, signing: publicHalf(signing) };
  return sign({ v: 1, practice, member, ...pair, issued, roster: digest }, own, ADMISSION);
};

export const readAdmission = (jws: string, roster: Roster): Admission => {
  const { payload, fingerprint: signer } = readJws(jws, ADMISSION);
  const { v, practice, member, recipient, signing, issued, roster: under } = payload;
  if (v !== 1) throw new Malformed("the admission is of a version that we do not know");
  if (practice !== roster.practice) {
    throw new AnotherPractice("the admission is another practice's");
  }
  if (under !== roster.digest) throw new OlderRoster("the admission is under another roster");
  const by = roster.members.find((seat) => fingerprint(seat.signing) === signer);
  if (!by) throw new AnotherKey("the admission is signed by nobody in the roster");
  const seat = roster.members.find(({ id }) => id === member);
  if (!seat) throw new Malformed("the admission is of somebody who is not in the roster");
  if (by.id === seat.id) throw new AnotherKey("nobody admits themselves");
  if (lesser(seat.role, by.role) !== seat.role) {
    throw new AnotherKey("the admission is signed by somebody who holds less");
  }
  if (!isClassRecipient(recipient) || !isPublicJwk(signing) || typeof issued !== "string") {
    throw new Malformed("the admission names no key pair");
  }
  // A member's last day is over for what they sign, too. Both are dates of one spelling.
  if (by.until !== null && issued.slice(0, 10) > by.until) {
    throw new AnotherKey("the admission is signed by somebody who has left");
  }
  return { member: seat.id, recipient, signing: publicHalf(signing), issued, by };
};

/** Those that hold under this roster; the others are left out, and nothing is granted to them. */
export const admissionsUnder = (roster: Roster, tokens: readonly string[]): Admission[] =>
  tokens.flatMap((token) => {
    try {
      return [readAdmission(token, roster)];
    } catch {
      return [];
    }
  });
