/**
 * The one way to turn a practice's keys: the only code that makes class, list-card, signing, root or
 * succession keys. Set-up is the turn without a before. The vault publishes what comes out of this,
 * or refuses it whole (vault.practices.keys).
 *
 *   const made = await turn(before, { why: "left", leaving: [id], today, at });
 *   // made.paper? print it, forget it, read one sheet back: body = await prove(made, root)
 *   // else: body = made.turn            → POST /v1/desk/turn, then hold made.held
 */

import { generateHybridIdentity, identityToRecipient } from "age-encryption";
import { base64url } from "../seal/base64.ts";
import type { ClassKey, ClassName, PrivateJwk } from "../types/sealed.ts";
import { grantsTo, type Held, secretsOf } from "./grant-to.ts";
import { ALL, type First, type Later, type Plan, planFirst, planNext, type Why } from "./plan.ts";
import { signKeyCard } from "./practice.ts";
import { withCards } from "./roles.ts";
import { digestOfCardKey, signRoster } from "./roster.ts";
import { proveSheet, type SheetFile, sealToSheet } from "./sheet.ts";
import { newSigningKey, publicHalf } from "./signing.ts";
import { makeSuccession } from "./succession.ts";

export type { Why } from "./plan.ts";

/** The request: what is in it is public or sealed. */
export interface Turn {
  why: Why;
  card: string;
  roster: string;
  grants: { member: string; key: string; sealed: string }[];
  sheet: SheetFile[];
  proof: string | null;
  succession: string | null;
}

/** The practice as this desk holds it: secrets of all epochs, and what was signed last. */
export interface Before extends Held {
  practice: string;
  /** The newest key card and roster, JWS, and the admissions that came under that roster. */
  card: string;
  roster: string;
  admissions: readonly string[];
}

/** What lies on paper alone, once it was printed. */
export interface Paper {
  /** The root key, `AGE-SECRET-KEY-PQ-1…`. */
  root: string;
  succession: PrivateJwk;
}

/** A turn as it was made, and what this desk holds afterwards. Plain JSON: a sealed draft keeps it. */
export interface Turned {
  practice: string;
  turn: Turn;
  held: Held & { signing: PrivateJwk };
  /** New sheets to print; null while the former ones stay. Forgotten once they are printed. */
  paper: Paper | null;
}

/** Makes it. Nothing is published by this; a turn with new sheets still needs `prove`. */
export async function turn(before: null, what: First): Promise<Turned & { paper: Paper }>;
export async function turn(before: Before, what: Later): Promise<Turned>;
export async function turn(before: Before | null, what: First | Later): Promise<Turned> {
  if (what.why === "first") return make(planFirst(what), null);
  if (!before) throw new Error("there is nothing yet that could be turned");
  return make(planNext(before, what), before.signing);
}

/** The request of a turn with new sheets, once one was read back: `root` as it stands on the paper. */
export const prove = async (
  { turn, practice }: Pick<Turned, "turn" | "practice">,
  root: string,
): Promise<Turn> => {
  const { sheet, card } = turn;
  return { ...turn, proof: await proveSheet({ root, sheet, practice, card }) };
};

const make = async (plan: Plan, former: PrivateJwk | null): Promise<Turned> => {
  const { why, practice, issued, members, endorsed } = plan;
  const { keys, ...fresh } = await newEpochs(plan);
  const signing = plan.signing ?? (await newSigningKey());
  const held = {
    signing,
    classes: { ...plan.held?.classes, ...fresh.classes },
    cards: { ...plan.held?.cards, ...fresh.cards },
  };
  const paper = plan.sheet
    ? null
    : { root: await newIdentity(), succession: await newSigningKey() };
  const sheet = plan.sheet ?? {
    recipient: "",
    succession: publicHalf((paper as Paper).succession),
  };
  if (paper) sheet.recipient = await identityToRecipient(paper.root);
  const digests = Object.entries(held.cards).map(([key, secret]) => [key, digestOfCardKey(secret)]);
  const cards = Object.fromEntries(digests);
  const named = { practice, issued, sheet: sheet.recipient, members, cards };
  const { serial, relay } = plan;
  const { succession } = sheet;
  const made = { ...fresh, signing: signing === former ? null : signing };
  const sealed = paper ? { ...secretsOf(held), succession: paper.succession } : secretsOf(made);
  return {
    practice,
    turn: {
      why,
      card: await signKeyCard({ practice, serial, issued, keys, succession, relay }, signing),
      roster: await signRoster(plan.roster, named, signing),
      grants: await grantsOfAll(members, practice, made),
      sheet: await sealToSheet(sealed, { recipient: sheet.recipient, practice }),
      proof: null,
      succession:
        endorsed && (await makeSuccession({ ...endorsed, practice, to: signing, issued })),
    },
    held,
    paper,
  };
};

/** Each new key to every member of the roster whose role holds it, and to nobody else. */
const grantsOfAll = async (members: Plan["members"], practice: string, held: Held) => {
  const each = members.map(async (seat) => {
    const grants = await grantsTo(seat, { practice, held });
    return grants.map(({ key, sealed }) => ({ member: seat.id, key, sealed }));
  });
  return (await Promise.all(each)).flat();
};

/** The published keys, and the secrets of those that are new. */
const newEpochs = async ({ keys: before, classes: renewed, keep }: Plan) => {
  const classes: Record<string, string> = {};
  const cards: Record<string, string> = {};
  const keys = {} as Record<ClassName, ClassKey>;
  for (const name of ALL) {
    const former = before?.[name];
    if (former && !renewed.has(name)) {
      keys[name] = former;
      continue;
    }
    const id = `${name}/${Number(former?.id.split("/")[1] ?? 0) + 1}`;
    const identity = keep?.classes[id] ?? (await newIdentity());
    keys[name] = { id, recipient: await identityToRecipient(identity) };
    classes[id] = identity;
    for (const key of withCards(id).slice(1)) cards[key] = keep?.cards[key] ?? newCardKey();
  }
  return { keys, classes, cards };
};

const newIdentity = (): Promise<string> => generateHybridIdentity();

const CARD_KEY_BYTES = 32;

const newCardKey = (): string => base64url(crypto.getRandomValues(new Uint8Array(CARD_KEY_BYTES)));
