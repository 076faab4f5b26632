/** Who else receives data: a list that grows and shrinks, each row a recipient. */

import type { Bounds, Recipient } from "./chosen.ts";
import { Piece, show } from "./dom.ts";
import { capital, countryName, language, words } from "./words.ts";

const TYPED = ["legal_name", "contract", "since"] as const;
const PICKED = ["role", "country"] as const;

export class RecipientList {
  #rows: Piece[] = [];

  constructor(
    readonly page: Piece,
    readonly bounds: Bounds,
    readonly may: boolean,
    readonly changed: () => void,
  ) {
    page.on("add", () => this.#add({ country: "", role: "other" }, true));
    show(page.slot("may-add"), may);
  }

  fill(recipients: readonly Recipient[]): void {
    this.#rows = [];
    this.page.slot("recipients").replaceChildren();
    for (const one of recipients) this.#add(one, false);
    this.#number();
  }

  read(): Recipient[] {
    return this.#rows.map((row) => {
      const held = Object.fromEntries(
        [...TYPED, ...PICKED].map((name) => [name, control(row, name).value.trim()]),
      );
      return held as unknown as Recipient;
    });
  }

  #add(given: Partial<Recipient>, typed: boolean): void {
    const row = new Piece("t-recipient");
    const roles = this.bounds.roles.map(({ role, label }) => new Option(capital(label), role));
    row.slot("role").replaceChildren(...roles);
    const countries = this.bounds.countries
      .map((code) => new Option(countryName(code), code))
      .sort((one, other) => one.text.localeCompare(other.text, language()));
    row.slot("country").replaceChildren(new Option("", ""), ...countries);
    for (const name of [...TYPED, ...PICKED]) control(row, name).value = given[name] ?? "";
    show(row.slot("may-remove"), this.may);
    row.on("remove", () => this.#remove(row));
    this.#rows.push(row);
    this.page.slot("recipients").append(row.root);
    if (!typed) return;
    this.#number();
    control(row, "legal_name").focus();
    this.changed();
  }

  #remove(row: Piece): void {
    this.#rows = this.#rows.filter((one) => one !== row);
    row.root.remove();
    this.#number();
    this.page.slot("add").focus();
    this.changed();
  }

  /** Each field says its place in what is signed, so that a refusal finds it. */
  #number(): void {
    this.#rows.forEach((row, at) => {
      for (const name of [...TYPED, ...PICKED]) {
        entry(row, name).dataset.field = `recipients[${at}].${name}`;
      }
      const name = control(row, "legal_name").value || words("choices.new-recipient");
      row.fill({ whom: words("choices.remove", { name }) });
    });
    show(this.page.slot("no-recipients"), this.#rows.length === 0);
  }
}

const entry = (row: Piece, name: string): HTMLElement => {
  const found = row.root.querySelector<HTMLElement>(
    `[data-field="${name}"], [data-field$=".${name}"]`,
  );
  if (!found) throw new Error(`a recipient has no field ${name}`);
  return found;
};

const control = (row: Piece, name: string): HTMLInputElement | HTMLSelectElement => {
  const found = entry(row, name).querySelector<HTMLInputElement>("input, select");
  if (!found) throw new Error(`the field ${name} has no control`);
  return found;
};
