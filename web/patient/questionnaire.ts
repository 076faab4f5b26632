/** The health questionnaire: one theme at a time, read again as a whole, then sealed and sent. */

import type { Field, Form } from "../seal/index.ts";
import type { Vault } from "./api.ts";
import { copyOf, find, findAll, jsonOf, say, show, write } from "./dom.ts";
import { Errors } from "./errors.ts";
import { FormOnPage } from "./form.ts";
import type { Clock } from "./moments.ts";
import { Correctable } from "./parcel.ts";
import { answerRows, isAnswered } from "./review.ts";
import type { Place, Steps } from "./steps.ts";
import { fill, texts } from "./texts.ts";
import type { Trouble } from "./trouble.ts";
import type { Keys } from "./trust.ts";

/** The appointment that the answers belong to, and the secret that admits them. */
export interface Bound {
  about: string;
  secret: string;
  language: string;
  moment: { title: string; text: string };
}

export class Questionnaire {
  readonly page: FormOnPage;
  /** Whether the vault has kept what was answered. */
  sent = false;

  readonly #parcel = new Correctable();
  readonly #themes: HTMLElement[];
  readonly #send = find('[data-step="review"] [data-send]', HTMLButtonElement);
  #theme = 0;

  constructor(
    private readonly steps: () => Steps,
    private readonly vault: Vault,
    private readonly keys: () => Promise<Keys>,
    private readonly clock: Clock,
    private readonly trouble: Trouble,
    private readonly bound: () => Bound,
  ) {
    const form = find("form#questionnaire", HTMLFormElement);
    this.page = new FormOnPage(jsonOf<Form>("form-questionnaire"), form);
    this.#themes = findAll("[data-theme]", HTMLElement, form);
    const errors = new Errors(
      this.page,
      find("[data-errors]", HTMLElement, form),
      (field) => field.group === this.#themes[this.#theme]?.dataset.theme,
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (errors.none()) this.#onward();
    });
    for (const back of findAll("[data-back]", HTMLButtonElement)) {
      back.addEventListener("click", () => history.back());
    }
    this.#send.addEventListener("click", () => void this.#sendOnce());
    for (const button of findAll("button", HTMLButtonElement, form)) button.disabled = false;
  }

  /** The page may come without it: switched off, or closed. */
  static get offered(): boolean {
    return document.querySelector("form#questionnaire") !== null;
  }

  begin(): void {
    this.steps().go({ step: "questionnaire", theme: 0 });
  }

  /** Shows what a place asks for. */
  display({ step, theme }: Place): void {
    if (step === "questionnaire") this.#displayTheme(theme ?? 0);
    if (step === "review") this.#displayReview();
  }

  /** Whether something is written here that stands nowhere else. */
  holdsAnswers(): boolean {
    return !this.sent && isAnswered(this.page);
  }

  /** Nothing of the answers stays in the page. */
  forget(): void {
    this.page.clear();
    this.#parcel.forget();
    this.trouble.forget();
    find("[data-themes]", HTMLElement).replaceChildren();
  }

  #onward(): void {
    const next = this.#theme + 1;
    const onward = next < this.#themes.length && !this.steps().place.again;
    if (onward) this.steps().go({ step: "questionnaire", theme: next });
    else this.steps().go({ step: "review" });
  }

  #displayTheme(theme: number): void {
    this.#theme = Math.min(theme, this.#themes.length - 1);
    this.#themes.forEach((section, at) => {
      show(section, at === this.#theme);
    });
    findAll(".prog i", HTMLElement, this.page.root).forEach((mark, at) => {
      mark.className = at < this.#theme ? "ok" : at === this.#theme ? "now" : "";
    });
    const place = { n: this.#theme + 1, all: this.#themes.length };
    write(this.page.root, "theme", fill(texts().theme, place));
  }

  #displayReview(): void {
    const list = find("[data-themes]", HTMLElement);
    list.replaceChildren(...this.#themes.map((theme, at) => this.#reviewed(theme, at)));
    const answered = isAnswered(this.page);
    this.#send.disabled = !answered;
    show(find("[data-nothing]", HTMLElement), !answered);
  }

  #reviewed(theme: HTMLElement, at: number): HTMLElement {
    const made = copyOf("reviewed");
    write(made, "theme", find("h1", HTMLElement, theme).textContent?.trim() ?? "");
    const rows = answerRows(this.page, (field: Field) => field.group === theme.dataset.theme);
    find("dl", HTMLElement, made).replaceChildren(...rows);
    show(find("[data-empty]", HTMLElement, made), rows.length === 0);
    find("button", HTMLButtonElement, made).addEventListener("click", () => {
      this.steps().go({ step: "questionnaire", theme: at, again: true });
    });
    return made;
  }

  async #sendOnce(): Promise<void> {
    if (this.#send.disabled) return;
    this.#send.disabled = true;
    await this.#sendAnswers();
    this.#send.disabled = this.sent;
  }

  async #sendAnswers(): Promise<void> {
    say(texts().sealing);
    const { about, secret, language, moment } = this.bound();
    try {
      const contents = {
        form: this.page.form,
        answers: this.page.given(),
        about,
        secret,
        facts: { language },
      };
      const put = await this.#parcel.send(this.vault, await this.keys(), contents, secret);
      if (put.is !== "kept") throw new Error("a questionnaire takes no moment");
      this.sent = true;
      this.forget();
      write(document, "answers-at", this.clock.time(new Date(put.kept.received_at)));
      this.steps().go({ step: "done" });
    } catch (error) {
      this.trouble.show(error, {
        retry: () => this.#sendAnswers(),
        edit: () => this.steps().resume(),
        answers: answerRows(this.page, () => true),
        moment,
        sending: "answers",
        time: this.clock.time(new Date()),
      });
    } finally {
      say("");
    }
  }
}
