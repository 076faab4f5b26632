/** The practice came from another vault: its keys stay, and are signed for the relay of this one. */

import { show } from "./dom.ts";
import type { Drawn, Ground, Section } from "./people.ts";

export class Moved implements Section {
  constructor(readonly ground: Ground) {
    const { page, act } = ground;
    page.on("moved-turn", () => void act(page, "moved-error", () => this.#sign()));
  }

  draw({ acts, moved }: Drawn): void {
    show(this.ground.page.slot("moved"), acts && moved);
  }

  empty(): void {
    // Nothing is typed here.
  }

  async #sign(): Promise<void> {
    const { progress, done, turns, renew } = this.ground;
    progress("moving");
    try {
      await turns.turn("moved");
      done("moved-signed");
    } finally {
      progress(null);
      await renew();
    }
  }
}
