/** Whoever came by a factor of their own may register the computer, so that the next day is shorter. */

import { call } from "./api.ts";
import { byId, say, show } from "./dom.ts";
import { words } from "./words.ts";

export class ComputerOffer {
  readonly #name = byId<HTMLInputElement>("computer-name");
  #busy = false;

  constructor() {
    byId("computer-offer-later").addEventListener("click", () => this.close());
    byId<HTMLFormElement>("computer-offer").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#register();
    });
  }

  open(): void {
    show(byId("computer-offer"), true);
  }

  close(): void {
    this.#name.value = "";
    say("computer-offer-error", null);
    show(byId("computer-offer"), false);
  }

  async #register(): Promise<void> {
    const name = this.#name.value.trim();
    if (this.#busy) return;
    if (name === "") {
      say("computer-offer-error", words("computer-name-missing"));
      this.#name.focus();
      return;
    }
    this.#busy = true;
    try {
      await call("computer", { method: "POST", body: { name } });
      this.close();
      byId("said").textContent = words("computer-registered", { name });
    } catch {
      say("computer-offer-error", words("computer-not-registered"));
    } finally {
      this.#busy = false;
    }
  }
}
