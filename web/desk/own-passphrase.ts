/** A new passphrase for the same key, and the PIN of the screen lock. Neither is ever posted. */

import { canonical, type Language, newPassphrase } from "../keys/passphrase.ts";
import type { Factors, Ground, Section } from "./access.ts";
import { call, Refused } from "./api.ts";
import { byId, show } from "./dom.ts";
import { keepPin } from "./keep-mine.ts";
import { language, words } from "./words.ts";

export class OwnPassphrase implements Section {
  readonly #former: HTMLInputElement;
  readonly #typed: HTMLInputElement;
  #sealed = "";
  #drawn = "";

  constructor(readonly ground: Ground) {
    const { page } = ground;
    this.#former = page.slot<HTMLInputElement>("former-passphrase");
    this.#typed = page.slot<HTMLInputElement>("new-words");
    page.on("words-draw", () => this.#draw());
    page.on("words-stop", () => this.empty());
    page.slot("words-form").addEventListener("submit", (event) => {
      event.preventDefault();
      void ground.act("words-error", () => this.#change());
    });
    page.on("pin-choose", () => byId("pin-offer-open").click());
    page.on("pin-remove", () => void ground.act("pin-error", () => this.#removePin()));
    // The PIN's dialog belongs to the desk; what became of it shows here.
    byId<HTMLDialogElement>("pin-dialog").addEventListener("close", () => void this.#showPin(), {
      signal: ground.around.signal,
    });
  }

  draw({ sealed_key }: Factors): void {
    this.#sealed = sealed_key;
    void this.#showPin();
  }

  empty(): void {
    const { page } = this.ground;
    this.#drawn = "";
    this.#former.value = "";
    this.#typed.value = "";
    page.slot("new-words-list").replaceChildren();
    page.fill({ "words-progress": "" });
    show(page.slot("words-form"), false);
    show(page.slot("words-draw"), true);
  }

  #draw(): void {
    const { page } = this.ground;
    this.#drawn = newPassphrase(language() as Language);
    page.slot("new-words-list").replaceChildren(
      ...this.#drawn.split(" ").map((word) => {
        const item = document.createElement("li");
        item.textContent = word;
        return item;
      }),
    );
    show(page.slot("words-form"), true);
    show(page.slot("words-draw"), false);
    page.slot("new-words-list").focus();
  }

  async #change(): Promise<void> {
    const { page, around } = this.ground;
    if (canonical(this.#typed.value) !== canonical(this.#drawn)) {
      page.say("words-error", words("new-words-differ"), "words-error-words");
      return this.#typed.focus();
    }
    if (this.#former.value.trim() === "") return this.#former.focus();
    page.fill({ "words-progress": words("passphrase-checking") });
    try {
      const { sealed, proof } = await around.keys.ask("sealAnew", {
        member: around.inside.member.id,
        sealed: this.#sealed,
        secret: this.#former.value,
        passphrase: this.#drawn,
      });
      await call("sealed-key", { method: "PUT", body: { sealed_key: sealed, proof } });
    } catch (error) {
      // Somebody changed it in another browser: the next attempt begins with that file.
      if (error instanceof Refused && error.reason === "changed") await this.ground.renew();
      throw error;
    } finally {
      page.fill({ "words-progress": "" });
    }
    this.empty();
    this.ground.done("new-words-kept");
    await this.ground.renew();
  }

  async #removePin(): Promise<void> {
    await keepPin(this.ground.around.keys, null);
    this.ground.done("pin-removed");
    await this.#showPin();
  }

  async #showPin(): Promise<void> {
    const { page, around } = this.ground;
    const inside = await around.keys.ask("inside", null).catch(() => null);
    if (!inside) return;
    page.fill({
      "pin-state": words(inside.pin ? "pin-there" : "pin-none"),
      "pin-choose-words": words(inside.pin ? "pin-change" : "pin-choose"),
    });
    show(page.slot("pin-remove"), inside.pin);
  }
}
