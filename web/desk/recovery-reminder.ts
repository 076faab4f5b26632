/**
 * Lines above a practitioner's desk: the weekly copy or the sheet's yearly proof is due; and that somebody
 * came back with the sheet, on every desk that is open, since whoever finds one can do so from anywhere.
 */

import { call } from "./api.ts";
import { byId, say } from "./dom.ts";
import type { Inside, Seat } from "./protocol.ts";
import { practitionersSeats, type Reminders } from "./safekeeping.ts";
import { fullWhen, words } from "./words.ts";

const LOOK_EVERY_MS = 120_000;

export class RecoveryReminder {
  /** The returns that somebody at this desk put away. */
  readonly #known = new Set<string>();
  #shown = "";

  constructor() {
    byId("recovery-due-now").addEventListener("click", () => {
      say("recovery-due", null);
      toView("to-recovery");
    });
    byId("recovery-due-later").addEventListener("click", () => say("recovery-due", null));
    byId("came-back-people").addEventListener("click", () => toView("to-people"));
    byId("came-back-known").addEventListener("click", () => {
      this.#known.add(this.#shown);
      say("came-back", null);
    });
  }

  /** Nothing waits for it: an answer that does not come reminds of nothing. */
  async offer({ seats }: Inside, signal: AbortSignal): Promise<void> {
    this.close();
    const theirs = practitionersSeats(seats);
    const timer = setInterval(() => void this.#look(theirs, signal, false), LOOK_EVERY_MS);
    signal.addEventListener("abort", () => clearInterval(timer));
    await this.#look(theirs, signal, true);
  }

  close(): void {
    for (const line of ["recovery-due", "came-back"]) say(line, null);
  }

  async #look(seats: readonly Seat[], signal: AbortSignal, first: boolean): Promise<void> {
    for (const [at, { practice }] of seats.entries()) {
      try {
        const path = `recovery?practice=${encodeURIComponent(practice.slug)}`;
        const said = await call<Reminders>(path, { signal });
        if (signal.aborted) return;
        if (first && at === 0) this.#remind(said);
        if (said.returned && this.#tell(practice, said.returned)) return;
      } catch {
        // The desk has other ways to say that its server is away.
      }
    }
  }

  #remind({ copy_due, proof_due }: Reminders): void {
    if (copy_due || proof_due) {
      say("recovery-due", words(proof_due ? "recovery-due.proof" : "recovery-due.copy"));
    }
  }

  /** True when it stands there. */
  #tell({ slug, name: practice, zone }: Seat["practice"], { at, name }: Returned): boolean {
    const one = `${slug} ${at}`;
    if (this.#known.has(one)) return false;
    this.#shown = one;
    say("came-back", words("came-back", { practice, name, when: fullWhen(at, zone) }));
    return true;
  }
}

type Returned = NonNullable<Reminders["returned"]>;

const toView = (button: string): void => {
  if (byId(button).getAttribute("aria-pressed") !== "true") byId(button).click();
};
