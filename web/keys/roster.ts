/**
 * The roster: to whom the practice's keys may be granted, signed by the practice itself.
 *
 * A grant is an age file that anybody with a recipient could make, and a member's row is the server's
 * word. So a desk grants to whoever stands here, and to nobody else.
 */

import { sha256 } from "@noble/hashes/sha2.js";
import { base64url, fromBase64url } from "../seal/base64.ts";
import { isObject, type JsonObject, utf8 } from "../seal/json.ts";
import { isPublicJwk, readJws } from "../seal/jws.ts";
import { AnotherKey, AnotherPractice, Malformed } from "../seal/keycard.ts";
import { isClassRecipient } from "../seal/recipients.ts";
import type { KeyCard, PrivateJwk, PublicJwk } from "../types/sealed.ts";
import type { Admission } from "./admission.ts";
import { isRole, LISTED, lesser, type Role } from "./roles.ts";
import { publicHalf, sign } from "./signing.ts";

export const ROSTER = "quenotte-roster";

/** The roster is older than one that this desk knows, or than the key card beside it. */
export class OlderRoster extends Error {
  override name = "OlderRoster";
}

/** One member, as the practice signed it: the public halves of their own keys, and what they may hold. */
export interface Seat {
  /** The member's id. */
  id: string;
  name: string;
  role: Role;
  /** `age1pq…`: grants are sealed to this. */
  recipient: string;
  signing: PublicJwk;
  /** The last day, `YYYY-MM-DD`, if there is one. */
  until: string | null;
}

export interface Roster {
  practice: string;
  number: number;
  /** The digest of the roster before; null for the first. */
  previous: string | null;
  issued: string;
  /** The recovery sheet's public half, `age1pq…`. */
  sheet: string;
  members: Seat[];
  /** The list cards' keys by name, each as base64url(SHA-256(32 bytes)). */
  cards: Readonly<Record<string, string>>;
  /** What the next one names as `previous`, and an admission as `roster`. */
  digest: string;
}

/** base64url(SHA-256(token)), as every signed thing here names another. */
export const digestOf = (token: string): string => base64url(sha256(utf8(token)));

/** How a roster names a list cards' key without telling it. */
export const digestOfCardKey = (secret: string): string => base64url(sha256(fromBase64url(secret)));

/** Whether this list cards' key is the practice's own: whoever runs the server could grant another. */
export const isListed = (roster: Roster, key: string, secret: string): boolean =>
  Object.hasOwn(roster.cards, key) && roster.cards[key] === digestOfCardKey(secret);

/**
 * The newest roster. Every turn signs a new one, so it is signed by whoever signed the newest card.
 *
 * `known`: the roster that this desk read before, if it did; an older one is refused then, and so is
 * one that does not name the list cards' keys of the card's epochs.
 */
export const readRoster = ({
  jws,
  card,
  known,
}: {
  jws: string;
  card: KeyCard;
  known?: Roster | undefined;
}): Roster => {
  const { payload, fingerprint } = readJws(jws, ROSTER);
  if (fingerprint !== card.fingerprint) {
    throw new AnotherKey("the roster is signed by another key than the key card");
  }
  if (payload.practice !== card.practice) {
    throw new AnotherPractice("the roster is another practice's");
  }
  const roster = { ...parsed(payload), digest: digestOf(jws) };
  for (const name of LISTED) {
    if (!Object.hasOwn(roster.cards, `cards/${card.keys[name].id}`)) {
      throw new OlderRoster("the roster is older than the key card");
    }
  }
  const replayed =
    known &&
    (roster.number < known.number ||
      (roster.number === known.number && roster.digest !== known.digest) ||
      (roster.number === known.number + 1 && roster.previous !== known.digest));
  if (replayed) throw new OlderRoster("the roster is not the newest one");
  return roster;
};

/** Signs the roster that follows `before`; the first when there is none. */
export const signRoster = (
  before: Pick<Roster, "number" | "digest"> | null,
  said: Pick<Roster, "practice" | "issued" | "sheet" | "members" | "cards">,
  key: PrivateJwk,
): Promise<string> => {
  const { practice, issued, sheet, members, cards } = said;
  const number = (before?.number ?? 0) + 1;
  const previous = before?.digest ?? null;
  const payload = { v: 1, practice, number, previous, issued, sheet, members, cards };
  return sign(payload, key, ROSTER);
};

/**
 * Who may be granted keys on this day, and as what: the roster, with the pairs that were admitted
 * under it. Whoever was admitted by a colleague that holds less stands as that colleague does, until
 * somebody who holds all seats them again: nobody vouches for more than they hold.
 */
export const standing = (roster: Roster, admissions: Admission[], today: string): Seat[] =>
  roster.members
    .filter(({ until }) => until === null || until >= today)
    .map((seat) => {
      const admitted = admissions.filter(({ member }) => member === seat.id).at(-1);
      if (!admitted) return seat;
      const { recipient, signing, by } = admitted;
      return { ...seat, recipient, signing, role: lesser(seat.role, by.role) };
    });

/** A seat with nothing beside what a roster says. */
export const seatOf = ({ id, name, role, recipient, signing, until }: Seat): Seat => ({
  id,
  name,
  role,
  recipient,
  signing: publicHalf(signing),
  until,
});

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const DIGEST = /^[\w-]{43}$/;
const CARD_KEY = /^cards\/(care|desk)\/[1-9]\d{0,8}$/;
const MOST_MEMBERS = 100;

const parsed = (payload: JsonObject): Omit<Roster, "digest"> => {
  const { v, practice, number, previous, issued, sheet, members, cards } = payload;
  if (v !== 1) throw new Malformed("the roster is of a version that we do not know");
  if (typeof number !== "number" || !Number.isSafeInteger(number) || number < 1) {
    throw new Malformed("the roster has no number");
  }
  if (!(number === 1 ? previous === null : matches(previous, DIGEST))) {
    throw new Malformed("the roster does not name the one before");
  }
  if (!matches(issued, INSTANT)) throw new Malformed("the roster has no date");
  if (!isClassRecipient(sheet)) throw new Malformed("the roster names no recovery sheet");
  if (!Array.isArray(members) || members.length > MOST_MEMBERS) {
    throw new Malformed("the roster has no members");
  }
  const seats = members.map(seat);
  for (const of of ["id", "recipient"] as const) {
    if (new Set(seats.map((each) => each[of])).size < seats.length) {
      throw new Malformed("the roster names somebody twice");
    }
  }
  if (!isObject(cards)) throw new Malformed("the roster names no list cards' keys");
  for (const [key, digest] of Object.entries(cards)) {
    if (!CARD_KEY.test(key) || !matches(digest, DIGEST)) {
      throw new Malformed("the roster names a list cards' key that is none");
    }
  }
  return {
    practice: practice as string,
    number,
    previous: previous as string | null,
    issued,
    sheet,
    members: seats,
    cards: cards as Record<string, string>,
  };
};

const seat = (given: unknown): Seat => {
  const { id, name, role, recipient, signing, until } = isObject(given) ? given : {};
  if (!matches(id, ID) || typeof name !== "string" || !isRole(role)) {
    throw new Malformed("the roster names a member who is none");
  }
  if (!isClassRecipient(recipient) || !isPublicJwk(signing)) {
    throw new Malformed("the roster names a member without a key");
  }
  if (!(until === null || matches(until, DAY))) {
    throw new Malformed("the roster names a last day that is none");
  }
  return seatOf({ id, name, role, recipient, signing, until });
};

const matches = (value: unknown, shape: RegExp): value is string =>
  typeof value === "string" && shape.test(value);
