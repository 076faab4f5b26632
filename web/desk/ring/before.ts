/** A practice as its keys are granted and turned from: what this desk holds, and which day it is there. */

import type { Before } from "../../keys/turn.ts";
import type { Holding } from "./holding.ts";

export const beforeOf = ({ slug, held, said }: Holding): Before => ({
  ...held,
  practice: slug,
  card: said.card,
  roster: said.roster,
  admissions: said.admissions,
});

/** The relay of the vault where the practice is now; a name of another form would make a card that nobody reads. */
export const relayOf = ({ said }: Holding): string | undefined =>
  /^[A-Za-z0-9_-]{43}$/.test(said.relay) ? said.relay : undefined;

/** Whether the practice came from another vault, and its key card still names that one's relay. */
export const hasMoved = (holding: Holding): boolean =>
  (relayOf(holding) ?? holding.card.relay) !== holding.card.relay;

/** `2026-11-23`, by the practice's calendar. */
export const todayAt = ({ said }: Holding, at: Date): string =>
  new Intl.DateTimeFormat("sv-SE", {
    timeZone: said.practice.zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).format(at);
