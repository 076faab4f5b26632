/**
 * Asks about turning the practice's keys. The new ones are made here and leave sealed; the page
 * publishes them and brings back what the server says then, which is verified like at a sign-in.
 *
 * One key goes to the page: that of new recovery sheets, for the printer. It comes back from paper.
 */

import { prove, type Turn, type Turned, turn } from "../../keys/turn.ts";
import type { Membership } from "../api.ts";
import type { Inside } from "../protocol.ts";
import { beforeOf, relayOf, todayAt } from "./before.ts";
import { StaysClosed } from "./closed.ts";
import type { Group } from "./group.ts";
import type { Person } from "./person.ts";

interface Wanted {
  practice?: string;
  /** Members who are no longer there, by id. */
  leaving?: string[];
  /** Last days that changed since the roster, by id. */
  until?: Record<string, string | null>;
}

export interface TurningAsks {
  /** What the server says of a practice after its keys or its people changed. */
  renew: { ask: { said: Membership }; answer: Inside };
  /** The body of `turn`. */
  turnKeys: { ask: Wanted & { why: "left" | "compromised" | "moved" }; answer: Turn };
  /** A turn with new sheets, and the key to print on them. */
  layOutSheets: {
    ask: Wanted & { why: "handed-over" | "new-sheets" };
    answer: { root: string };
  };
  /** The body of `turn`, once a sheet was read back. */
  proveSheets: { ask: { practice?: string; root: string }; answer: Turn };
}

export const turning: Group<TurningAsks> = (ring) => {
  /** Goes with the person's keys. */
  const laidOut = new WeakMap<Person, Turned>();

  const make = (wanted: Wanted & { why: Exclude<Turn["why"], "first"> }): Promise<Turned> => {
    const { practice, why, leaving = [], until = {} } = wanted;
    const holding = ring.holding(practice);
    holding.sign();
    const at = ring.now();
    const [relay, today] = [relayOf(holding), todayAt(holding, at)];
    return turn(beforeOf(holding), { why, leaving, until, relay, today, at });
  };

  return {
    renew: async ({ said }) => {
      const person = ring.here();
      await person.renew(said);
      return person.inside;
    },

    turnKeys: async (wanted) => (await make(wanted)).turn,

    layOutSheets: async (wanted) => {
      const person = ring.here();
      const { paper, ...turned } = await make(wanted);
      if (!paper) throw new Error("this turn has no new sheets");
      // From here on the root key is on the page that prints it, then on paper only.
      laidOut.set(person, { ...turned, paper: null });
      return { root: paper.root };
    },

    proveSheets: async ({ practice, root }) => {
      const made = laidOut.get(ring.here());
      if (!made || made.practice !== ring.holding(practice).slug) throw new StaysClosed("locked");
      return prove(made, root);
    },
  };
};
