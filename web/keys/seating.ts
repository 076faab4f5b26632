/**
 * Gives keys to one more person: a new colleague, or one who forgot the passphrase. No key is made.
 *
 * Both come after the check words were typed (`isChecked`): what the server says of a pair is not asked.
 */

import { readKeyCard } from "../seal/keycard.ts";
import { type Admission, admissionsUnder, makeAdmission, readAdmission } from "./admission.ts";
import { grantsTo } from "./grant-to.ts";
import type { MemberKeys } from "./member.ts";
import { instant } from "./plan.ts";
import { lesser } from "./roles.ts";
import { type Roster, readRoster, type Seat, seatOf, signRoster, standing } from "./roster.ts";
import type { SheetFile } from "./sheet.ts";
import type { Before } from "./turn.ts";

interface When {
  /** The day at the practice, `YYYY-MM-DD`. */
  today: string;
  /** The vault's clock. */
  at: Date;
}

/** For `POST people/seat`: the roster with this seat in it, and all that its role holds. */
export const seat = async (
  before: Before,
  newcomer: Seat,
  { today, at }: When,
): Promise<{ roster: string; grants: SheetFile[] }> => {
  const { practice, signing } = before;
  if (!signing) throw new Error("only the practice's signing key makes a roster");
  const { roster, admissions } = read(before);
  const others = standing(roster, admissions, today).filter(({ id }) => id !== newcomer.id);
  const members = [...others, newcomer].map(seatOf);
  const { sheet, cards } = roster;
  const said = { practice, issued: instant(at), sheet, members, cards };
  return {
    roster: await signRoster(roster, said, signing),
    grants: await grantsTo(newcomer, { practice, held: before }),
  };
};

/** For `POST people/admit`: the admission by this member's own key, and what both may hold. */
export const admit = async (
  before: Before,
  joining: Pick<Admission, "member" | "recipient" | "signing">,
  own: Pick<MemberKeys, "signing">,
  { at }: Pick<When, "at">,
): Promise<{ admission: string; grants: SheetFile[] }> => {
  const { roster } = read(before);
  const said = { ...joining, roster, issued: instant(at) };
  const admission = await makeAdmission(said, own.signing);
  const { member, recipient, by } = readAdmission(admission, roster);
  const role = roster.members.find(({ id }) => id === member)?.role ?? by.role;
  const to = { recipient, role: lesser(role, by.role) };
  return { admission, grants: await grantsTo(to, { practice: before.practice, held: before }) };
};

const read = ({
  practice,
  card,
  roster: jws,
  admissions,
}: Before): { roster: Roster; admissions: Admission[] } => {
  const roster = readRoster({ jws, card: readKeyCard({ jws: card, practice }) });
  return { roster, admissions: admissionsUnder(roster, admissions) };
};
