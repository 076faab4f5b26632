/**
 * Asks about letting somebody in: a newcomer, or a colleague who forgot the passphrase. Nothing is
 * granted before the six words that stand on their screen were typed here.
 */

import { admissionsUnder } from "../../keys/admission.ts";
import { type Compared, isChecked } from "../../keys/check-words.ts";
import type { Role } from "../../keys/roles.ts";
import { standing } from "../../keys/roster.ts";
import { admit, seat } from "../../keys/seating.ts";
import type { SheetFile } from "../../keys/sheet.ts";
import { publicHalf } from "../../keys/signing.ts";
import type { PublicJwk } from "../../types/sealed.ts";
import { beforeOf, hasMoved, todayAt } from "./before.ts";
import { StaysClosed } from "./closed.ts";
import type { Group } from "./group.ts";
import type { Holding } from "./holding.ts";

/** A pair that waits, as the server shows it. */
export interface Waiting {
  id: string;
  recipient: string;
  signing: PublicJwk;
}

/** Who has a place, as the practice signed it. */
export interface Seated {
  id: string;
  name: string;
  role: Role;
  until: string | null;
}

interface Checked {
  practice?: string;
  joining: Waiting;
  /** As they were typed. */
  words: string;
}

export interface SeatingAsks {
  /** What the signed roster says, whatever the server lists. */
  rostered: {
    ask: { practice?: string };
    answer: { roster: string; fingerprint: string; seats: Seated[]; moved: boolean };
  };
  /** The body of `people/seat`. */
  seatNewcomer: {
    ask: Checked & { who: Seated };
    answer: { joining: string; roster: string; grants: SheetFile[] };
  };
  /** The body of `people/admit`. */
  admitAgain: {
    ask: Checked & { member: string };
    answer: { joining: string; admission: string; grants: SheetFile[] };
  };
  /** The person's own key for one more practice, which is trusted from here on: `mine` is to be kept. */
  bringKey: {
    ask: { practice: string; fingerprint: string };
    answer: { recipient: string; signing: PublicJwk; mine: string };
  };
}

export const seating: Group<SeatingAsks> = (ring) => ({
  rostered: ({ practice }) => {
    const holding = ring.holding(practice);
    const { roster, card, said } = holding;
    const seats = standing(roster, admissionsUnder(roster, said.admissions), "");
    return {
      roster: said.roster,
      fingerprint: card.fingerprint,
      seats: seats.map(({ id, name, role, until }) => ({ id, name, role, until })),
      moved: hasMoved(holding),
    };
  },

  seatNewcomer: async ({ practice, joining, who, words }) => {
    const holding = ring.holding(practice);
    holding.sign();
    // Whoever has a place is admitted to it again, or leaves it: nobody takes it as a newcomer.
    if (holding.roster.members.some((one) => one.id === who.id)) throw new StaysClosed("other-key");
    check(holding, joining, words, { member: who.id, role: who.role });
    const { id, recipient, signing } = joining;
    const at = ring.now();
    const newcomer = { ...who, recipient, signing: publicHalf(signing) };
    const made = await seat(beforeOf(holding), newcomer, { today: todayAt(holding, at), at });
    return { joining: id, ...made };
  },

  admitAgain: async ({ practice, joining, member, words }) => {
    const holding = ring.holding(practice);
    const seated = holding.roster.members.find((one) => one.id === member);
    if (!seated) throw new StaysClosed("other-key");
    check(holding, joining, words, { member, role: seated.role });
    const { id, recipient, signing } = joining;
    const pair = { member, recipient, signing: publicHalf(signing) };
    const { keys } = ring.here();
    return { joining: id, ...(await admit(beforeOf(holding), pair, keys, { at: ring.now() })) };
  },

  bringKey: async ({ practice, fingerprint }) => {
    const person = ring.here();
    const practices = person.mine?.practices ?? {};
    const known = Object.hasOwn(practices, practice) ? practices[practice] : undefined;
    // Whoever trusted this practice before does not learn of another key by a link.
    if (known !== undefined && known !== fingerprint) throw new StaysClosed("other-key");
    const mine = await person.change({ practices: { ...practices, [practice]: fingerprint } });
    return { recipient: person.recipient, signing: publicHalf(person.keys.signing), mine };
  },
});

/** The words follow from the pair, the place and this practice: a pair that a server made has others. */
const check = (
  { fingerprint }: Holding,
  { recipient, signing }: Waiting,
  typed: string,
  place: Pick<Compared, "member" | "role">,
): void => {
  const compared = { fingerprint, ...place, recipient, signing };
  if (!isChecked(compared, typed)) throw new StaysClosed("wrong-words");
};
