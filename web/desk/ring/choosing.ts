/** Asks about the practice's choices: read from its own signature, signed by whoever holds its key. */

import { sign } from "../../keys/signing.ts";
import { digestOf, type Hosted, isWhole } from "../accepting.ts";
import { CHOICES_TYP, following, signedBefore } from "../following.ts";
import { StaysClosed } from "./closed.ts";
import type { Group } from "./group.ts";

export interface ChoosingAsks {
  /** What the practice signed last, word for word: never what a server says that it signed. */
  readChoices: {
    ask: { practice?: string; jws: string | null };
    answer: Record<string, unknown> | null;
  };
  /** Signs what follows the choices that count now; the key stays in the worker. */
  signChoices: {
    ask: { practice?: string; previous: string | null; choices: object; hosting: Hosted };
    answer: string;
  };
}

export const choosing: Group<ChoosingAsks> = (ring) => {
  const read = (practice: string | undefined, jws: string | null) => {
    const { slug, chain } = ring.holding(practice);
    return jws === null ? null : signedBefore(jws, slug, chain).choices;
  };
  return {
    readChoices: ({ practice, jws }) => read(practice, jws),

    // Hosting is accepted by the digest of the facts that were shown, or stays as it was signed before.
    signChoices: ({ practice, previous, choices, hosting }) => {
      const holding = ring.holding(practice);
      const key = holding.sign();
      const before = read(practice, previous);
      const accepted = (choices as { hosting?: unknown }).hosting ?? null;
      const known = [null, before?.hosting, digestOf(hosting.facts)];
      if (!isWhole(hosting) || !known.includes(accepted)) throw new StaysClosed("other-facts");
      const { slug, chain } = holding;
      const asked = { previous, choices, practice: slug, chain, at: ring.now() };
      return sign(following(asked), key, CHOICES_TYP);
    },
  };
};
