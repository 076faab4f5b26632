/** What derives from the register, for everybody at the desk: listed, read in a new tab, or saved. */

import { call, file, Refused, SignedOut, Unreachable } from "./api.ts";
import type { Around, View } from "./beside.ts";
import { byId, Piece, show } from "./dom.ts";
import { handOver } from "./saving.ts";
import { dayInWords, language, words } from "./words.ts";

interface Policy {
  number: number;
  date: string;
  /** By language. */
  at: Record<string, string>;
  how: Record<string, string>;
}

interface Listed {
  /** `lacks`: the fact without which it cannot be made. */
  documents: { name: string; lacks: string | null }[];
  policy: Policy | null;
}

const STATES = ["wait", "unreachable", "body"] as const;

export class DocumentsPage implements View {
  readonly #page = new Piece("t-documents");
  #busy = false;

  constructor(readonly around: Around) {
    const page = this.#page;
    page.on("back", around.back).on("again", () => void this.load());
    page.slot("language").addEventListener("change", () => this.#address());
    for (const button of this.#all("[data-save]")) {
      button.addEventListener("click", () => void this.#save(button.dataset.save ?? ""));
    }
    byId("documents").replaceChildren(page.root);
    this.#address();
  }

  open(): void {
    show(byId("documents"), true);
    this.#page.slot("heading").focus();
    void this.load();
  }

  leave(): void {
    show(byId("documents"), false);
  }

  clear(): void {
    byId("documents").replaceChildren();
    show(byId("documents"), false);
  }

  /** Asked anew each time: what was missing may have been said meanwhile. */
  async load(): Promise<void> {
    this.#state("wait");
    try {
      this.#draw(await call<Listed>("documents", { signal: this.around.signal }));
      this.#state("body");
    } catch (error) {
      if (!this.#leaves(error)) this.#state("unreachable");
    }
  }

  #state(state: (typeof STATES)[number]): void {
    for (const each of STATES) show(this.#page.slot(each), each === state);
  }

  #draw({ documents, policy }: Listed): void {
    const page = this.#page;
    for (const row of this.#all(".document")) {
      const listed = documents.find(({ name }) => name === row.dataset.slot);
      show(row, listed !== undefined);
      for (const said of row.querySelectorAll<HTMLElement>("[data-lacks]")) {
        show(said, said.dataset.lacks === listed?.lacks);
      }
      show(row.querySelector<HTMLElement>(".document-acts") ?? row, !listed?.lacks);
    }
    show(page.slot("no-policy"), policy === null);
    show(page.slot("policy"), policy !== null);
    if (policy) this.#drawPolicy(policy);
    page.fill({ outcome: "" });
    show(page.slot("trouble"), false);
  }

  #drawPolicy({ number, date, at, how }: Policy): void {
    const page = this.#page;
    const address = at[language()] ?? "";
    page.fill({
      "policy-words": words("documents-policy", { number, date: dayInWords(date) }),
      "policy-at": address,
    });
    lead(page.slot("policy-at"), address);
    lead(page.slot("policy-how"), how[language()] ?? "");
  }

  /** Where a document lies, in the language that is chosen. */
  #of(name: string): string {
    return `documents/${name}?lang=${this.#page.slot<HTMLSelectElement>("language").value}`;
  }

  #address(): void {
    for (const link of this.#all("[data-open]")) {
      lead(link, `/v1/desk/${this.#of(link.dataset.open ?? "")}`);
    }
  }

  async #save(name: string): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    const page = this.#page.fill({ outcome: words("documents-saving") });
    show(page.slot("trouble"), false);
    try {
      const made = await file(this.#of(name), this.around.signal);
      handOver(made);
      page.fill({ outcome: words("documents-saved", { file: made.name }) });
    } catch (error) {
      page.fill({ outcome: "" });
      if (!this.#leaves(error)) await this.#failed(error);
    } finally {
      this.#busy = false;
    }
  }

  /** A fact may have gone missing since the list was drawn: then the list says which. */
  async #failed(error: unknown): Promise<void> {
    if (error instanceof Refused) await this.load();
    show(this.#page.slot("trouble"), true);
    this.#page.slot("trouble").focus();
  }

  /** Errors that concern the whole desk. */
  #leaves(error: unknown): boolean {
    if (this.around.signal.aborted) return true;
    if (error instanceof SignedOut) this.around.signedOut();
    else if (error instanceof Unreachable || error instanceof Refused) return false;
    else this.around.fault();
    return true;
  }

  #all(selector: string): NodeListOf<HTMLElement> {
    return this.#page.root.querySelectorAll<HTMLElement>(selector);
  }
}

/** Into a new tab, which learns nothing of this one: the desk's document is never left. */
const lead = (link: HTMLElement, address: string): void => {
  link.setAttribute("href", address);
  link.setAttribute("target", "_blank");
  link.setAttribute("rel", "noopener noreferrer");
};
