/**
 * Sets a practice up, in its practitioner's browser, one step at a time. What leaves is public or
 * sealed, at once, at the very end.
 */

import { toGroups } from "../keys/groups.ts";
import { type Language, newPassphrase } from "../keys/passphrase.ts";
import { takeFromAddress } from "./address.ts";
import { call, type Member, type Practice, Refused, Unreachable } from "./api.ts";
import { byId, say, show } from "./dom.ts";
import { Making } from "./making.ts";
import { clearSheets, drawSheets } from "./paper.ts";
import { askWords } from "./passphrase.ts";
import { Proof } from "./proof.ts";
import { countryName, language, words } from "./words.ts";

interface Invitation {
  practice: Practice;
  country: string;
  relay: string;
  member: Member;
  done: boolean;
}

const STEPS = ["invitation", "keys", "passphrase", "sheets", "proof", "open"] as const;
type Step = (typeof STEPS)[number];

class SetUp {
  readonly #language = language() as Language;
  #code = "";
  #invitation: Invitation | null = null;
  #making: Making | null = null;
  /** An attempt to publish found no answer: it may have arrived. */
  #unanswered = false;
  #proof: Proof | null = null;

  start(): void {
    this.#code = takeFromAddress("i") ?? "";
    byId("invitation-retry").addEventListener("click", () => void this.#read());
    byId("begin").addEventListener("click", () => this.#begin());
    byId("make-keys").addEventListener("click", () => void this.#make());
    byId("print-sheets").addEventListener("click", () => this.#print());
    byId("sheets-printed").addEventListener("click", () => this.#forget());
    byId("reprint").addEventListener("click", () => void this.#renewSheets());
    window.addEventListener("pagehide", () => this.#drop());
    // The same page with another link: only the fragment changes, so nothing would be loaded.
    window.addEventListener("hashchange", () => location.hash !== "" && location.reload());
    window.addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
    this.#carry(this.#code);
    this.#to("invitation");
    void this.#read();
  }

  /** Another language may still be chosen: its link takes the invitation along. */
  #carry(code: string): void {
    for (const link of document.querySelectorAll<HTMLAnchorElement>("#languages a")) {
      link.hash = code === "" ? "" : `i=${code}`;
    }
  }

  #begin(): void {
    this.#carry("");
    show(byId("languages"), false);
    this.#to("keys");
  }

  async #read(): Promise<void> {
    this.#invite("wait");
    if (this.#code === "") {
      this.#invite("bad");
      return;
    }
    try {
      const invitation = await call<Invitation>("setup", { bearer: this.#code });
      this.#invitation = invitation;
      byId("practice-name").textContent = invitation.practice.name;
      byId("invitation-hello").textContent = words("hello", { name: invitation.member.name });
      byId("invitation-practice").textContent = words("sets-up", {
        practice: invitation.practice.name,
      });
      byId("invitation-country").textContent = words("law-country", {
        country: countryName(invitation.country),
      });
      this.#invite(invitation.done ? "done" : "good");
    } catch (error) {
      this.#invite(error instanceof Unreachable ? "lost" : "bad");
    }
  }

  #invite(shown: "wait" | "bad" | "lost" | "done" | "good"): void {
    for (const part of ["wait", "bad", "lost", "done", "good"]) {
      show(byId(`invitation-${part}`), part === shown);
    }
  }

  async #make(): Promise<void> {
    let making: Making;
    try {
      making = await Making.begin(this.#invited().practice.slug);
    } catch {
      return say("keys-error", words("no-keys-here"));
    }
    this.#making = making;
    this.#to("passphrase");
    askWords(
      () => newPassphrase(this.#language),
      async (passphrase) => {
        await making.lock(passphrase);
        await this.#layOut();
        this.#to("sheets");
      },
    );
  }

  /** Lays both sheets out for the printer. */
  async #layOut(): Promise<void> {
    const root = await this.#made().layOut();
    drawSheets(toGroups(root, this.#language), root, this.#invited().practice);
    show(byId("sheets-printed"), false);
  }

  #print(): void {
    window.print();
    show(byId("sheets-printed"), true);
    byId("sheets-printed").focus();
  }

  /** From here on the root key is on paper; this page keeps all of it but the groups it will ask for. */
  #forget(): void {
    const groups = toGroups(this.#made().forget(), this.#language);
    clearSheets();
    this.#proof = new Proof(groups, this.#language, (root) => this.#publish(root));
    this.#to("proof");
  }

  async #renewSheets(): Promise<void> {
    await this.#made().renew();
    this.#proof?.clear();
    this.#proof = null;
    await this.#layOut();
    this.#to("sheets");
  }

  /** The sentence that stands in the way, or null once it is published. */
  async #publish(root: string): Promise<string | null> {
    const { relay } = this.#invited();
    const body = await this.#made().request({ root, relay, at: new Date() });
    // Other sheets would not open what may be published from here on.
    show(byId("reprint-line"), false);
    try {
      const asked = { method: "POST", bearer: this.#code, body } as const;
      const kept = await call<{ fingerprint: string }>("setup", asked);
      byId("fingerprint").textContent = kept.fingerprint;
    } catch (error) {
      return this.#notPublished(error);
    }
    this.#drop();
    this.#to("open");
    return null;
  }

  /** Only a refusal of the one attempt there was makes certain that nothing was published. */
  #notPublished(error: unknown): string {
    this.#unanswered ||= !(error instanceof Refused);
    if (this.#unanswered || !(error instanceof Refused)) return words("unanswered");
    this.#made().refused();
    show(byId("reprint-line"), true);
    const { said } = error.answer;
    return typeof said === "string" ? words("refused", { said }) : words("used");
  }

  #invited(): Invitation {
    if (!this.#invitation) throw new Error("no invitation was read");
    return this.#invitation;
  }

  #made(): Making {
    if (!this.#making) throw new Error("no keys were made");
    return this.#making;
  }

  #drop(): void {
    this.#making = null;
    this.#code = "";
    this.#proof?.clear();
    this.#proof = null;
    clearSheets();
  }

  #to(step: Step): void {
    const at = STEPS.indexOf(step);
    for (const section of document.querySelectorAll<HTMLElement>(".step")) {
      show(section, section.dataset.step === step);
    }
    document.querySelectorAll<HTMLElement>(".rail li").forEach((item, index) => {
      item.classList.toggle("past", index < at);
      if (index === at) item.setAttribute("aria-current", "step");
      else item.removeAttribute("aria-current");
    });
    byId("rail-count").textContent = words("count", { at: at + 1, of: STEPS.length });
    show(byId("rail-foot"), step !== "open");
    if (step !== "invitation") byId(`step-${step}`).focus();
  }
}

if (document.querySelector(".setup")) new SetUp().start();
