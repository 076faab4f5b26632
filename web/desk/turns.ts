/**
 * Turning the practice's keys from the open desk: made in the worker, published here, and read back as
 * the server has them. Two desks at once: one is told that the other was quicker.
 */

import type { Turn } from "../keys/turn.ts";
import { call, type Membership, Refused, Unreachable } from "./api.ts";
import type { Around } from "./beside.ts";
import { keepTrust } from "./keep-mine.ts";
import type { PersonRow } from "./people.ts";
import { Meanwhile } from "./people-words.ts";
import type { Seated } from "./ring/seating.ts";
import { language } from "./words.ts";

interface Wanted {
  leaving?: string[];
  until?: Record<string, string | null>;
}

/** Those who stand in the signed list and have left: the keys that they had are to be turned. */
export const dueIn = (members: readonly PersonRow[], seated: readonly Seated[]): Seated[] => {
  const left = new Set(members.filter(({ state }) => state === "LEFT").map(({ id }) => id));
  return seated.filter(({ id }) => left.has(id));
};

/** Last days that the server was told, where the signed list says another. */
export const daysIn = (
  members: readonly PersonRow[],
  seated: readonly Seated[],
): Record<string, string | null> =>
  Object.fromEntries(
    members
      .filter(({ id, until }) => seated.some((one) => one.id === id && one.until !== until))
      .map(({ id, until }) => [id, until]),
  );

export class Turns {
  constructor(
    readonly around: Pick<Around, "keys" | "inside" | "signal">,
    readonly practice: () => string,
  ) {}

  /** What the server has now, verified in the worker: keys and people count from here on. */
  async renew(): Promise<Membership> {
    const { keys, inside, signal } = this.around;
    const query = new URLSearchParams({ practice: this.practice(), language: language() });
    const said = await call<Membership>(`membership?${query}`, { signal });
    // One object for the whole desk: the agenda and the views look at it.
    Object.assign(inside, await keys.ask("renew", { said }));
    await keepTrust(keys);
    return said;
  }

  async turn(why: "left" | "compromised" | "moved", wanted: Wanted = {}): Promise<void> {
    await this.renew();
    const practice = this.practice();
    await this.publish(await this.around.keys.ask("turnKeys", { practice, why, ...wanted }));
  }

  /** Publishes what was made, and holds it. Meanwhile, Refused, Unreachable. */
  async publish(made: Turn): Promise<void> {
    try {
      await this.post("turn", made);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      // The answer was lost, not necessarily the turn.
      const said = await this.renew();
      if (said.card !== made.card) throw error;
      return;
    }
    await this.renew();
  }

  /** A call that changes people or keys: when another desk was quicker, ours is read anew. */
  async post<Answer>(path: string, body: unknown): Promise<Answer> {
    const { signal } = this.around;
    const asked = { method: "POST", body, signal } as const;
    try {
      return await call<Answer>(`${path}?practice=${this.practice()}`, asked);
    } catch (error) {
      if (!(error instanceof Refused) || error.reason !== "changed") throw error;
      await this.renew();
      throw new Meanwhile("another computer was quicker");
    }
  }
}
