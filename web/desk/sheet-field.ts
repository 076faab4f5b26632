/**
 * The field for the key on a recovery sheet: typed, or read from a picture of the square. Beside each
 * group stands its check word, which the reader compares with the paper. Nothing typed here is sent.
 */

import { NotARootKey, toGroups } from "../keys/groups.ts";
import type { Language } from "../keys/passphrase.ts";
import { NoSquare, readSquare } from "../keys/photo.ts";
import { GROUPS, MissingGroups, rootKeyOf, typedGroups } from "../keys/typed.ts";
import { show } from "./dom.ts";

type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string;

/** It is clear what is wrong, and it stands beside the field. */
export class NotTyped extends Error {
  override name = "NotTyped";
}

export class SheetField {
  readonly #typed: HTMLTextAreaElement;
  readonly #photo: HTMLInputElement;
  readonly #groups: HTMLElement;
  readonly #error: HTMLElement;
  readonly #tongue: HTMLSelectElement;

  constructor(
    readonly root: HTMLElement,
    readonly words: Say,
    language: Language,
  ) {
    this.#typed = find(root, "sheet-typed");
    this.#photo = find(root, "sheet-photo");
    this.#groups = find(root, "sheet-groups");
    this.#error = find(root, "sheet-error");
    this.#tongue = find(root, "sheet-tongue");
    this.#tongue.value = language;
    this.#typed.addEventListener("input", () => this.draw());
    this.#tongue.addEventListener("change", () => this.draw());
    this.#photo.addEventListener("change", () => void this.#read());
    this.draw();
  }

  focus(): void {
    this.#typed.focus();
  }

  /** The language of the page changed: the sheet's may still be another. */
  speak(language: Language): void {
    if (this.#typed.value === "") this.#tongue.value = language;
    this.draw();
  }

  /** What was typed leaves the page. */
  clear(): void {
    this.#typed.value = "";
    this.#photo.value = "";
    this.draw();
  }

  /** The root key; NotTyped once the page says what is missing. */
  async key(): Promise<string> {
    try {
      return await rootKeyOf(this.#typed.value);
    } catch (error) {
      if (error instanceof MissingGroups) {
        this.say(this.words("sheet-half", { from: error.from, to: GROUPS }));
      } else if (error instanceof NotARootKey) {
        this.say(this.words("sheet-no-key"));
      } else throw error;
      this.#typed.focus();
      throw new NotTyped(error.message);
    }
  }

  say(sentence: string | null): void {
    show(this.#error, sentence !== null);
    this.#typed.setAttribute("aria-invalid", String(sentence !== null));
    const text = this.#error.querySelector("span");
    if (text) text.textContent = sentence ?? "";
  }

  draw(): void {
    this.say(null);
    const groups = typedGroups(this.#typed.value, this.#tongue.value as Language);
    const items = groups.slice(0, GROUPS).map(({ number, group, word, odd }) => {
      const item = document.createElement("li");
      const parts = [
        String(number),
        group,
        odd ? this.words("sheet-odd", { sign: odd }) : (word ?? ""),
      ];
      for (const [index, text] of parts.entries()) {
        const part = document.createElement(index === 1 ? "b" : "span");
        part.textContent = text;
        item.append(part);
      }
      item.classList.toggle("wrong", odd !== null);
      return item;
    });
    this.#groups.replaceChildren(...items);
    show(this.#groups, items.length > 0);
  }

  async #read(): Promise<void> {
    const picture = this.#photo.files?.[0];
    if (!picture) return;
    this.say(null);
    try {
      const key = await readSquare(picture);
      // The same groups as on paper: whoever looks can still compare them.
      const groups = toGroups(key.trim().toUpperCase(), this.#tongue.value as Language);
      this.#typed.value = groups.map(({ group }) => group).join(" ");
      this.draw();
    } catch (error) {
      if (!(error instanceof NoSquare || error instanceof NotARootKey)) throw error;
      this.say(this.words(error instanceof NoSquare ? "sheet-no-square" : "sheet-other-square"));
    } finally {
      this.#photo.value = "";
    }
  }
}

const find = <Kind extends HTMLElement>(root: HTMLElement, name: string): Kind => {
  const found = root.querySelector<Kind>(`[data-part="${name}"]`);
  if (!found) throw new Error(`the field for the sheet has no ${name}`);
  return found;
};
