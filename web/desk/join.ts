/**
 * The page of an invitation: the newcomer's own key is made here, waits, and is let in by a colleague
 * who has typed its six words. Whoever is signed in next door may bring the key that they have.
 */

import type { OwnPair } from "../keys/own-pair.ts";
import { type Language, newPassphrase } from "../keys/passphrase.ts";
import { takeFromAddress } from "./address.ts";
import { call, type Door, type Member, type Practice, Refused, Unreachable } from "./api.ts";
import { byId, say, show } from "./dom.ts";
import { Keys } from "./keys.ts";
import { makePair } from "./own-pair.ts";
import { askPassphrase } from "./passphrase.ts";
import type { Inside } from "./protocol.ts";
import { Waiting } from "./waiting.ts";
import { language, words } from "./words.ts";

interface Invited {
  practice: Practice;
  fingerprint: string;
  member: Member;
  state: "INVITED" | "WAITING" | "IN";
  now: string;
}

const STEPS = ["hello", "passphrase", "words", "in"] as const;
const PARTS = ["wait", "bad", "other-key", "used", "lost", "good"] as const;
const WORKER_MS = 4_000;

class Join {
  #code = "";
  /** The fingerprint that the link names: told by a person, not by the server. */
  #pinned: string | null = null;
  #invited: Invited | null = null;
  #pair: OwnPair | null = null;
  #keys: Keys | null = null;
  #waiting: Waiting | null = null;
  #busy = false;

  start(): void {
    const link = new URLSearchParams(location.hash.slice(1));
    this.#pinned = link.get("k");
    this.#code = takeFromAddress("i") ?? "";
    byId("join-retry").addEventListener("click", () => void this.#read());
    byId("join-begin").addEventListener("click", () => this.#begin());
    byId("join-resend").addEventListener("click", () => void this.#send());
    byId("join-with-same").addEventListener("click", () => void this.#bringKey());
    window.addEventListener("pagehide", () => this.#drop());
    window.addEventListener("hashchange", () => location.hash !== "" && location.reload());
    window.addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
    for (const one of document.querySelectorAll<HTMLAnchorElement>("#languages a")) {
      if (this.#code !== "") one.hash = link.toString();
    }
    void this.#read();
  }

  async #read(): Promise<void> {
    this.#part("wait");
    if (this.#code === "") return this.#part("bad");
    try {
      const invited = await this.#ask();
      this.#invited = invited;
      if (this.#pinned !== null && this.#pinned !== invited.fingerprint) {
        return this.#part("other-key");
      }
      if (invited.state === "IN") return this.#isIn();
      if (invited.state === "WAITING") return this.#part("used");
      const { practice, member } = invited;
      byId("practice-name").textContent = practice.name;
      byId("join-hello").textContent = words("hello", { name: member.name });
      const said = words(`invited-${member.role}`, { practice: practice.name });
      byId("join-role").textContent = said;
      this.#part("good");
      await this.#offerSameKey(practice);
    } catch (error) {
      this.#part(error instanceof Unreachable ? "lost" : "bad");
    }
  }

  #ask(): Promise<Invited> {
    return call<Invited>("join", { bearer: this.#code });
  }

  /** The desk may stand open in another tab, with this person's key of another practice. */
  async #offerSameKey({ slug }: Practice): Promise<void> {
    const inside = await this.#openElsewhere();
    const there = inside?.seats.some((seat) => seat.practice.slug === slug) ?? true;
    show(byId("join-same"), !there);
    byId("join-begin").classList.toggle("filled", there);
    if (!inside || there) return this.#letGo();
    byId("join-begin-words").textContent = words("make-another");
    const { name } = inside.member;
    byId("join-same-name").textContent = words("same-key", {
      name,
      practice: inside.practice.name,
    });
  }

  async #openElsewhere(): Promise<Inside | null> {
    const ended = () => this.#letGo();
    try {
      this.#keys = new Keys({ locked: ended, screen: ended, entered: () => undefined });
      const late = new Promise<null>((settle) => setTimeout(() => settle(null), WORKER_MS));
      return await Promise.race([this.#keys.ask("inside", null), late]);
    } catch {
      return null;
    }
  }

  #letGo(): void {
    this.#keys?.leave();
    this.#keys = null;
    show(byId("join-same"), false);
    byId("join-begin").classList.add("filled");
  }

  async #bringKey(): Promise<void> {
    const { practice, fingerprint } = this.#trusted();
    if (this.#busy || !this.#keys) return;
    this.#busy = true;
    say("join-same-error", null);
    try {
      const { mine, ...own } = await this.#keys.ask("bringKey", { practice, fingerprint });
      await call("mine", { method: "PUT", body: { age: mine } });
      await this.#keys.ask("mineKept", null);
      this.#pair = { ...own, sealed_key: null, mine: null, proof: null };
      await this.#post();
      this.#wait();
    } catch (error) {
      const lost = error instanceof Unreachable;
      say("join-same-error", words(lost ? "join-unreachable" : "same-failed"));
    } finally {
      this.#busy = false;
    }
  }

  #begin(): void {
    const { practice, member } = this.#asked();
    this.#letGo();
    this.#to("passphrase");
    askPassphrase({
      draw: () => newPassphrase(language() as Language),
      near: [practice.name, practice.slug, member.name],
      accepted: async (passphrase) => {
        this.#pair = await makePair(passphrase, { ...this.#trusted(), member: member.id });
        await this.#send();
      },
    });
  }

  async #send(): Promise<void> {
    say("join-not-sent", null);
    show(byId("join-send-again"), false);
    try {
      await this.#post();
      this.#wait();
    } catch (error) {
      if (!(error instanceof Refused)) {
        say("join-not-sent", words("join-unreachable"));
        return show(byId("join-send-again"), true);
      }
      if (error.status === 409) return this.#back("used");
      const { said } = error.answer;
      if (typeof said !== "string") return this.#back("bad");
      say("join-not-sent", words("join-refused", { said }));
    }
  }

  #post(): Promise<unknown> {
    return call("join", { method: "POST", bearer: this.#code, body: this.#pair });
  }

  #wait(): void {
    const pair = this.#pair;
    if (!pair) return;
    const { fingerprint } = this.#trusted();
    const { id: member, role } = this.#asked().member;
    this.#to("words");
    this.#waiting = new Waiting({
      pair: { fingerprint, member, role, recipient: pair.recipient, signing: pair.signing },
      ask: async () => ((await this.#ask()).state === "IN" ? "in" : "waits"),
      settled: (how) => (how === "in" ? void this.#isIn() : this.#back("bad")),
    });
  }

  async #isIn(): Promise<void> {
    const same = this.#pair !== null && this.#pair.sealed_key === null;
    const door = same ? null : await call<Door>("door").catch(() => null);
    const here = door?.practice?.slug === this.#invited?.practice.slug;
    show(byId("in-same"), same);
    show(byId("in-registered"), !same && here);
    show(byId("in-elsewhere"), !same && !here);
    this.#to("in");
    this.#drop();
  }

  #asked(): Invited {
    if (!this.#invited) throw new Error("no invitation was read");
    return this.#invited;
  }

  /** The practice of the link. What the server says counts where the link names no fingerprint: the words tell. */
  #trusted(): { practice: string; fingerprint: string } {
    const { practice, fingerprint } = this.#asked();
    return { practice: practice.slug, fingerprint: this.#pinned ?? fingerprint };
  }

  #drop(): void {
    this.#waiting?.clear();
    this.#waiting = null;
    this.#keys?.leave();
    this.#keys = null;
    this.#pair = null;
    this.#code = "";
  }

  #back(part: (typeof PARTS)[number]): void {
    this.#to("hello");
    this.#part(part);
  }

  #part(shown: (typeof PARTS)[number]): void {
    for (const part of PARTS) show(byId(`join-${part}`), part === shown);
  }

  #to(step: (typeof STEPS)[number]): void {
    for (const section of document.querySelectorAll<HTMLElement>(".step")) {
      show(section, section.dataset.step === step);
    }
    show(byId("languages"), step === "hello");
    byId(`step-${step}`).focus();
  }
}

if (document.querySelector(".joining")) new Join().start();
