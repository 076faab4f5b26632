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

/** `2026-11-23`, by the practice's calendar. */
export const todayAt = ({ said }: Holding, at: Date): string =>
  new Intl.DateTimeFormat("sv-SE", {
    timeZone: said.practice.zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).format(at);
