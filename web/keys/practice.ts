/** The keys of a practice, made once, in the browser of the person who sets it up. */

import { generateHybridIdentity, identityToRecipient } from "age-encryption";
import { base64url } from "../seal/base64.ts";
import { KEY_CARD } from "../seal/keycard.ts";
import type { ClassName, PrivateJwk, PublicJwk } from "../types/sealed.ts";
import type { Secret } from "./grants.ts";
import { newSigningKey, publicHalf, sign } from "./signing.ts";

const CARD_KEY_BYTES = 32;

export interface AgePair {
  recipient: string;
  identity: string;
}

export interface PracticeKeys {
  /** The practice's lasting identity. */
  signing: PrivateJwk;
  /** Names the next signing key when this one is lost; lives on the sheet alone. */
  succession: PrivateJwk;
  classes: Record<ClassName, AgePair & { id: string }>;
  /** Keys of the list cards, by grant: `cards/desk/1`. */
  cards: Record<"cards/desk/1" | "cards/care/1", string>;
  /** What the recovery sheet carries. */
  root: AgePair;
}

export const newPracticeKeys = async (): Promise<PracticeKeys> => ({
  signing: await newSigningKey(),
  succession: await newSigningKey(),
  classes: {
    care: { id: "care/1", ...(await newPair()) },
    desk: { id: "desk/1", ...(await newPair()) },
    rights: { id: "rights/1", ...(await newPair()) },
  },
  cards: { "cards/desk/1": newCardKey(), "cards/care/1": newCardKey() },
  root: await newPair(),
});

export interface CardFacts {
  practice: string;
  serial: number;
  /** RFC 3339, UTC, whole seconds. */
  issued: string;
  /** The relay's fingerprint. */
  relay: string;
}

export const signKeyCard = (
  {
    signing,
    succession,
    classes,
  }: Pick<PracticeKeys, "signing" | "classes"> & { succession: PublicJwk },
  { practice, serial, issued, relay }: CardFacts,
): Promise<string> => {
  const named = ({ id, recipient }: { id: string; recipient: string }) => ({ id, recipient });
  const keys = {
    care: named(classes.care),
    desk: named(classes.desk),
    rights: named(classes.rights),
  };
  const card = { v: 1, practice, serial, issued, keys, succession: publicHalf(succession), relay };
  return sign(card, signing, KEY_CARD);
};

/** Every secret that a member can be granted, by its grant's name. The succession key is not among them. */
export const grantable = (
  keys: Omit<PracticeKeys, "root" | "succession">,
): Record<string, Secret> => ({
  signing: keys.signing,
  ...Object.fromEntries(Object.values(keys.classes).map(({ id, identity }) => [id, identity])),
  ...keys.cards,
});

/** Which keys each role holds (design.md, Grants). */
export const GRANTS_OF = {
  practitioner: ["signing", "care/1", "desk/1", "rights/1", "cards/care/1", "cards/desk/1"],
  assistant: ["care/1", "desk/1", "cards/care/1", "cards/desk/1"],
  secretary: ["desk/1", "cards/desk/1"],
} as const;

export type Role = keyof typeof GRANTS_OF;

const newPair = async (): Promise<AgePair> => {
  const identity = await generateHybridIdentity();
  return { identity, recipient: await identityToRecipient(identity) };
};

const newCardKey = (): string => base64url(crypto.getRandomValues(new Uint8Array(CARD_KEY_BYTES)));
