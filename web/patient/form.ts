/** A form on the page: what is answered, which questions are asked now. */

import { ageFromText, asks, type Field, type Form } from "../seal/index.ts";
import { find, findAll, show } from "./dom.ts";

export type Given = Record<string, unknown>;

export class FormOnPage {
  constructor(
    readonly form: Form,
    readonly root: HTMLFormElement,
  ) {
    root.addEventListener("change", () => this.refresh());
    this.refresh();
  }

  /** The answers as they stand, empty ones included. */
  given(): Given {
    return Object.fromEntries(this.form.fields.map((field) => [field.name, this.#value(field)]));
  }

  /** Takes every answer out of the page. */
  clear(): void {
    this.root.reset();
    this.refresh();
  }

  /** Where a field stands: its label, its inputs, its error. */
  wrapper(name: string): HTMLElement {
    return find(`[data-field="${name}"]`, HTMLElement, this.root);
  }

  /** What takes the focus when the field is to be corrected. */
  input(name: string): HTMLElement {
    return find("input, textarea", HTMLElement, this.wrapper(name));
  }

  /** Shows the questions that the answers lead to, hides the others. */
  refresh(): void {
    const given = this.given();
    for (const field of this.form.fields)
      show(this.wrapper(field.name), this.isAsked(field, given));
    for (const group of findAll("[data-group]", HTMLElement, this.root)) {
      const fields = this.form.fields.filter((field) => field.group === group.dataset.group);
      show(
        group,
        fields.some((field) => this.isAsked(field, given)),
      );
    }
    for (const panel of findAll("[data-sub]", HTMLElement, this.root)) {
      show(
        panel,
        [...panel.children].some((one) => one instanceof HTMLElement && !one.hidden),
      );
    }
  }

  isAsked(field: Field, given: Given): boolean {
    return asks(this.form, field, given);
  }

  /** The words of an answer, as the person chose or typed them. */
  words(field: Field, given: Given): string[] {
    const value = given[field.name];
    const values = Array.isArray(value) ? value : [value];
    return values
      .map(
        (one) => field.choices.find((choice) => choice.value === one)?.label ?? String(one ?? ""),
      )
      .map((text) => text.trim())
      .filter((text) => text !== "");
  }

  #value(field: Field): unknown {
    const inputs = findAll("input, textarea", HTMLElement, this.wrapper(field.name));
    if (field.kind === "choice" || field.kind === "several") {
      const chosen = inputs
        .filter((input) => input instanceof HTMLInputElement && input.checked)
        .map((input) => (input as HTMLInputElement).value);
      return field.kind === "several" ? chosen : (chosen[0] ?? "");
    }
    const [input] = inputs;
    const text =
      input instanceof HTMLInputElement || input instanceof HTMLTextAreaElement ? input.value : "";
    return field.kind === "age" ? ageFromText(text) : text;
  }
}
