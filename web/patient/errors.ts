/** What has to be corrected, said twice: in a list above with links, and at each field. */

import type { Field, Problem } from "../seal/index.ts";
import { check } from "../seal/index.ts";
import { copyOf, element, find, findAll, focusOn, show } from "./dom.ts";
import type { FormOnPage } from "./form.ts";
import { counted, fill, texts } from "./texts.ts";

/** French puts a space before it that does not break. */
const COLON = document.documentElement.lang === "fr" ? "\u00a0: " : ": ";

export class Errors {
  readonly #page: FormOnPage;
  readonly #summary: HTMLElement;
  readonly #concerns: (field: Field) => boolean;
  #shown: Problem[] = [];

  /** `concerns`: the fields that one submit answers for; all, or those of a theme. */
  constructor(page: FormOnPage, summary: HTMLElement, concerns: (field: Field) => boolean) {
    this.#page = page;
    this.#summary = summary;
    this.#concerns = concerns;
    // While one types, not on leaving the field: what moves then would slip from under a click.
    page.root.addEventListener("input", () => this.#relieve());
  }

  /** Whether nothing has to be corrected. Otherwise says what, and moves the reader to the list. */
  none(): boolean {
    this.#display(this.#problems());
    if (this.#shown.length > 0) focusOn(this.#summary);
    return this.#shown.length === 0;
  }

  #problems(): Problem[] {
    const { form } = this.#page;
    return check(form, this.#page.given()).filter((problem) => {
      const field = form.fields.find((one) => one.name === problem.field);
      return field !== undefined && this.#concerns(field);
    });
  }

  /** A corrected answer loses its error at once; new errors wait for the next attempt. */
  #relieve(): void {
    if (this.#shown.length === 0) return;
    const still = this.#problems();
    this.#display(
      this.#shown.filter((shown) => still.some((problem) => problem.field === shown.field)),
    );
  }

  #display(problems: Problem[]): void {
    for (const { field } of this.#shown) this.#clear(field);
    this.#shown = problems;
    for (const problem of problems) this.#mark(problem);
    const list = find("ul", HTMLElement, this.#summary);
    list.replaceChildren(...problems.map((problem) => this.#line(problem)));
    find("[data-fill=count]", HTMLElement, this.#summary).textContent = counted(
      texts().toCorrect,
      problems.length,
      document.documentElement.lang,
    );
    show(this.#summary, problems.length > 0);
  }

  #line(problem: Problem): HTMLElement {
    const field = this.#field(problem.field);
    const input = this.#page.input(problem.field);
    const link = element("a", { text: field.label + COLON + sentence(field, problem.reason) });
    link.href = `#${input.id}`;
    link.addEventListener("click", (event) => {
      event.preventDefault(); // the address keeps its own fragment
      focusOn(input);
      this.#page.wrapper(problem.field).scrollIntoView({ block: "center" });
    });
    return element("li", {}, link);
  }

  #mark({ field: name, reason }: Problem): void {
    const wrapper = this.#page.wrapper(name);
    const error = copyOf("field-error");
    error.id = `error-${this.#page.form.activity}-${name}`;
    find("span", HTMLElement, error).textContent = sentence(this.#field(name), reason);
    wrapper.append(error);
    wrapper.classList.add("err");
    for (const control of controls(wrapper)) {
      control.setAttribute("aria-invalid", "true");
      control.setAttribute(
        "aria-describedby",
        [control.dataset.hint, error.id].filter(Boolean).join(" "),
      );
    }
  }

  #clear(name: string): void {
    const wrapper = this.#page.wrapper(name);
    wrapper.classList.remove("err");
    for (const error of findAll(":scope > .err-t", HTMLElement, wrapper)) error.remove();
    for (const control of controls(wrapper)) {
      control.removeAttribute("aria-invalid");
      if (control.dataset.hint) control.setAttribute("aria-describedby", control.dataset.hint);
      else control.removeAttribute("aria-describedby");
    }
  }

  #field(name: string): Field {
    const field = this.#page.form.fields.find((one) => one.name === name);
    if (!field) throw new RangeError("the form has no such field");
    return field;
  }
}

/** What carries the error for those who hear the page: the group of choices, or the field. */
const controls = (wrapper: HTMLElement): HTMLElement[] =>
  wrapper.matches("fieldset")
    ? [wrapper]
    : findAll("input:not([type=radio], [type=checkbox]), textarea", HTMLElement, wrapper);

const sentence = (field: Field, reason: string): string => {
  const { problems } = texts();
  const said = problems[`${field.kind}.${reason}`] ?? problems[reason] ?? reason;
  return fill(said, { most: field.most ?? "" });
};
