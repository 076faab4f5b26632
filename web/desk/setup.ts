/**
 * Sets a practice up, in its practitioner's browser. Keys, passphrase and root key live in this one
 * object; what leaves is public or sealed, at once, at the very end.
 */

import { makeGrant } from "../keys/grants.ts";
import { type Group, toGroups } from "../keys/groups.ts";
import { newMember, sealMember } from "../keys/member.ts";
import { type Language, newPassphrase } from "../keys/passphrase.ts";
import {
  GRANTS_OF,
  grantable,
  newPracticeKeys,
  type PracticeKeys,
  signKeyCard,
} from "../keys/practice.ts";
import { proveSheet, type SheetFile, sealToSheet } from "../keys/sheet.ts";
import { publicHalf } from "../keys/signing.ts";
import { base64 } from "../seal/base64.ts";
import { call, type Member, type Practice, Refused, Unreachable } from "./api.ts";
import { byId, say, show } from "./dom.ts";
import { takeFromAddress } from "./door.ts";
import { clearSheets, drawSheets } from "./paper.ts";
import { askWords } from "./passphrase.ts";
import { Proof } from "./proof.ts";
import { language, words } from "./words.ts";

interface Invitation {
  practice: Practice;
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
  #keys: PracticeKeys | null = null;
  #member: Awaited<ReturnType<typeof newMember>> | null = null;
  #sealedMember = "";
  #sheet: SheetFile[] = [];
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
    try {
      this.#keys = await newPracticeKeys();
      this.#member = await newMember();
    } catch {
      return say("keys-error", words("no-keys-here"));
    }
    const member = this.#member;
    this.#to("passphrase");
    askWords(
      () => newPassphrase(this.#language),
      async (passphrase) => {
        this.#sealedMember = base64(await sealMember(member, passphrase));
        await this.#layOut();
        this.#to("sheets");
      },
    );
  }

  /** Seals everything to the root key and lays both sheets out for the printer. */
  async #layOut(): Promise<void> {
    const { practice } = this.#invited();
    const keys = this.#made();
    this.#sheet = await sealToSheet(keys, practice.slug);
    drawSheets(toGroups(keys.root.identity, this.#language), keys.root.identity, practice);
    show(byId("sheets-printed"), false);
  }

  #print(): void {
    window.print();
    show(byId("sheets-printed"), true);
    byId("sheets-printed").focus();
  }

  /** From here on the root key is on paper; this page keeps all of it but the groups it will ask for. */
  #forget(): void {
    const keys = this.#made();
    const groups: Group[] = toGroups(keys.root.identity, this.#language);
    keys.root = { recipient: keys.root.recipient, identity: "" };
    clearSheets();
    this.#proof = new Proof(groups, this.#language, (root) => this.#publish(root));
    this.#to("proof");
  }

  async #renewSheets(): Promise<void> {
    const { root } = await newPracticeKeys();
    this.#made().root = root;
    this.#proof?.clear();
    this.#proof = null;
    await this.#layOut();
    this.#to("sheets");
  }

  /** The sentence that stands in the way, or null once it is published. */
  async #publish(root: string): Promise<string | null> {
    const { practice, relay } = this.#invited();
    const keys = this.#made();
    const issued = `${new Date().toISOString().slice(0, 19)}Z`;
    const facts = { practice: practice.slug, serial: 1, issued, relay };
    const card = await signKeyCard(keys, facts);
    const proof = await proveSheet({ root, sheet: this.#sheet, practice: practice.slug, card });
    const body = {
      member: this.#memberPublic(),
      grants: await this.#grants(keys, practice.slug),
      sheet: this.#sheet,
      card,
      proof,
    };
    try {
      const kept = await call<{ fingerprint: string }>("setup", {
        method: "POST",
        bearer: this.#code,
        body,
      });
      byId("fingerprint").textContent = kept.fingerprint;
    } catch (error) {
      if (!(error instanceof Refused)) return words("unreachable");
      const { said } = error.answer;
      return typeof said === "string" ? words("refused", { said }) : words("used");
    }
    this.#drop();
    this.#to("open");
    return null;
  }

  #memberPublic() {
    const member = this.#member;
    if (!member) throw new Error("no member's key was made");
    const { recipient, signing } = member;
    return { recipient, signing: publicHalf(signing), sealed_key: this.#sealedMember };
  }

  #grants(keys: PracticeKeys, practice: string) {
    const secrets = grantable(keys);
    const recipient = this.#member?.recipient ?? "";
    return Promise.all(
      GRANTS_OF.practitioner.map(async (key) => {
        const identity = secrets[key];
        if (identity === undefined) throw new Error(`there is no ${key} to grant`);
        return { key, sealed: base64(await makeGrant({ recipient, practice, key, identity })) };
      }),
    );
  }

  #invited(): Invitation {
    if (!this.#invitation) throw new Error("no invitation was read");
    return this.#invitation;
  }

  #made(): PracticeKeys {
    if (!this.#keys) throw new Error("no keys were made");
    return this.#keys;
  }

  #drop(): void {
    this.#keys = null;
    this.#member = null;
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
