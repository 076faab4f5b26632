/** For tests and golden files: a practice's first turn of keys, with every secret at hand. */

import { identityToRecipient } from "age-encryption";
import { newId } from "../seal/ids.ts";
import { readKeyCard } from "../seal/keycard.ts";
import type { ClassName, PrivateJwk } from "../types/sealed.ts";
import type { Held } from "./grant-to.ts";
import { newMember } from "./member.ts";
import type { Role } from "./roles.ts";
import type { Seat } from "./roster.ts";
import { publicHalf } from "./signing.ts";
import { type Before, prove, type Turn, turn } from "./turn.ts";

export type Person = Awaited<ReturnType<typeof newMember>> & { seat: Seat };

export const newPerson = async (name: string, role: Role): Promise<Person> => {
  const keys = await newMember();
  const { recipient, signing } = keys;
  const pair = { recipient, signing: publicHalf(signing) };
  return { ...keys, seat: { id: newId(), name, role, ...pair, until: null } };
};

export interface Cast {
  practice: string;
  owner: Person;
  /** The request that publishes, proven. */
  first: Turn;
  /** What the owner's desk holds afterwards. */
  before: Before;
  signing: PrivateJwk;
  succession: PrivateJwk;
  root: { recipient: string; identity: string };
  classes: Record<ClassName, { id: string; recipient: string; identity: string }>;
  cards: Held["cards"];
}

export const newPractice = async ({
  practice = "mast",
  relay = "r".repeat(43),
  at = new Date("2026-11-23T08:00:00Z"),
  owner = undefined as Person | undefined,
} = {}): Promise<Cast> => {
  const person = owner ?? (await newPerson("Dr Mast", "PRACTITIONER"));
  const made = await turn(null, { why: "first", practice, relay, member: person.seat, at });
  const { paper, held } = made;
  const first = await prove(made, paper.root);
  const { card, roster } = first;
  const { keys } = readKeyCard({ jws: card, practice });
  const pair = (name: ClassName) => ({
    ...keys[name],
    identity: held.classes[keys[name].id] ?? "",
  });
  return {
    practice,
    owner: person,
    first,
    before: { ...held, practice, card, roster, admissions: [] },
    signing: held.signing,
    succession: paper.succession,
    root: { identity: paper.root, recipient: await identityToRecipient(paper.root) },
    classes: { care: pair("care"), desk: pair("desk"), rights: pair("rights") },
    cards: held.cards,
  };
};
