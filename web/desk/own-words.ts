/** A passphrase of one's own, at set-up: typed twice, its strength shown, a weak one refused. */

import { canonical } from "../keys/passphrase.ts";
import { byId, say, show } from "./dom.ts";
import { words } from "./words.ts";

/** 10^12 guesses: at a second each, a thousand machines need thirty years. */
const ENOUGH = 12;
const GUESSES_A_SECOND = 3; // as a power of ten
/** Seconds, as powers of ten, from which on a time is called so. */
const SPANS = [
  ["centuries", 9.5],
  ["years", 7.5],
  ["days", 4.9],
  ["hours", 3.5],
] as const;

type Strength = typeof import("./strength.ts");

export class OwnWords {
  readonly #typed = byId<HTMLInputElement>("own-typed");
  readonly #again = byId<HTMLInputElement>("own-again");
  #strength: Strength | null = null;

  constructor(
    readonly near: readonly string[],
    readonly accepted: (passphrase: string) => Promise<void>,
  ) {
    this.#typed.oninput = () => this.#show();
    byId<HTMLFormElement>("own-form").onsubmit = (event) => {
      event.preventDefault();
      void this.#submit();
    };
  }

  async open(): Promise<void> {
    this.#typed.focus();
    await this.#load();
    this.#show();
  }

  /** What was typed leaves the page. */
  clear(): void {
    this.#typed.value = "";
    this.#again.value = "";
    this.#typed.oninput = null;
    byId<HTMLFormElement>("own-form").onsubmit = null;
    this.#refuse(null);
    say("own-again-error", null);
  }

  async #load(): Promise<void> {
    try {
      const url = byId("own-form").dataset.strength ?? "";
      this.#strength ??= (await import(url)) as Strength;
    } catch {
      this.#refuse(words("own-unmeasured"));
    }
  }

  /** The power of ten; null while it cannot be measured, or there is nothing. */
  #guesses(): number | null {
    const typed = canonical(this.#typed.value);
    return this.#strength && typed !== "" ? this.#strength.guessesFor(typed, this.near) : null;
  }

  #show(): void {
    const guesses = this.#guesses();
    show(byId("own-strength"), guesses !== null);
    if (guesses === null) return;
    byId<HTMLMeterElement>("own-meter").value = Math.min(guesses, ENOUGH);
    const time = words(`span-${spanOf(guesses)}`);
    byId("own-said").textContent = words(guesses < ENOUGH ? "own-weak" : "own-strong", { time });
    if (guesses >= ENOUGH) this.#refuse(null);
  }

  async #submit(): Promise<void> {
    await this.#load();
    if (!this.#strength) return;
    const guesses = this.#guesses();
    if (guesses === null || guesses < ENOUGH) {
      this.#refuse(words("own-refused"));
      this.#typed.focus();
      return;
    }
    const same = canonical(this.#typed.value) === canonical(this.#again.value);
    say("own-again-error", same ? null : words("own-differs"));
    this.#again.setAttribute("aria-invalid", String(!same));
    if (!same) return this.#again.focus();
    await this.accepted(this.#typed.value);
  }

  #refuse(sentence: string | null): void {
    say("own-error", sentence);
    this.#typed.setAttribute("aria-invalid", String(sentence !== null));
  }
}

const spanOf = (guesses: number): string =>
  SPANS.find(([, from]) => guesses - GUESSES_A_SECOND >= from)?.[0] ?? "minutes";
