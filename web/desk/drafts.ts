/**
 * Unfinished entries. What a view holds is sealed by the worker to the person's own key while they
 * type, and lies in this browser until it returns to them; nothing readable is ever stored.
 */

import { type Keys, NotOpened } from "./keys.ts";

export type Draft = Record<string, unknown>;

const PAUSE_MS = 800;
/** A lock does not wait longer than this for a draft. */
const PATIENCE_MS = 1_500;

export class Drafts {
  #timer = 0;
  /** Before what lies here was looked at, nothing takes its place. */
  #looked = false;

  constructor(
    readonly keys: Keys,
    /** The member's id: a colleague's draft lies beside it. */
    readonly member: string,
    /** What the views hold now; null when nothing is unfinished. */
    readonly read: () => Draft | null,
  ) {}

  /** Something was typed: a moment later it is sealed and kept. */
  touch(): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.keep(this.read()), PAUSE_MS);
  }

  /** Read before the page is cleared, kept before the keys leave. */
  async keep(draft: Draft | null): Promise<void> {
    this.stop();
    if (!this.#looked) return;
    if (draft === null) return this.forget();
    const sealed = await patient(this.keys.ask("sealDraft", { draft })).catch(() => null);
    if (sealed !== null) store(() => localStorage.setItem(this.#name, sealed));
  }

  /** What this person left unfinished, if it is theirs and whole. */
  async back(): Promise<Draft | null> {
    const sealed = store(() => localStorage.getItem(this.#name)) ?? null;
    const draft = sealed === null ? null : await this.#open(sealed);
    this.#looked = true;
    return draft;
  }

  async #open(sealed: string): Promise<Draft | null> {
    try {
      return await this.keys.ask("openDraft", { sealed });
    } catch (error) {
      // Sealed to a key that they gave up, or damaged: nobody will ever open it.
      if (error instanceof NotOpened && error.why === "damaged") this.forget();
      return null;
    }
  }

  forget(): void {
    store(() => localStorage.removeItem(this.#name));
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** Whether a draft of this member lies here, sealed. */
  static waits(member: string): boolean {
    return store(() => localStorage.getItem(nameOf(member))) != null;
  }

  get #name(): string {
    return nameOf(this.member);
  }
}

/** The fields of a view that say `data-draft="name"`: what they hold, or null when all are empty. */
export const readFields = (root: HTMLElement): Draft | null => {
  const held = fieldsOf(root).map((field) => [field.dataset.draft, entryOf(field)]);
  return held.some(([, value]) => value !== "" && value !== false)
    ? Object.fromEntries(held)
    : null;
};

/** Puts it back; a field that is no longer there is passed over. */
export const fillFields = (root: HTMLElement, draft: Draft): void => {
  for (const field of fieldsOf(root)) {
    const value = draft[field.dataset.draft ?? ""];
    if (typeof value === "boolean" && isBox(field)) field.checked = value;
    else if (typeof value === "string") field.value = value;
    else continue;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
};

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const fieldsOf = (root: HTMLElement): Field[] => [
  ...root.querySelectorAll<Field>("input[data-draft], select[data-draft], textarea[data-draft]"),
];

const isBox = (field: Field): field is HTMLInputElement =>
  field instanceof HTMLInputElement && ["checkbox", "radio"].includes(field.type);

const entryOf = (field: Field): string | boolean => (isBox(field) ? field.checked : field.value);

const nameOf = (member: string): string => `draft.${member}`;

/** A browser without storage, or one that is full, works on without drafts. */
const store = <Kept>(act: () => Kept): Kept | undefined => {
  try {
    return act();
  } catch {
    return undefined;
  }
};

const patient = <Answer>(answer: Promise<Answer>): Promise<Answer> =>
  Promise.race([
    answer,
    new Promise<never>((_, reject) =>
      setTimeout(() => reject(new NotOpened("worker")), PATIENCE_MS),
    ),
  ]);
