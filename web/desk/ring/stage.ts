/** For tests: people, practices with their keys, and what the server answers when somebody signs in. */

import { newPerson, type Person as Player } from "../../keys/cast.ts";
import { sealMember } from "../../keys/member.ts";
import { makeMine } from "../../keys/mine.ts";
import type { Later } from "../../keys/plan.ts";
import { readRoster } from "../../keys/roster.ts";
import { type Before, turn } from "../../keys/turn.ts";
import { base64 } from "../../seal/base64.ts";
import { fingerprint } from "../../seal/jws.ts";
import { readKeyCard } from "../../seal/keycard.ts";
import type { Field, Form } from "../../types/form.ts";
import type { Membership, SignedIn } from "../api.ts";
import type { Told } from "../protocol.ts";
import { choosing } from "./choosing.ts";
import { whyClosed } from "./closed.ts";
import { drafts } from "./drafts.ts";
import { entering } from "./entering.ts";
import { Ring } from "./index.ts";
import { opening } from "./opening.ts";
import { resealing } from "./resealing.ts";
import { returning } from "./returning.ts";
import { seating } from "./seating.ts";
import { turning } from "./turning.ts";

export const PASSPHRASE = "six words that nobody guessed yet";
export const IDLE_MS = 300_000;
const surname: Field = {
  name: "surname",
  kind: "text",
  part: "core",
  required: true,
  group: "patient",
  label: "Surname",
  hint: null,
  short: null,
  most: 80,
  choices: [],
  when: null,
  one_of: null,
  alert: [],
};

const form = (activity: string, group: string): Form => ({
  activity,
  digest: "",
  version: "0123456789ab",
  class: group,
  parts: ["core"],
  fields: [surname],
  groups: [],
});

const FORMS = {
  appointment: form("appointment", "desk"),
  questionnaire: form("questionnaire", "care"),
};

/** A practice after a turn of its keys: what was published, and what its owner's desk holds. */
export interface House {
  before: Before;
  grants: Record<string, { key: string; sealed: string }[]>;
  successions: string[];
}

const AT = new Date("2026-11-23T08:00:00Z");

export const player = (name: string, role: Player["seat"]["role"]): Promise<Player> =>
  newPerson(name, role);

/** The first one owns it. */
export const house = async (practice: string, ...team: Player[]): Promise<House> => {
  const [member, ...others] = team.map(({ seat }) => seat);
  if (!member) throw new Error("a practice has an owner");
  const relay = "r".repeat(43);
  const first = { why: "first", practice, relay, member, team: others, at: AT } as const;
  const made = await turn(null, first);
  const { card, roster, grants } = made.turn;
  const before = { ...made.held, practice, card, roster, admissions: [] };
  return { before, grants: byMember(grants, {}), successions: [] };
};

/** The same practice after another turn. */
export const turned = async (
  { before, grants, successions }: House,
  what: Omit<Later, "at" | "today">,
): Promise<House> => {
  const made = await turn(before, { ...what, today: "2026-11-23", at: AT });
  const { card, roster, succession } = made.turn;
  return {
    before: { ...made.held, practice: before.practice, card, roster, admissions: [] },
    grants: byMember(made.turn.grants, grants),
    successions: [...successions, ...(succession ? [succession] : [])],
  };
};

const byMember = (
  made: readonly { member: string; key: string; sealed: string }[],
  former: House["grants"],
): House["grants"] => {
  const all = structuredClone(former);
  for (const { member, key, sealed } of made) {
    all[member] = [...(all[member] ?? []).filter((each) => each.key !== key), { key, sealed }];
  }
  return all;
};

/** What the server says of one practice to a member of it. */
export const membership = (
  { before, grants, successions }: House,
  { seat }: Player,
  changes: Partial<Membership> = {},
): Membership => {
  const { practice, card, roster } = before;
  return {
    practice: { slug: practice, name: `Cabinet ${practice}`, zone: "Europe/Zurich" },
    member: { id: seat.id, name: seat.name, role: seat.role },
    fingerprint: readKeyCard({ jws: card, practice }).fingerprint,
    relay: readKeyCard({ jws: card, practice }).relay,
    grants: grants[seat.id] ?? [],
    card,
    roster,
    admissions: [],
    successions,
    forms: FORMS,
    head: { number: 0, digest: "" },
    heads: [],
    recovery: { proved_at: null, proof_due: false, copy_at: null, copy_due: false },
    ...changes,
  };
};

interface Saying {
  pin?: string | null;
  /** The fingerprints that this person trusts; of these practices, unless named. */
  pins?: Record<string, string>;
  /** How many times it was changed. */
  number?: number;
  until?: Date;
  now?: Date;
}

/** What the server answers to a sign-in: home first. */
export const signedIn = async (
  who: Player,
  practices: Membership[],
  { pin = "246810", pins, number = 1, until, now = new Date() }: Saying = {},
): Promise<SignedIn> => {
  const own = Object.fromEntries(practices.map((one) => [one.practice.slug, one.fingerprint]));
  const before = { person: "", number: number - 1, pin: null, practices: {} };
  const mine = await makeMine(who, { pin, practices: pins ?? own }, before);
  const evening = until ?? new Date(now.valueOf() + 8 * 60 * 60_000);
  return {
    member: practices[0]?.member.id ?? "",
    mine: base64(mine),
    until: evening.toISOString(),
    now: now.toISOString(),
    practices,
  };
};

/** A ring with all that the desk asks of it, one tab before it, and what it told that tab. */
export const ringing = () => {
  const told: Told[] = [];
  let closed = false;
  const ring = new Ring({
    tell: (one) => told.push(one),
    close: () => {
      closed = true;
    },
  });
  return {
    ring,
    told,
    isClosed: () => closed,
    ask: {
      ...entering(ring),
      ...returning(ring),
      ...opening(ring),
      ...choosing(ring),
      ...drafts(ring),
      ...seating(ring),
      ...turning(ring),
      ...resealing(ring),
    },
  };
};

export type Ringing = ReturnType<typeof ringing>;
const TAB = {};
const files = new Map<Player, string>();

/** Types the passphrase. */
export const unlock = async ({ ask }: Ringing, who: Player, passphrase = PASSPHRASE) => {
  let sealedKey = files.get(who);
  if (!sealedKey) {
    sealedKey = base64(await sealMember(who, PASSPHRASE, { workFactor: 2 }));
    files.set(who, sealedKey);
  }
  const asked = { sealedKey, passphrase, challenge: "challenge", member: who.seat.id };
  return ask.unlock(asked, TAB);
};

/** From the passphrase to the open desk. */
export const enter = async (at: Ringing, who: Player, answer: SignedIn) => {
  await unlock(at, who);
  return at.ask.enter({ signedIn: answer, idleMs: IDLE_MS }, TAB);
};

/** The code with which something stays closed; `opened` when it does not. */
export const why = async (act: () => unknown): Promise<string> => {
  try {
    await act();
    return "opened";
  } catch (error) {
    return whyClosed(error);
  }
};

export const fingerprintOf = ({ signing }: Player): string => fingerprint(signing);

export const rosterOf = ({ before }: House) => {
  const { card, practice, roster } = before;
  return readRoster({ jws: roster, card: readKeyCard({ jws: card, practice }) });
};

export const tab = TAB;
