/** The form for an instruction that counts for one occasion: which act, until which day, about what. */

import type { Act } from "./contract.ts";
import { type Piece, show } from "./dom.ts";
import type { Told } from "./telling.ts";
import { words } from "./words.ts";

const USUAL_DAYS = 7;
const FINGERPRINT = /^[\w-]{43}$/;

export class InstructionForm {
  readonly #act: HTMLSelectElement;
  readonly #until: HTMLInputElement;
  readonly #about: HTMLInputElement;
  #acts: readonly Act[] = [];
  #today = "";
  #practice = "";
  #expected: (() => void) | null = null;
  /** Whether somebody entered something. */
  touched = false;

  constructor(
    readonly page: Piece,
    readonly sign: (told: Told, done: string) => void,
  ) {
    this.#act = page.slot<HTMLSelectElement>("act");
    this.#until = page.slot<HTMLInputElement>("until");
    this.#about = page.slot<HTMLInputElement>("about");
    this.#act.addEventListener("change", () => this.#describe());
    page.slot("form").addEventListener("input", () => {
      this.touched = true;
      this.#describe();
    });
    page.slot("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
  }

  /** What was entered stays while the rest of the page is drawn anew. */
  draw(acts: readonly Act[], today: string, practice: string): void {
    const chosen = this.#act.value;
    [this.#acts, this.#today, this.#practice] = [acts, today, practice];
    this.#act.replaceChildren(...acts.map(({ act, title }) => new Option(title, act)));
    if (acts.some(({ act }) => act === chosen)) this.#act.value = chosen;
    if (!this.touched) this.#until.value = daysAfter(today, USUAL_DAYS);
    this.#until.min = today;
    this.#expected?.();
    this.#expected = null;
    this.#describe();
  }

  /** Once the acts are there. */
  expect(fill: () => void): void {
    if (this.#acts.length > 0) fill();
    else this.#expected = fill;
  }

  empty(): void {
    this.touched = false;
    this.#about.value = "";
    this.#say(null);
  }

  #describe(): void {
    const { words: said = "" } = this.#acts.find(({ act }) => act === this.#act.value) ?? {};
    const kind = ["hand-over", "purge"].find((each) => each === this.#act.value) ?? "any";
    this.page.fill({
      "act-words": said,
      "about-label": words(`told-about-label.${kind}`),
      "about-hint": words(`told-about-hint.${kind}`, { practice: this.#practice }),
    });
  }

  #submit(): void {
    const [act, until, about] = [this.#act.value, this.#until.value, this.#about.value.trim()];
    const fault = this.#fault(act, until, about);
    this.#say(fault);
    if (fault === "told-until-missing") this.#until.focus();
    else if (fault) this.#about.focus();
    else this.sign({ acts: [act], until, about: about || null, withdraws: null }, "told-signed");
  }

  #fault(act: string, until: string, about: string): string | null {
    if (until === "" || until < this.#today) return "told-until-missing";
    if (act === "hand-over" && !FINGERPRINT.test(about)) return "told-fingerprint-missing";
    if (act === "purge" && about !== this.#practice) return "told-name-missing";
    return null;
  }

  #say(fault: string | null): void {
    const error = this.page.slot("form-error");
    show(error, fault !== null);
    const text = error.querySelector("span");
    if (text) text.textContent = fault ? words(fault, { practice: this.#practice }) : "";
    const wrong =
      { "told-until-missing": this.#until }[fault ?? ""] ?? (fault ? this.#about : null);
    for (const field of [this.#until, this.#about]) {
      field.toggleAttribute("aria-invalid", false);
      if (field === wrong) field.setAttribute("aria-invalid", "true");
    }
  }
}

const daysAfter = (day: string, days: number): string => {
  const at = new Date(`${day}T12:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
};
