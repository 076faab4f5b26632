/** Asks about the agreement and the instructions: signed by whoever holds the practice's key. */

import { sign } from "../../keys/signing.ts";
import {
  AGREEMENT_TYP,
  agreeing,
  INSTRUCTION_TYP,
  type Told,
  telling as told,
} from "../telling.ts";
import type { Group } from "./group.ts";

export interface TellingAsks {
  /** Signs the text as the page shows it. */
  signAgreement: { ask: { practice?: string; text: string }; answer: string };
  /** Signs what follows the newest instruction, or takes one back. */
  signInstruction: {
    ask: { practice?: string; previous: string | null; told: Told };
    answer: string;
  };
}

export const telling: Group<TellingAsks> = (ring) => {
  const signer = (practice?: string) => {
    const holding = ring.holding(practice);
    const who = { practice: holding.slug, member: holding.seat.member.id, at: ring.now() };
    return { key: holding.sign(), chain: holding.chain, who };
  };
  return {
    signAgreement: ({ practice, text }) => {
      const { key, who } = signer(practice);
      return sign(agreeing(text, who), key, AGREEMENT_TYP);
    },

    signInstruction: ({ practice, previous, told: said }) => {
      const { key, chain, who } = signer(practice);
      return sign(told(said, previous, chain, who), key, INSTRUCTION_TYP);
    },
  };
};
