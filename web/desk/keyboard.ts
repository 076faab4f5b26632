/** One key, one act. Letters are silent in fields, with Ctrl or Alt, and when they are switched off. */

import { byId } from "./dom.ts";

export type Acts = Readonly<Record<string, () => void>>;

export class Keyboard {
  #acts: Acts = {};

  constructor() {
    document.addEventListener("keydown", (event) => this.#hear(event));
    byId("shortcuts-close").addEventListener("click", () => this.#list().close());
  }

  /** The acts of what is on the page now, by key. None: the door. */
  use(acts: Acts): void {
    this.#acts = acts;
    this.#list().close();
  }

  toggleList(): void {
    if (this.#list().open) this.#list().close();
    else this.#list().showModal();
  }

  #hear(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat) return;
    // What asks something first has the keys: Escape leaves it.
    if (document.querySelector("dialog[open]:not(#shortcuts)")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const act = this.#acts[key];
    if (!act || !this.#listens(key, event.target)) return;
    if (this.#list().open && key !== "?" && key !== "l") return;
    event.preventDefault();
    act();
  }

  #listens(key: string, target: EventTarget | null): boolean {
    if (key === "Escape") return !this.#list().open; // the list closes itself
    if (
      target instanceof HTMLElement &&
      target.matches("input, textarea, select, [contenteditable]")
    ) {
      return (target as HTMLInputElement).type === "checkbox" && key !== " ";
    }
    return key.length > 1 || byId<HTMLInputElement>("shortcuts-on").checked;
  }

  #list(): HTMLDialogElement {
    return byId<HTMLDialogElement>("shortcuts");
  }
}
