/** “My access”: what opens the desk for this person, and where it is open. Their own factors alone. */

import { call, Refused, SignedOut, Unreachable } from "./api.ts";
import type { Around, View } from "./beside.ts";
import { byId, Piece, show } from "./dom.ts";
import { NotOpened } from "./keys.ts";
import { OwnDigits } from "./own-digits.ts";
import { OwnPassphrase } from "./own-passphrase.ts";
import { OwnPlaces } from "./own-places.ts";
import { NoPasskey } from "./passkey.ts";
import { OwnPasskeys } from "./passkeys.ts";
import { words } from "./words.ts";

export interface PasskeyRow {
  id: string;
  name: string;
  credential: string;
  /** Null for one that shows who it is and opens nothing. */
  sealed: string | null;
  made_at: string;
  tested_at: string | null;
}

/** The answer to `GET factors`. */
export interface Factors {
  sealed_key: string;
  passkeys: PasskeyRow[];
  totp: { login: string; confirmed_at: string } | null;
  computer: { id: number; name: string } | null;
  sessions: {
    id: number;
    started_at: string;
    factor: "COMPUTER" | "PASSKEY" | "TOTP" | "SHEET";
    computer: string | null;
    this: boolean;
  }[];
  now: string;
}

/** What the sections of the view stand on. */
export interface Ground {
  page: Piece;
  around: Around;
  /** Asks the server anew and draws all of it. */
  renew(): Promise<void>;
  /** One act at a time; what went wrong is said in the slot `error`. */
  act(error: string, doing: () => Promise<void>): Promise<void>;
  /** For everybody who reads or hears the page: it is done. */
  done(key: string, values?: Record<string, string>): void;
}

export interface Section {
  draw(factors: Factors): void;
  /** What was typed leaves the page. */
  empty(): void;
}

const STATES = ["wait", "unreachable", "body"] as const;

export class AccessPage implements View {
  readonly #page = new Piece("t-access");
  readonly #sections: readonly Section[];
  #busy = false;

  constructor(readonly around: Around) {
    const page = this.#page;
    page.on("back", around.back).on("again", () => void this.load());
    byId("access").replaceChildren(page.root);
    const ground: Ground = {
      page,
      around,
      renew: () => this.load(),
      act: (error, doing) => this.#act(error, doing),
      done: (key, values) => {
        byId("said").textContent = words(key, values);
      },
    };
    this.#sections = [
      new OwnPasskeys(ground),
      new OwnDigits(ground),
      new OwnPassphrase(ground),
      new OwnPlaces(ground),
    ];
  }

  open(): void {
    show(byId("access"), true);
    this.#page.slot("heading").focus();
    void this.load();
  }

  leave(): void {
    for (const section of this.#sections) section.empty();
    show(byId("access"), false);
  }

  clear(): void {
    this.leave();
    byId("access").replaceChildren();
  }

  async load(): Promise<void> {
    if (this.#page.slot("body").hidden) this.#state("wait");
    try {
      const factors = await call<Factors>("factors", { signal: this.around.signal });
      for (const section of this.#sections) section.draw(factors);
      this.#state("body");
    } catch (error) {
      if (!this.#leaves(error)) this.#state("unreachable");
    }
  }

  #state(state: (typeof STATES)[number]): void {
    for (const each of STATES) show(this.#page.slot(each), each === state);
  }

  async #act(error: string, doing: () => Promise<void>): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    this.#page.say(error, null, `${error}-words`);
    try {
      await doing();
    } catch (failure) {
      if (!this.#leaves(failure)) {
        this.#page.say(error, words(sentenceKey(failure)), `${error}-words`);
      }
    } finally {
      this.#busy = false;
    }
  }

  /** Errors that concern the whole desk. */
  #leaves(error: unknown): boolean {
    if (this.around.signal.aborted) return true;
    if (error instanceof SignedOut) {
      this.around.signedOut();
      return true;
    }
    const known = [Unreachable, Refused, NoPasskey, NotOpened].some(
      (kind) => error instanceof kind,
    );
    if (!known) this.around.fault();
    return !known;
  }
}

const sentenceKey = (error: unknown): string => {
  if (error instanceof Unreachable) return "access-unreachable";
  if (error instanceof NoPasskey) return `own-passkey.${error.why}`;
  if (error instanceof NotOpened) {
    return error.why === "wrong-passphrase" ? "own-passphrase-wrong" : "access-refused";
  }
  if (error instanceof Refused && error.reason === "too-many") return "passkeys-too-many";
  return "access-refused";
};
