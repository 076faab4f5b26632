/**
 * Asks about the journal of access: whether it is what it was, and a member's signature under its end.
 * Only what was found whole here is signed, and once for each time that somebody unlocks the desk.
 */

import { admissionsUnder } from "../../keys/admission.ts";
import { sign } from "../../keys/signing.ts";
import { fingerprint } from "../../seal/jws.ts";
import type { Group } from "./group.ts";
import type { Holding } from "./holding.ts";
import type { Person } from "./person.ts";
import {
  HEAD,
  newestSeen,
  type Point,
  readHead,
  type Seen,
  type Shown,
  type Verdict,
  verify,
} from "./rows.ts";

export interface JournalAsks {
  /** `head`: to keep with `PUT journal/head`; null when nothing is to be signed. */
  checkJournal: {
    ask: Omit<Shown, "practice" | "signers"> & { practice: string; sign: boolean };
    answer: Verdict & {
      head: string | null;
      /** How far keys and people have come here; whether somebody signed that they had come further. */
      seen: Seen;
      behind: boolean;
    };
  };
  /** A member's head at this entry among these: where a computer begins that saw none yet. */
  journalAnchor: {
    ask: { practice: string; number: number; heads: readonly string[] };
    answer: Point | null;
  };
}

export const journal: Group<JournalAsks> = (ring) => {
  const signed = new WeakMap<Person, Set<string>>();
  return {
    checkJournal: async ({ practice, sign: signs, ...shown }) => {
      const person = ring.here();
      const holding = person.holding(practice);
      const signers = signersOf(holding, person);
      // Links do not say who signed before; whoever left since vouches for nothing here, and is no forger.
      const linked = shown.entries.some((entry) => "content" in entry) || !shown.entries.length;
      const heads = linked ? shown.heads.filter((one) => !isFormer(one, signers)) : shown.heads;
      const verdict = verify({ ...shown, heads, practice, signers });
      const done = signed.get(person) ?? new Set();
      const seen = { card: holding.card.serial, roster: holding.roster.number };
      const newest = newestSeen(shown.heads, practice);
      const behind =
        seen.card < Math.max(newest.card, shown.remembered?.card ?? 0) ||
        seen.roster < Math.max(newest.roster, shown.remembered?.roster ?? 0);
      const found = { ...verdict, seen, behind };
      const due = signs && !behind && !verdict.problems.length && !done.has(practice);
      if (!due || !verdict.to) return { ...found, head: null };
      signed.set(person, done.add(practice));
      const issued = ring
        .now()
        .toISOString()
        .replace(/\.\d+Z$/, "Z");
      const said = { v: 1, practice, ...verdict.to, ...seen, issued };
      return { ...found, head: await sign(said, person.keys.signing, HEAD) };
    },

    journalAnchor: ({ practice, number, heads }) => {
      const person = ring.here();
      const signers = signersOf(person.holding(practice), person);
      const found = heads
        .map(readHead)
        .find(
          (head) =>
            head?.practice === practice && head.number === number && signers.includes(head.signer),
        );
      return found ? { number: found.number, digest: found.digest } : null;
    },
  };
};

/** Whose signatures count: the roster's, those admitted under it, and one's own. */
const signersOf = ({ roster, said }: Holding, { id }: Person): string[] => [
  id,
  ...roster.members.map(({ signing }) => fingerprint(signing)),
  ...admissionsUnder(roster, said.admissions).map(({ signing }) => fingerprint(signing)),
];

const isFormer = (token: string, signers: readonly string[]): boolean => {
  const head = readHead(token);
  return head !== null && !signers.includes(head.signer);
};
