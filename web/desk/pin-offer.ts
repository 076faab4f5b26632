/** Offers a PIN to whoever has none: with it the screen lock costs six digits instead of the passphrase. */

import { byId, say, show } from "./dom.ts";
import { keepPin } from "./keep-mine.ts";
import type { Keys } from "./keys.ts";
import { hasPasskeys } from "./passkey.ts";
import { PinField } from "./pin-field.ts";
import type { Inside } from "./protocol.ts";
import { words } from "./words.ts";

export class PinOffer {
  readonly #dialog = byId<HTMLDialogElement>("pin-dialog");
  readonly #first = new PinField("pin-new", () => this.#again.focus());
  readonly #again = new PinField("pin-again");
  #keys: Keys | null = null;
  #busy = false;

  constructor() {
    byId("pin-offer-open").addEventListener("click", () => this.#open());
    byId("pin-offer-later").addEventListener("click", () => show(byId("pin-offer"), false));
    byId("passkey-offer-open").addEventListener("click", () => {
      show(byId("passkey-offer"), false);
      byId("to-access").click();
    });
    byId("passkey-offer-later").addEventListener("click", () => {
      show(byId("passkey-offer"), false);
    });
    byId("pin-dialog-close").addEventListener("click", () => this.#dialog.close());
    this.#dialog.addEventListener("close", () => this.#empty());
    byId<HTMLFormElement>("pin-form").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#keep();
    });
  }

  offer(inside: Inside, keys: Keys): void {
    this.#keys = keys;
    show(byId("pin-offer"), !inside.pin);
  }

  close(): void {
    this.#keys = null;
    for (const line of ["pin-offer", "passkey-offer"]) show(byId(line), false);
    this.#dialog.close();
    this.#empty();
  }

  #open(): void {
    this.#dialog.showModal();
    this.#first.focus();
  }

  #empty(): void {
    this.#first.empty();
    this.#again.empty();
    say("pin-new-error", null);
  }

  async #keep(): Promise<void> {
    const keys = this.#keys;
    if (!keys || this.#busy) return;
    const pin = this.#first.value;
    if (!this.#first.full) return this.#wrong("pin-short");
    if (pin !== this.#again.value) return this.#wrong("pin-differs");
    this.#busy = true;
    try {
      await keepPin(keys, pin);
      this.#dialog.close();
      show(byId("pin-offer"), false);
      byId("said").textContent = words("pin-kept");
      show(byId("passkey-offer"), hasPasskeys());
    } catch {
      this.#wrong("pin-not-kept");
    } finally {
      this.#busy = false;
    }
  }

  #wrong(key: string): void {
    this.#empty();
    say("pin-new-error", words(key));
    this.#first.focus();
  }
}
