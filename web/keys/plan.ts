/** What a turn of keys keeps and what it renews, and who is there afterwards. Makes no key. */

import { readKeyCard } from "../seal/keycard.ts";
import type { ClassName, KeyCard, PrivateJwk, PublicJwk } from "../types/sealed.ts";
import { admissionsUnder } from "./admission.ts";
import type { Held } from "./grant-to.ts";
import { CLASSES_OF } from "./roles.ts";
import { type Roster, readRoster, type Seat, seatOf, standing } from "./roster.ts";
import type { Before } from "./turn.ts";

export type Why = "first" | "left" | "compromised" | "handed-over" | "new-sheets" | "moved";

export interface First {
  why: "first";
  practice: string;
  /** The relay's fingerprint. */
  relay: string;
  /** Whoever sets up. */
  member: Seat;
  /** The others, where everybody is there from the first day: the demo. */
  team?: readonly Seat[];
  /** For sheets printed anew before anything was published: all keys but those on paper stay. */
  keep?: Held | undefined;
  /** The vault's clock. */
  at: Date;
}

export interface Later {
  why: Exclude<Why, "first">;
  /** Members who are no longer there, by id: the classes that they held take new keys. */
  leaving?: readonly string[];
  /** Members' last days, where they changed since the roster. */
  until?: Readonly<Record<string, string | null>>;
  /** More classes that take new keys; by itself all of them when keys were read by others, or a sheet. */
  classes?: readonly ClassName[];
  /** Another signing key, too. By itself: when whoever held it leaves, hands over, or was read by others. */
  signing?: boolean;
  /** New recovery sheets. By itself: when a practice is handed over, and for `new-sheets`. */
  sheets?: boolean;
  /** The succession key out of the sheet, when the signing key itself is lost. */
  succession?: PrivateJwk;
  /** For `moved` alone: the relay's fingerprint of the vault to which the practice came. */
  relay?: string | undefined;
  /** The day at the practice, `YYYY-MM-DD`: whose last day is over is granted nothing. */
  today: string;
  /** The vault's clock. */
  at: Date;
}

export interface Plan {
  why: Why;
  practice: string;
  relay: string;
  serial: number;
  issued: string;
  members: Seat[];
  /** Secrets that stay. */
  held: Held | null;
  /** Secrets that a first turn takes instead of new ones. */
  keep: Held | null;
  /** The keys that are published now. */
  keys: KeyCard["keys"] | null;
  roster: Roster | null;
  /** The classes that take the next epoch. */
  classes: ReadonlySet<ClassName>;
  /** The signing key that stays; null for a new one. */
  signing: PrivateJwk | null;
  /** What endorses a new signing key that is not the first. */
  endorsed: { under: string; signer: PrivateJwk } | null;
  /** The sheet that stays; null for a new one. */
  sheet: { recipient: string; succession: PublicJwk } | null;
}

export const ALL: readonly ClassName[] = ["care", "desk", "rights"];

export const planFirst = ({ why, practice, relay, member, team = [], keep, at }: First): Plan => ({
  why,
  practice,
  relay,
  serial: 1,
  issued: instant(at),
  members: [member, ...team].map(seatOf),
  held: null,
  keep: keep ?? null,
  keys: null,
  roster: null,
  classes: new Set(ALL),
  signing: keep?.signing ?? null,
  endorsed: null,
  sheet: null,
});

export const planNext = (before: Before, what: Later): Plan => {
  const { why } = what;
  const { practice } = before;
  const card = readKeyCard({ jws: before.card, practice });
  const roster = readRoster({ jws: before.roster, card });
  // Whoever leaves vouches for nobody any more: the pair may be one that only they hold.
  const admissions = admissionsUnder(roster, before.admissions).filter(
    ({ by }) => !what.leaving?.includes(by.id),
  );
  const seats = standing(roster, admissions, what.today);
  const members = seats
    .filter(({ id }) => !what.leaving?.includes(id))
    .map((seat) => ({ ...seatOf(seat), until: untilOf(seat, what.until) }));
  const gone = roster.members.filter(({ id }) => !members.some((seat) => seat.id === id));
  const signer = what.succession ?? before.signing;
  if (!signer) throw new Error("a turn needs the signing key, or the one on the sheet");
  const handed = why === "handed-over";
  // What lay under a sheet that others may hold is known to them, as after a compromise.
  const known = why === "compromised" || why === "new-sheets";
  const all = known && what.classes === undefined;
  const succeeded =
    what.succession !== undefined ||
    (what.signing ?? (handed || all || gone.some(({ role }) => role === "PRACTITIONER")));
  const newSheets = what.sheets ?? (handed || why === "new-sheets");
  const issued = instant(what.at);
  return {
    why,
    practice,
    // Who learns patients' addresses does not change beside something else.
    relay: (why === "moved" ? what.relay : null) ?? card.relay,
    serial: card.serial + 1,
    // A desk whose clock is slow signs nothing that seems older than what it follows.
    issued: issued < card.issued ? card.issued : issued,
    members,
    held: before,
    keep: null,
    keys: card.keys,
    roster,
    classes: new Set([
      ...(what.classes ?? (all ? ALL : [])),
      ...gone.flatMap(({ role }) => CLASSES_OF[role]),
    ]),
    signing: succeeded ? null : before.signing,
    endorsed: succeeded ? { under: before.card, signer } : null,
    sheet: newSheets ? null : { recipient: roster.sheet, succession: card.succession },
  };
};

const untilOf = ({ id, until }: Seat, changed: Later["until"]): string | null => {
  const day = changed?.[id];
  return day === undefined ? until : day;
};

/** RFC 3339, UTC, whole seconds. */
export const instant = (at: Date): string => `${at.toISOString().slice(0, 19)}Z`;
