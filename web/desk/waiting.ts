/** A new pair waits: its six words stand on the screen, and the page asks until a colleague has let it in. */

import { type Compared, checkWords } from "../keys/check-words.ts";
import type { Language } from "../keys/passphrase.ts";
import { Refused } from "./api.ts";
import { byId, show } from "./dom.ts";
import { language } from "./words.ts";

const ASK_EVERY_MS = 3_000;

export interface Waits {
  /** What the words follow from. */
  pair: Compared;
  /** Whether somebody let it in by now; `gone` when nobody will. */
  ask: () => Promise<"waits" | "in" | "gone">;
  settled: (how: "in" | "gone") => void;
}

export class Waiting {
  #timer = 0;
  #ended = false;

  constructor(readonly waits: Waits) {
    const items = checkWords(waits.pair, language() as Language).map((word) => {
      const item = document.createElement("li");
      item.textContent = word;
      return item;
    });
    byId("check-words").replaceChildren(...items);
    this.#soon();
  }

  clear(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    byId("check-words").replaceChildren();
    show(byId("check-lost"), false);
  }

  #soon(): void {
    if (!this.#ended) this.#timer = window.setTimeout(() => void this.#ask(), ASK_EVERY_MS);
  }

  async #ask(): Promise<void> {
    try {
      const how = await this.waits.ask();
      show(byId("check-lost"), false);
      if (how !== "waits" && !this.#ended) {
        this.clear();
        return this.waits.settled(how);
      }
    } catch (error) {
      if (error instanceof Refused && !this.#ended) {
        this.clear();
        return this.waits.settled("gone");
      }
      show(byId("check-lost"), true);
    }
    this.#soon();
  }
}
