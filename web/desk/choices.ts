/**
 * The practice's choices: shown to everybody at the desk, signed by whoever holds the signing key. The
 * signature is made in the keys worker; this page hands over what was chosen and sends what comes back.
 */

import { call, Refused, SignedOut, Unreachable } from "./api.ts";
import type { Around, View } from "./beside.ts";
import { ChoicesForm } from "./choices-form.ts";
import { type Choices, type Shown, UNCHOSEN } from "./chosen.ts";
import { byId, Piece, show } from "./dom.ts";
import type { Draft } from "./drafts.ts";
import { NotOpened } from "./keys.ts";
import { capital, fullWhen, language, words } from "./words.ts";

export class ChoicesPage implements View {
  #page = new Piece("t-choices");
  #shown: Shown | null = null;
  #form: ChoicesForm | null = null;
  /** What the form said when it was drawn. */
  #asDrawn = "";
  /** Signed and sent, without an answer: the same is sent again, so that it counts once. */
  #unanswered: { said: string; jws: string } | null = null;
  /** What was entered before the desk locked, until it stands in the form again. */
  #entered: Choices | null = null;
  #busy = false;

  constructor(readonly around: Around) {
    this.#mount();
  }

  /** What was entered and not signed is still there; else what counts is asked anew. */
  open(): void {
    show(byId("choices"), true);
    this.#page.slot("heading").focus();
    if (this.#form === null || this.#said() === this.#asDrawn) void this.load();
  }

  leave(): void {
    show(byId("choices"), false);
  }

  /** What was entered and not signed. */
  draft(): Draft | null {
    const unsigned = this.#form !== null && this.#said() !== this.#asDrawn;
    const entered = unsigned ? this.#form?.read() : this.#entered;
    return entered ? { entered } : null;
  }

  restore({ entered }: Draft): void {
    this.#entered = { ...UNCHOSEN, ...(entered as Partial<Choices>) };
    if (this.#form) this.#bringBack();
  }

  /** Takes it off the page; what was not signed is gone from here, and lies sealed. */
  clear(): void {
    this.#form = null;
    this.#entered = null;
    this.#shown = null;
    this.#unanswered = null;
    byId("choices").replaceChildren();
    show(byId("choices"), false);
  }

  /** A page without a form yet: listeners of the one before go with it. */
  #mount(): void {
    const page = new Piece("t-choices");
    page.on("back", this.around.back).on("again", () => void this.load());
    page.slot("form").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#sign();
    });
    this.#page = page;
    byId("choices").replaceChildren(page.root);
  }

  async load(): Promise<void> {
    this.#state("wait");
    try {
      const shown = await this.#ask();
      const before = await this.#before(shown);
      const held = this.#page.root.contains(document.activeElement);
      this.#draw(shown, before);
      if (held) this.#page.slot("heading").focus();
    } catch (error) {
      if (this.#leaves(error)) return;
      this.#state(error instanceof NotOpened ? "not-ours" : "unreachable");
    }
  }

  /** What was chosen before, from the signature and not from the words that the server puts beside it. */
  async #before({ jws }: Shown): Promise<Choices> {
    const signed = await this.around.keys.ask("readChoices", { jws });
    return { ...UNCHOSEN, ...(signed as Partial<Choices> | null) };
  }

  #ask(): Promise<Shown> {
    return call<Shown>(`choices?language=${language()}`, { signal: this.around.signal });
  }

  #state(state: "wait" | "unreachable" | "not-ours" | "body"): void {
    for (const each of ["wait", "unreachable", "not-ours", "body"]) {
      show(this.#page.slot(each), each === state);
    }
  }

  #draw(shown: Shown, before: Choices): void {
    this.#mount();
    const page = this.#page;
    this.#shown = shown;
    this.#form = new ChoicesForm(page, shown, before, () => this.#compare());
    this.#asDrawn = this.#said();
    show(page.slot("read-only"), !shown.may);
    show(page.slot("never"), shown.jws === null && shown.may);
    show(page.slot("signing"), shown.may);
    show(page.slot("trouble"), false);
    this.#drawHistory(shown);
    this.#bringBack();
    this.#compare();
    this.#state("body");
  }

  /** What was signed meanwhile is the ground; what was entered stands on it again. */
  #bringBack(): void {
    if (this.#entered && this.#shown?.may) this.#form?.enter(this.#entered);
    if (this.#entered) this.#page.say("came-back", words("choices-came-back"), "came-back-words");
    this.#entered = null;
    this.#compare();
  }

  #drawHistory({ history }: Shown): void {
    const drawn = history.map(({ number, received_at, changes }) => {
      const row = new Piece("t-signed").fill({
        number: words("choices-number", { number }),
        when: fullWhen(received_at, this.around.zone),
      });
      const lines = changes.length > 0 ? changes : [words("choices-same")];
      const pieces = lines.map((text) => new Piece("t-changed").fill({ text }).root);
      row.slot("changes").replaceChildren(...pieces);
      return row.root;
    });
    this.#page.slot("history").replaceChildren(...drawn);
    show(this.#page.slot("no-history"), history.length === 0);
  }

  #said(): string {
    return JSON.stringify(this.#form?.read() ?? null);
  }

  #compare(): void {
    const changed = this.#said() !== this.#asDrawn;
    show(this.#page.slot("unchanged"), !changed);
    this.#page.slot("sign").toggleAttribute("disabled", !changed || this.#busy);
    if (changed) this.#page.fill({ outcome: "" });
  }

  async #sign(): Promise<void> {
    const [form, shown] = [this.#form, this.#shown];
    if (!form || !shown || this.#busy || this.#said() === this.#asDrawn) return;
    this.#working(true);
    this.#clearFaults();
    try {
      const jws = await this.#signed(form.read(), shown);
      await call("choices", { method: "PUT", body: { jws }, signal: this.around.signal });
      this.#unanswered = null;
      await this.#kept();
    } catch (error) {
      await this.#failed(error);
    } finally {
      this.#working(false);
    }
  }

  async #signed(choices: Choices, { jws: previous, hosting }: Shown): Promise<string> {
    const said = JSON.stringify(choices);
    if (this.#unanswered?.said === said) return this.#unanswered.jws;
    const jws = await this.around.keys.ask("signChoices", { previous, choices, hosting });
    this.#unanswered = { said, jws };
    return jws;
  }

  /** Kept for certain; that the list cannot be read anew just now changes nothing about it. */
  async #kept(): Promise<void> {
    this.#asDrawn = this.#said();
    const shown = await this.#ask();
    this.#draw(shown, await this.#before(shown));
    const when = fullWhen(shown.history[0]?.received_at ?? "", this.around.zone);
    const outcome = words("choices-signed", { number: shown.number, when });
    this.#page.fill({ outcome }).slot("outcome").focus();
  }

  async #failed(error: unknown): Promise<void> {
    if (error instanceof Refused && error.reason === "replayed") return this.#meanwhile();
    if (this.#leaves(error)) return;
    if (error instanceof Refused) {
      this.#unanswered = null;
      this.#trouble("choices-refused");
      this.#name(error.field ?? "", error.reason);
    } else if (error instanceof NotOpened) {
      this.#trouble(error.why === "other-facts" ? "choices-facts" : "choices-key");
    } else this.#trouble("choices-unanswered");
  }

  /** Somebody else was faster: what they signed is shown, what was entered here stays. */
  async #meanwhile(): Promise<void> {
    this.#unanswered = null;
    try {
      const { jws, number, history } = await this.#ask();
      if (this.#shown) this.#shown = { ...this.#shown, jws, number, history };
      if (this.#shown) this.#drawHistory(this.#shown);
      this.#trouble("choices-meanwhile");
    } catch (error) {
      if (!this.#leaves(error)) this.#trouble("choices-unanswered");
    }
  }

  /** Errors that concern the whole desk. */
  #leaves(error: unknown): boolean {
    if (this.around.signal.aborted) return true;
    if (error instanceof SignedOut) this.around.signedOut();
    else if (error instanceof NotOpened && ["locked", "worker"].includes(error.why)) {
      this.around.lock();
    } else if (
      error instanceof Unreachable ||
      error instanceof Refused ||
      error instanceof NotOpened
    ) {
      return false;
    } else this.around.fault();
    return true;
  }

  #trouble(key: string): void {
    this.#page.say("trouble", words(key), "trouble-title");
    this.#page.fill({ "trouble-text": words(`${key}-text`) });
    this.#page.slot("trouble-fields").replaceChildren();
    this.#page.slot("trouble").focus();
  }

  /** The error stands twice: above, leading to the field, and at the field itself. */
  #name(field: string, reason: string): void {
    const at = this.#at(field);
    const why = wordsOf(field, reason);
    const label = at?.querySelector(".field-label, .toggle, legend")?.textContent?.trim();
    const said = label ? words("choices-field", { field: label, reason: why }) : capital(why);
    const to = new Piece("t-to-field").fill({ to: said });
    to.on("to", () => at?.querySelector<HTMLElement>("input, select")?.focus());
    this.#page.slot("trouble-fields").replaceChildren(to.root);
    const error = at?.querySelector<HTMLElement>(".field-error");
    if (!at || !error) return;
    at.querySelector("input, select")?.setAttribute("aria-invalid", "true");
    const inside = error.querySelector("span");
    if (inside) inside.textContent = capital(why);
    show(error, true);
  }

  /** `off[0]` is somewhere in the group `off`. */
  #at(field: string): HTMLElement | null {
    const tries = [field, field.replace(/\[\d+\]$/, "")];
    for (const name of tries) {
      const found = this.#page.root.querySelector<HTMLElement>(
        `[data-field="${CSS.escape(name)}"]`,
      );
      if (found) return found;
    }
    return null;
  }

  #clearFaults(): void {
    show(this.#page.slot("trouble"), false);
    for (const one of this.#page.root.querySelectorAll<HTMLElement>(".field-error")) {
      show(one, false);
    }
    for (const one of this.#page.root.querySelectorAll("[aria-invalid]")) {
      one.removeAttribute("aria-invalid");
    }
  }

  #working(on: boolean): void {
    this.#busy = on;
    if (on) this.#page.fill({ outcome: words("choices-signing") });
    else if (this.#page.slot("outcome").textContent === words("choices-signing")) {
      this.#page.fill({ outcome: "" });
    }
    this.#compare();
  }
}

const wordsOf = (field: string, reason: string): string => {
  try {
    return words(`choices.${field}.${reason}`);
  } catch {
    return words(`choices.${reason}`);
  }
};
