/**
 * “I forgot my passphrase”, at the door of a computer of the practice: a new key pair waits there, and a
 * colleague lets it in. Nothing of the former key changes before.
 */

import type { WholePair } from "../keys/own-pair.ts";
import { type Language, newPassphrase } from "../keys/passphrase.ts";
import { type Challenge, call, type Member, type Practice, Refused } from "./api.ts";
import { byId, say, show } from "./dom.ts";
import { makePair } from "./own-pair.ts";
import { askPassphrase } from "./passphrase.ts";
import { Waiting, type Waits } from "./waiting.ts";
import { language, words } from "./words.ts";

interface Forgot {
  practice: Practice;
  member: Member;
}

const PARTS = ["ask", "passphrase", "words", "in"] as const;

export class Forgotten {
  #waiting: Waiting | null = null;
  #forgot: Forgot | null = null;

  /** `left`: back to the door, which asks anew who is there. */
  constructor(readonly left: () => void) {
    byId("forgotten-back").addEventListener("click", () => this.#leave());
    byId("forgotten-begin").addEventListener("click", () => this.#begin());
    byId("forgotten-enter").addEventListener("click", () => this.#leave());
  }

  get shown(): boolean {
    return this.#forgot !== null;
  }

  open(forgot: Forgot): void {
    this.#forgot = forgot;
    byId("forgotten-name").textContent = words("hello", { name: forgot.member.name });
    this.#error(null);
    show(byId("forgotten"), true);
    this.#to("ask");
  }

  /** What was made and typed leaves the page. */
  close(): void {
    this.#forgot = null;
    this.#waiting?.clear();
    this.#waiting = null;
    this.#error(null);
    byId("six-words").replaceChildren();
    for (const field of byId("forgotten").querySelectorAll("input")) field.value = "";
    show(byId("forgotten"), false);
  }

  #leave(): void {
    this.close();
    this.left();
  }

  #begin(): void {
    const { practice, member } = this.#asked();
    this.#to("passphrase");
    askPassphrase({
      draw: () => newPassphrase(language() as Language),
      near: [practice.name, practice.slug, member.name],
      accepted: (passphrase) => this.#send(passphrase),
    });
  }

  async #send(passphrase: string): Promise<void> {
    const { practice, member } = this.#asked();
    this.#error(null);
    try {
      const { fingerprint } = await call<{ fingerprint: string }>("forgotten");
      const place = { practice: practice.slug, member: member.id };
      const own = await makePair(passphrase, { ...place, fingerprint });
      if (this.#forgot) await this.#post(own, fingerprint);
    } catch {
      this.#to("ask");
      this.#error("forgotten-unreachable");
    }
  }

  async #post(own: WholePair, fingerprint: string): Promise<void> {
    const { member } = this.#asked();
    try {
      const body = { member: member.id, ...own };
      const { joining } = await call<{ joining: string }>("forgotten", { method: "POST", body });
      if (!this.#forgot) return;
      this.#wait(joining, own.sealed_key, {
        fingerprint,
        member: member.id,
        role: member.role,
        recipient: own.recipient,
        signing: own.signing,
      });
    } catch (error) {
      this.#to("ask");
      if (error instanceof Refused && error.reason === "used") {
        return this.#another(error.answer.joining, () => this.#post(own, fingerprint));
      }
      this.#error(error instanceof Refused ? "forgotten-refused" : "forgotten-unreachable");
    }
  }

  /** Another key waits: the computer on which it was made may drop it, for the one that was made now. */
  #another(joining: unknown, again: () => Promise<void>): void {
    const here = typeof joining === "string";
    this.#error(here ? "forgotten-waits-here" : "forgotten-waits");
    show(byId("forgotten-drop-line"), here);
    byId("forgotten-drop").onclick = here ? () => void this.#drop(joining, again) : null;
  }

  async #drop(joining: string, again: () => Promise<void>): Promise<void> {
    this.#error(null);
    try {
      await call(`forgotten/${joining}`, { method: "DELETE" });
    } catch (error) {
      return this.#error(error instanceof Refused ? "forgotten-gone" : "forgotten-unreachable");
    }
    if (this.#forgot) await again();
  }

  #error(key: string | null): void {
    say("forgotten-error", key === null ? null : words(key));
    show(byId("forgotten-drop-line"), false);
    byId("forgotten-drop").onclick = null;
  }

  #wait(joining: string, sealed: string, pair: Waits["pair"]): void {
    this.#to("words");
    this.#waiting = new Waiting({
      pair,
      ask: async () => {
        const { waits } = await call<{ waits: boolean }>(`forgotten/${joining}`);
        return waits ? "waits" : (await this.#isOurs(sealed)) ? "in" : "gone";
      },
      settled: (how) => {
        this.#to(how === "in" ? "in" : "ask");
        if (how === "gone") this.#error("forgotten-gone");
      },
    });
  }

  /** Whether the door gives out the file that was made here: another attempt may have taken its place. */
  async #isOurs(sealed: string): Promise<boolean> {
    const body = { member: this.#asked().member.id };
    const { sealed_key } = await call<Challenge>("challenge", { method: "POST", body });
    return sealed_key === sealed;
  }

  #asked(): Forgot {
    if (!this.#forgot) throw new Error("nobody forgot anything");
    return this.#forgot;
  }

  #to(shown: (typeof PARTS)[number]): void {
    for (const part of PARTS) show(byId(`forgotten-${part}`), part === shown);
    byId(`forgotten-${shown}`).querySelector<HTMLElement>("h2")?.focus();
  }
}
