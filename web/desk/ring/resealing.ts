/**
 * Asks about sealing everything anew after a compromise, some at a time. A copy leaves only after it
 * was opened again and compared; what nobody could open before is named, and left to the person.
 */

import { sha256 } from "@noble/hashes/sha2.js";
import { compare, type Former, reseal } from "../../open/reseal.ts";
import { base64, base64url, fromBase64 } from "../../seal/base64.ts";
import { utf8 } from "../../seal/json.ts";
import type { Part } from "../../types/form.ts";
import type { ClassName } from "../../types/sealed.ts";
import type { SealedEnvelope } from "../api.ts";
import { StaysClosed } from "./closed.ts";
import type { Group } from "./group.ts";
import type { Holding } from "./holding.ts";

/** One of the bodies of `PUT reseal`. */
export interface Copy {
  activity: string;
  id: string;
  part: string;
  /** Of the old bytes. */
  sha256: string;
  key: string;
  age: string;
}

/** What lies at the server: an old envelope, and the copy beside it. */
export interface Kept extends SealedEnvelope {
  copy: { key: string; age: string };
}

/** What the old copies are dropped for: how many new ones there are, and their digest. */
export interface Sum {
  count: number;
  digest: string;
}

export interface ResealingAsks {
  /** Copies of what opens; of the others, the bytes as they are when `asTheyAre` says so. */
  reseal: {
    ask: { practice?: string; envelopes: SealedEnvelope[]; asTheyAre?: boolean };
    answer: { copies: Copy[]; closed: number };
  };
  /** The server kept them: they count for the sum. */
  resealed: { ask: { practice?: string; copies: Copy[] }; answer: number };
  /** Copies of an earlier sitting, read back and compared before they count. */
  readBack: { ask: { practice?: string; kept: Kept[] }; answer: number };
  /** Forgets what was counted. */
  countAnew: { ask: { practice?: string }; answer: null };
  sum: { ask: { practice?: string }; answer: Sum };
}

export const resealing: Group<ResealingAsks> = (ring) => {
  /** By practice: the line that each new copy gives to the digest. */
  const counted = new Map<string, Map<string, string>>();

  const linesOf = ({ slug }: Holding): Map<string, string> => {
    const lines = counted.get(slug) ?? new Map<string, string>();
    counted.set(slug, lines);
    return lines;
  };
  const count = (holding: Holding, { activity, id, part }: Copy | Kept, age: string): number => {
    const name = `${activity} ${id} ${part}`;
    return linesOf(holding).set(name, `${name} ${digestOf(fromBase64(age))}\n`).size;
  };

  return {
    reseal: async ({ practice, envelopes, asTheyAre = false }) => {
      const holding = ring.holding(practice);
      const copies: Copy[] = [];
      let closed = 0;
      for (const envelope of envelopes) {
        const former = formerOf(holding, envelope);
        const next = nextOf(holding, envelope.key);
        const sealed = await reseal(former, next).catch(() => null);
        if (!sealed) closed += 1;
        const kept = sealed ?? (asTheyAre ? former.sealed : null);
        if (!kept) continue;
        const { activity, id, part } = envelope;
        const sha256 = digestOf(former.sealed);
        copies.push({ activity, id, part, sha256, key: next.key, age: base64(kept) });
      }
      return { copies, closed };
    },

    resealed: ({ practice, copies }) => {
      const holding = ring.holding(practice);
      for (const copy of copies) count(holding, copy, copy.age);
      return linesOf(holding).size;
    },

    readBack: async ({ practice, kept }) => {
      const holding = ring.holding(practice);
      for (const { copy, ...envelope } of kept) {
        const former = formerOf(holding, envelope);
        const sealed = fromBase64(copy.age);
        const { key, identity } = nextOf(holding, envelope.key);
        if (copy.key !== key) throw new StaysClosed("other-key");
        if (copy.age !== envelope.age) await compare(former, { key, identity, sealed });
        // Only what could not be opened is taken over as it was.
        else if (await opens(former, nextOf(holding, envelope.key))) {
          throw new StaysClosed("other-key");
        }
        count(holding, { ...envelope, copy }, copy.age);
      }
      return linesOf(holding).size;
    },

    countAnew: ({ practice }) => {
      counted.delete(ring.holding(practice).slug);
      return null;
    },

    sum: ({ practice }) => {
      const lines = [...linesOf(ring.holding(practice)).values()].sort();
      return { count: lines.length, digest: digestOf(utf8(lines.join(""))) };
    },
  };
};

const opens = (former: Former, next: Next): Promise<boolean> =>
  reseal(former, next).then(
    () => true,
    () => false,
  );

const digestOf = (bytes: Uint8Array): string => base64url(sha256(bytes));

const formerOf = (holding: Holding, envelope: SealedEnvelope): Former => {
  const { activity, id, part, key, about, age } = envelope;
  const expected = { practice: holding.slug, activity, id, part: part as Part, key, about };
  return { identity: holding.key(key), sealed: fromBase64(age), expected };
};

type Next = ReturnType<typeof nextOf>;

const nextOf = (holding: Holding, former: string) => {
  const { id: key, recipient } = holding.card.keys[former.split("/")[0] as ClassName];
  if (key === former) throw new StaysClosed("other-key");
  return { key, recipient, identity: holding.key(key) };
};
