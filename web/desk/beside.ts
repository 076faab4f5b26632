/** What stands beside the agenda, in the same document: the keys stay where they are. One view at a time. */

import { ChoicesPage } from "./choices.ts";
import { DocumentsPage } from "./documents.ts";
import { byId } from "./dom.ts";
import type { Keys } from "./keys.ts";

/** What a view may know of the open desk, and ask of it. */
export interface Around {
  keys: Keys;
  zone: string;
  signal: AbortSignal;
  back(): void;
  signedOut(): void;
  lock(): void;
  fault(): void;
}

export interface View {
  open(): void;
  leave(): void;
  /** Takes it off the page, with what was entered. */
  clear(): void;
}

export interface Host {
  /** Null while the desk is locked. */
  around(): Omit<Around, "back"> | null;
  /** A view stands where the agenda stood. */
  entered(): void;
  left(): void;
}

const VIEWS = { choices: ChoicesPage, documents: DocumentsPage };
type Name = keyof typeof VIEWS;
const NAMES = Object.keys(VIEWS) as Name[];

export class Beside {
  readonly #made = new Map<Name, View>();
  #shown: Name | null = null;

  constructor(readonly host: Host) {
    for (const name of NAMES) {
      byId(`to-${name}`).addEventListener("click", () => this.#toggle(name));
    }
  }

  /** Back to the agenda; what was entered stays until the desk locks. */
  leave(): void {
    const name = this.#shown;
    if (!name) return;
    this.#show(null);
    this.host.left();
    byId(`to-${name}`).focus();
  }

  clear(): void {
    this.#show(null);
    for (const view of this.#made.values()) view.clear();
    this.#made.clear();
  }

  #toggle(name: Name): void {
    if (this.#shown === name) this.leave();
    else this.#enter(name);
  }

  #enter(name: Name): void {
    const around = this.host.around();
    if (!around) return;
    this.host.entered();
    this.#show(name);
    let view = this.#made.get(name);
    if (!view) {
      view = new VIEWS[name]({ ...around, back: () => this.leave() });
      this.#made.set(name, view);
    }
    view.open();
  }

  #show(name: Name | null): void {
    if (this.#shown) this.#made.get(this.#shown)?.leave();
    this.#shown = name;
    for (const each of NAMES) {
      byId(`to-${each}`).setAttribute("aria-pressed", String(each === name));
    }
  }
}
