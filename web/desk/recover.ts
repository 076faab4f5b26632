/**
 * The page of a recovery: the sheet, who comes, a new passphrase. What leaves is public, sealed or
 * signed; the sheet's key is dropped with the page.
 */

import { type Language, newPassphrase } from "../keys/passphrase.ts";
import { type Member, Refused, type SignedIn, SignedOut, Unreachable } from "./api.ts";
import { byId, Piece, say, show } from "./dom.ts";
import { askPassphrase } from "./passphrase.ts";
import { OtherKeys, OtherSheet, Recovering } from "./recovering.ts";
import { NotTyped, SheetField } from "./sheet-field.ts";
import { language, words } from "./words.ts";

const STEPS = ["sheet", "who", "passphrase", "back"] as const;

interface Who {
  member: Member | null;
  name: string;
}

class Recover {
  readonly #sheet = new SheetField(byId("sheet"), words, language() as Language);
  readonly #practice = byId<HTMLInputElement>("practice");
  #recovering: Recovering | null = null;
  #busy = false;

  start(): void {
    onSubmit("sheet-form", () => void this.#open());
    onSubmit("who-form", () => this.#choose());
    byId("who-form").addEventListener("change", () => this.#askName());
    window.addEventListener("pagehide", () => this.#drop());
    window.addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
  }

  async #open(): Promise<void> {
    if (this.#busy) return;
    const slug = this.#practice.value.trim().toLowerCase();
    this.#refuse(slug === "" ? words("practice-missing") : null);
    if (slug === "") return;
    this.#work(true);
    try {
      const recovering = new Recovering(slug, await this.#sheet.key());
      await recovering.open();
      this.#recovering = recovering;
      this.#sheet.clear();
      this.#draw(recovering);
      this.#to("who");
    } catch (error) {
      this.#notOpened(error);
    } finally {
      this.#work(false);
    }
  }

  #notOpened(error: unknown): void {
    if (error instanceof NotTyped) return;
    if (error instanceof Refused && error.reason === "unknown") {
      this.#refuse(words("practice-unknown"));
    } else {
      this.#sheet.say(sentenceFor(error));
      this.#sheet.focus();
    }
  }

  /** The name of the practice leads nowhere. */
  #refuse(sentence: string | null): void {
    say("practice-error", sentence);
    this.#practice.setAttribute("aria-invalid", String(sentence !== null));
    if (sentence !== null) this.#practice.focus();
  }

  #work(busy: boolean): void {
    this.#busy = busy;
    byId("sheet-submit").setAttribute("aria-disabled", String(busy));
    byId("sheet-progress").textContent = busy ? words("opening") : "";
  }

  #draw({ practice, practitioners }: Recovering): void {
    byId("practice-name").textContent = practice.name;
    byId("who-practice").textContent = words("who-practice", { practice: practice.name });
    const rows = practitioners.map(({ id, name }, index) => {
      const piece = new Piece("t-who").fill({ name });
      const radio = piece.slot<HTMLInputElement>("radio");
      radio.value = id;
      radio.checked = index === 0 && practitioners.length === 1;
      return piece.root;
    });
    byId("who-list").replaceChildren(...rows);
    this.#askName();
  }

  #askName(): void {
    const other = byId<HTMLInputElement>("who-other").checked;
    const hidden = byId("who-named").hidden;
    show(byId("who-named"), other);
    if (other && hidden) byId("who-name").focus();
  }

  #choose(): void {
    const who = this.#who();
    say("who-error", typeof who === "string" ? words(who) : null);
    if (typeof who === "string") return;
    const { practice } = this.#opened();
    this.#to("passphrase");
    askPassphrase({
      draw: () => newPassphrase(language() as Language),
      near: [practice.name, practice.slug, who.name],
      accepted: (passphrase) => this.#enter(passphrase, who),
    });
  }

  #who(): Who | string {
    const chosen = document.querySelector<HTMLInputElement>("input[name=member]:checked");
    if (!chosen) return "who-nobody";
    const member = this.#opened().practitioners.find(({ id }) => id === chosen.value) ?? null;
    const name = member?.name ?? byId<HTMLInputElement>("who-name").value.trim();
    return name === "" ? "who-name-missing" : { member, name };
  }

  async #enter(passphrase: string, who: Who): Promise<void> {
    say("enter-error", null);
    show(byId("enter-again-line"), false);
    let back: SignedIn;
    try {
      back = await this.#opened().enter(passphrase, who);
    } catch (error) {
      say("enter-error", sentenceFor(error));
      const again = error instanceof Unreachable;
      show(byId("enter-again-line"), again);
      byId("enter-again").onclick = again ? () => void this.#enter(passphrase, who) : null;
      return;
    }
    byId("enter-again").onclick = null;
    const [home] = back.practices;
    byId("back-keys").textContent = words("back-keys", { n: home?.grants.length ?? 0 });
    show(byId("back-successor"), who.member === null);
    this.#drop();
    this.#to("back");
  }

  #opened(): Recovering {
    if (!this.#recovering) throw new Error("the sheet was not opened");
    return this.#recovering;
  }

  #drop(): void {
    this.#recovering = null;
    this.#sheet.clear();
  }

  #to(step: (typeof STEPS)[number]): void {
    for (const section of document.querySelectorAll<HTMLElement>(".step")) {
      show(section, section.dataset.step === step);
    }
    show(byId("languages"), step === "sheet");
    byId(`step-${step}`).focus();
  }
}

const sentenceFor = (error: unknown): string => {
  if (error instanceof OtherSheet) return words("sheet-other");
  if (error instanceof OtherKeys) return words("sheet-other-keys");
  if (error instanceof SignedOut) return words("enter-late");
  const said = error instanceof Refused ? error.answer.said : undefined;
  if (typeof said === "string") return words("enter-refused", { said });
  if (error instanceof Refused || error instanceof Unreachable) return words("unreachable");
  throw error;
};

const onSubmit = (form: string, act: () => void): void =>
  byId<HTMLFormElement>(form).addEventListener("submit", (event) => {
    event.preventDefault();
    act();
  });

if (document.querySelector(".recover")) new Recover().start();
