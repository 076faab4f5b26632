/** A calm line above the desk when the weekly copy or the sheet's yearly proof is due. Practitioners alone. */

import { call } from "./api.ts";
import { byId, say } from "./dom.ts";
import type { Inside } from "./protocol.ts";
import { practitionersSeats, type Reminders } from "./safekeeping.ts";
import { words } from "./words.ts";

export class RecoveryReminder {
  constructor() {
    byId("recovery-due-now").addEventListener("click", () => {
      this.close();
      if (byId("to-recovery").getAttribute("aria-pressed") !== "true") byId("to-recovery").click();
    });
    byId("recovery-due-later").addEventListener("click", () => this.close());
  }

  /** Nothing waits for it: an answer that does not come reminds of nothing. */
  async offer({ seats }: Inside, signal: AbortSignal): Promise<void> {
    this.close();
    const [first] = practitionersSeats(seats);
    if (!first) return;
    try {
      const path = `recovery?practice=${encodeURIComponent(first.practice.slug)}`;
      const { copy_due, proof_due } = await call<Reminders>(path, { signal });
      if (signal.aborted || !(copy_due || proof_due)) return;
      this.#say(words(proof_due ? "recovery-due.proof" : "recovery-due.copy"));
    } catch {
      // The desk has other ways to say that its server is away.
    }
  }

  close(): void {
    this.#say(null);
  }

  #say(sentence: string | null): void {
    say("recovery-due", sentence);
  }
}
