/** The practice came from another vault: its keys stay, and are signed for the relay of this one. */

import { show } from "./dom.ts";
import type { Drawn, Ground, Section } from "./people.ts";
import { dueIn } from "./turns.ts";

export class Moved implements Section {
  constructor(readonly ground: Ground) {
    const { page, act } = ground;
    page.on("moved-turn", () => void act(page, "moved-error", () => this.#sign()));
  }

  draw({ acts, moved, members, seated }: Drawn): void {
    // Every turn signs for this vault: where one waits anyway, it is the one.
    const waits = dueIn(members, seated).length > 0;
    show(this.ground.page.slot("moved"), acts && moved && !waits);
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
