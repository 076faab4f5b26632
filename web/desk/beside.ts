/** What stands beside the agenda, in the same document: the keys stay where they are. One view at a time. */

import { AccessPage } from "./access.ts";
import { ChoicesPage } from "./choices.ts";
import { DocumentsPage } from "./documents.ts";
import { byId } from "./dom.ts";
import type { Draft } from "./drafts.ts";
import { InstructionsPage } from "./instructions.ts";
import { JournalPage } from "./journal.ts";
import type { Keys } from "./keys.ts";
import { PeoplePage } from "./people.ts";
import type { Inside } from "./protocol.ts";
import { RecoveryPage } from "./safekeeping.ts";

/** What a view may know of the open desk, and ask of it. */
export interface Around {
  keys: Keys;
  /** Who stands before the desk; what they may do changes with it (`signs`, `member.role`). */
  inside: Inside;
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
  /** What was entered and not sent: sealed while the desk is locked. Null when nothing is unfinished. */
  draft?(): Draft | null;
  /** Puts it back; called once, after `open`. readFields and fillFields (drafts.ts) do it for plain fields. */
  restore?(draft: Draft): void;
}

export interface Host {
  /** Null while the desk is locked. */
  around(): Omit<Around, "back"> | null;
  /** A view stands where the agenda stood. */
  entered(): void;
  left(): void;
}

const VIEWS = {
  choices: ChoicesPage,
  documents: DocumentsPage,
  instructions: InstructionsPage,
  journal: JournalPage,
  access: AccessPage,
  people: PeoplePage,
  recovery: RecoveryPage,
};
type Name = keyof typeof VIEWS;
const NAMES = Object.keys(VIEWS) as Name[];

export class Beside {
  readonly #made = new Map<Name, View>();
  #shown: Name | null = null;
  /** Of views that were not opened since the desk was. */
  #drafts: Partial<Record<Name, Draft>> = {};

  constructor(readonly host: Host) {
    byId("to-agenda").addEventListener("click", () => this.leave());
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
    this.#drafts = {};
  }

  /** What all views hold unfinished, and which one was before the person. */
  draft(): Draft | null {
    const views = { ...this.#drafts };
    for (const [name, view] of this.#made) {
      const draft = view.draft?.() ?? null;
      if (draft) views[name] = draft;
    }
    return Object.keys(views).length > 0 ? { shown: this.#shown, views } : null;
  }

  /** The view that was before the person comes back with what was in it. */
  restore({ shown, views }: Draft): void {
    this.#drafts = { ...(views as Partial<Record<Name, Draft>>) };
    const name = NAMES.find((each) => each === shown && this.#drafts[each]);
    if (name) this.#enter(name);
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
    const draft = this.#drafts[name];
    delete this.#drafts[name];
    if (draft) view.restore?.(draft);
  }

  #show(name: Name | null): void {
    if (this.#shown) this.#made.get(this.#shown)?.leave();
    this.#shown = name;
    byId("to-agenda").setAttribute("aria-pressed", String(name === null));
    for (const each of NAMES) {
      byId(`to-${each}`).setAttribute("aria-pressed", String(each === name));
    }
  }
}
