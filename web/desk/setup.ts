/**
 * Sets a practice up, in its practitioner's browser, one step at a time. Each step is kept sealed, so
 * that it can be left; what is published leaves at once, at the end.
 */

import { toGroups } from "../keys/groups.ts";
import { WrongPassphrase } from "../keys/member.ts";
import { type Language, newPassphrase } from "../keys/passphrase.ts";
import { takeFromAddress } from "./address.ts";
import { call, Refused } from "./api.ts";
import { Contract } from "./contract.ts";
import { byId, say, show } from "./dom.ts";
import { clockAhead, type Invitation, readInvitation, showInvitation } from "./invitation.ts";
import { Making } from "./making.ts";
import { clearSheets, drawSheets } from "./paper.ts";
import { askPassphrase, painted } from "./passphrase.ts";
import { Proof } from "./proof.ts";
import { type Step, sayKept, sayNotKept, turnTo } from "./setup-page.ts";
import { Trial } from "./trial.ts";
import { language, words } from "./words.ts";

class SetUp {
  readonly #language = language() as Language;
  #code = "";
  #ahead = 0;
  #invitation: Invitation | null = null;
  #making: Making | null = null;
  #step: Step = "invitation";
  /** The part of the page that listens now. */
  #part: { clear(): void } | null = null;
  #busy = false;

  start(): void {
    this.#code = takeFromAddress("i") ?? "";
    byId("invitation-retry").addEventListener("click", () => void this.#read());
    byId("begin").addEventListener("click", () => void this.#begin());
    byId("begin-anew").addEventListener("click", () => void this.#begin());
    byId("print-sheets").addEventListener("click", () => this.#print());
    byId("sheets-printed").addEventListener("click", () => void this.#forget());
    byId("reprint").addEventListener("click", () => void this.#renewSheets());
    byId("resume-later").addEventListener("click", () => void this.#leave());
    byId("go-on").addEventListener("click", () => void this.#read());
    byId("keep-retry").addEventListener("click", () => void this.#keep());
    byId("finish").addEventListener("click", () => void this.#finish());
    byId<HTMLFormElement>("resume-form").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#resume();
    });
    window.addEventListener("pagehide", () => this.#drop());
    // The same page with another link: only the fragment changes, so nothing would be loaded.
    window.addEventListener("hashchange", () => location.hash !== "" && location.reload());
    window.addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
    // Another language may still be chosen: its link takes the invitation along.
    for (const link of document.querySelectorAll<HTMLAnchorElement>("#languages a")) {
      link.hash = this.#code === "" ? "" : `i=${this.#code}`;
    }
    void this.#read();
  }

  async #read(): Promise<void> {
    this.#to("invitation");
    this.#invitation = await showInvitation(this.#code);
    if (this.#invitation) this.#ahead = clockAhead(this.#invitation);
  }

  #at(): Date {
    return new Date(Date.now() + this.#ahead);
  }

  async #begin(): Promise<void> {
    const { practice, member } = this.#invited();
    try {
      this.#making = await Making.begin(this.#whom(), this.#at());
    } catch {
      return say("keys-error", words("no-keys-here"));
    }
    this.#to("passphrase");
    askPassphrase({
      draw: () => newPassphrase(this.#language),
      near: [practice.name, practice.slug, member.name],
      accepted: async (passphrase) => {
        await this.#made().lock(passphrase);
        await this.#layOut({ printed: false });
      },
    });
  }

  async #resume(): Promise<void> {
    const typed = byId<HTMLInputElement>("resume-typed");
    const { draft, done } = this.#invited();
    if (!draft || this.#busy) return;
    this.#busy = true;
    say("resume-error", null);
    show(byId("resume-wait"), true);
    await painted();
    try {
      this.#making = await Making.resume(this.#whom(), draft, typed.value);
      typed.value = "";
    } catch (error) {
      say(
        "resume-error",
        words(error instanceof WrongPassphrase ? "resume-wrong" : "resume-damaged"),
      );
      return typed.focus();
    } finally {
      show(byId("resume-wait"), false);
      this.#busy = false;
    }
    if (done) await this.#resumeDone();
    else if (draft.step === "proof") this.#prove();
    else if (draft.step === "contract") this.#contract();
    else await this.#layOut({ printed: true });
  }

  /** Lays both sheets out for the printer. Who comes back may have printed them before. */
  async #layOut({ printed }: { printed: boolean }): Promise<void> {
    const root = this.#made().layOut();
    drawSheets(toGroups(root, this.#language), root, this.#invited().practice);
    show(byId("sheets-printed"), printed);
    this.#to("sheets");
    await this.#keep();
  }

  #print(): void {
    window.print();
    show(byId("sheets-printed"), true);
    byId("sheets-printed").focus();
  }

  /** From here on the root key is on paper; page and draft keep all of it but the groups asked for. */
  async #forget(): Promise<void> {
    this.#made().forget(this.#language);
    clearSheets();
    this.#prove();
    await this.#keep();
  }

  #prove(): void {
    const proven = async (root: string) => {
      await this.#made().prove(root);
      this.#contract();
      await this.#keep();
    };
    this.#listen(() => new Proof(this.#made().asked, proven));
    this.#to("proof");
  }

  async #renewSheets(): Promise<void> {
    await this.#made().renew(this.#at());
    await this.#layOut({ printed: false });
  }

  #contract(): void {
    const signing = {
      making: this.#made(),
      papers: this.#invited(),
      signed: () => void this.#keep(),
      publish: (computer: string) => this.#publish(computer),
    };
    this.#listen(() => new Contract(signing));
    say("publish-error", this.#made().isSent ? words("unanswered") : null);
    this.#to("contract");
  }

  async #publish(computer: string): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    say("publish-error", null);
    show(byId("publish-wait"), true);
    try {
      say("publish-error", await this.#send(computer));
    } finally {
      show(byId("publish-wait"), false);
      this.#busy = false;
    }
  }

  /** The sentence that stands in the way, or null once it is published. */
  async #send(computer: string): Promise<string | null> {
    const making = this.#made();
    const before = making.isSent;
    const body = await making.request(computer, this.#at());
    // Kept before it leaves: whoever comes back sends the same once more.
    if (!(await this.#keep())) {
      if (!before) making.refused();
      return words(before ? "unanswered" : "not-sent");
    }
    try {
      await call("setup", { method: "POST", bearer: this.#code, body });
      await this.#enterDone();
    } catch (error) {
      if (!(error instanceof Refused)) return words("unanswered");
      making.refused();
      // The signatures were dated when it was first sent, and that was too long ago.
      if (error.field === "issued" && before) return this.#send(computer);
      return this.#notPublished(error);
    }
    return null;
  }

  async #notPublished({ field, answer }: Refused): Promise<string> {
    if (field === "text") {
      this.#invitation = await readInvitation(this.#code);
      this.#contract();
      return words("text-changed");
    }
    const { said } = answer;
    return typeof said === "string" ? words("refused", { said }) : words("used");
  }

  /** The same request once more registers this computer, when its answer was lost or it is another one. */
  async #resumeDone(): Promise<void> {
    try {
      const body = await this.#made().request("", this.#at());
      await call("setup", { method: "POST", bearer: this.#code, body });
      await this.#enterDone();
    } catch {
      say("resume-error", words("resume-lost"));
    }
  }

  /** The keys are published: what patients' browsers get from here on is tried. */
  async #enterDone(): Promise<void> {
    const { card } = await readInvitation(this.#code);
    const making = this.#made();
    byId("fingerprint").textContent = making.fingerprint;
    const { slug: practice } = this.#invited().practice;
    const trying = { practice, code: this.#code, card: card ?? "", making };
    this.#listen(() => new Trial(trying));
    this.#to("test");
  }

  /** Done: what was kept for coming back goes. */
  async #finish(): Promise<void> {
    const bearer = this.#code;
    this.#drop();
    this.#to("open");
    await call("setup/draft", { method: "DELETE", bearer, lasting: true }).catch(() => undefined);
  }

  async #leave(): Promise<void> {
    const kept = await this.#keep();
    if (!kept) return;
    const code = this.#code;
    this.#drop();
    this.#code = code;
    this.#to("later");
  }

  /** Whether the step is kept now; the page says when it is not. */
  async #keep(): Promise<boolean> {
    if (this.#step === "test") return true;
    try {
      const body = await this.#made().draft(this.#step);
      await call("setup/draft", { method: "PUT", bearer: this.#code, body });
      sayKept(this.#at(), this.#invited().practice.zone);
      return true;
    } catch (error) {
      sayNotKept();
      if (error instanceof Refused) say("not-kept", words("used"));
      return false;
    }
  }

  /** The former part stops listening before the next one draws. */
  #listen(part: () => { clear(): void }): void {
    this.#part?.clear();
    this.#part = part();
  }

  #whom() {
    const { practice, relay, member } = this.#invited();
    return { practice: practice.slug, relay, member: { id: member.id, name: member.name } };
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
    this.#part?.clear();
    this.#part = null;
    clearSheets();
  }

  #to(step: Step): void {
    this.#step = step;
    turnTo(step);
  }
}

if (document.querySelector(".setup")) new SetUp().start();
