/** Asks about what patients sent: open it where it lies, and the small cards that the lists are made of. */

import { openCard, sealCard } from "../../open/cards.ts";
import { openForm } from "../../open/open.ts";
import { fromBase64 } from "../../seal/base64.ts";
import type { Answers, Form, Part, Problem } from "../../types/form.ts";
import type { SealedEnvelope } from "../api.ts";
import { StaysClosed } from "./closed.ts";
import type { Group } from "./group.ts";
import type { Holding } from "./holding.ts";

export interface Beside {
  /** Its slug; home when none is named. */
  practice?: string;
  activity: string;
  id: string;
}

/** Where the page found an envelope: what it must say about itself when it is opened. */
export interface Place extends Beside {
  part: Part;
  about: string;
}

export interface Read {
  answers: Answers;
  problems: Problem[];
  /** The version of the form that it was sealed with. */
  version: string;
}

export interface OpeningAsks {
  open: { ask: { sealed: SealedEnvelope; place: Place }; answer: Read };
  readCard: { ask: Beside & { jwe: string }; answer: Record<string, unknown> };
  makeCard: { ask: Beside & { key: string; card: object }; answer: string };
}

export const opening: Group<OpeningAsks> = (ring) => ({
  open: async ({ sealed, place: { practice, ...place } }) => {
    const holding = ring.holding(practice);
    const form = formOf(holding, place.activity);
    if (!form) throw new StaysClosed("unknown-form");
    const { context, answers, problems } = await openForm({
      form,
      identity: holding.key(sealed.key),
      sealed: fromBase64(sealed.age),
      expected: { practice: holding.slug, key: sealed.key, ...place },
    });
    return { answers, problems, version: context.version };
  },

  readCard: async ({ practice, jwe, ...beside }) => {
    const holding = ring.holding(practice);
    const keys = cardKeys(holding, beside.activity);
    if (keys.length === 0) throw new StaysClosed("no-key");
    for (const key of keys) {
      try {
        return await openCard({ key, beside: named(holding, beside), jwe });
      } catch {
        // Of another epoch, or damaged: the next key says.
      }
    }
    throw new StaysClosed("damaged");
  },

  makeCard: ({ practice, key, card, ...beside }) => {
    const holding = ring.holding(practice);
    return sealCard({ key: holding.key(`cards/${key}`), beside: named(holding, beside), card });
  },
});

const formOf = ({ said }: Holding, activity: string): Form | undefined =>
  Object.hasOwn(said.forms, activity) ? said.forms[activity] : undefined;

const named = ({ slug }: Holding, { activity, id }: Pick<Beside, "activity" | "id">) => ({
  practice: slug,
  activity,
  id,
});

/** The newest epoch first. */
const cardKeys = (holding: Holding, activity: string): string[] => {
  const ofClass = formOf(holding, activity)?.class;
  const epoch = (name: string) => Number(name.split("/")[2]);
  return [...holding.keys]
    .filter(([name]) => name.startsWith(`cards/${ofClass}/`))
    .sort(([one], [other]) => epoch(other) - epoch(one))
    .map(([, key]) => key);
};
