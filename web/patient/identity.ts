/** Who comes and how to reach them: the second step, and the one that sends. */

import type { Form } from "../seal/index.ts";
import { element, find, focusOn, jsonOf, show, write } from "./dom.ts";
import { Errors } from "./errors.ts";
import { FormOnPage, type Given } from "./form.ts";
import type { ToWrite } from "./parcel.ts";

/** Another moment, in words, and what choosing it does. */
export interface Alternative {
  words: string;
  take: () => void;
}

export class Identity {
  readonly page: FormOnPage;
  readonly #root = find('[data-step="identity"]', HTMLElement);
  readonly #send = find("button[type=submit]", HTMLButtonElement, this.#root);
  readonly #chosen = find("[data-chosen]", HTMLElement, this.#root);
  readonly #taken = find("[data-taken]", HTMLElement, this.#root);

  constructor(send: () => Promise<void>) {
    const form = find("form", HTMLFormElement, this.#root);
    this.page = new FormOnPage(jsonOf<Form>("form-appointment"), form);
    const errors = new Errors(this.page, find("[data-errors]", HTMLElement, form), () => true);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!this.#send.disabled && errors.none()) void this.#once(send);
    });
    this.#send.disabled = false;
  }

  /** A second press while the first is under way does nothing. */
  async #once(send: () => Promise<void>): Promise<void> {
    this.#send.disabled = true;
    await send();
    this.#send.disabled = false;
  }

  tellMoment(title: string, text: string): void {
    write(this.#root, "moment", title);
    write(this.#root, "about", text);
    show(this.#chosen);
    show(this.#taken, false);
  }

  /** Somebody was faster: other moments, in place; what was typed stays. */
  offer(alternatives: readonly Alternative[]): void {
    const list = find("[data-alternatives]", HTMLElement, this.#taken);
    list.replaceChildren(
      ...alternatives.map(({ words, take }) => {
        const button = element("button", { css: "btn ghost", text: words });
        button.type = "button";
        button.addEventListener("click", () => {
          take();
          focusOn(this.#chosen);
        });
        return element("li", {}, button);
      }),
    );
    show(find("[data-some]", HTMLElement, this.#taken), alternatives.length > 0);
    show(this.#taken);
    show(this.#chosen, false);
    this.askForAnother();
  }

  /** Nothing can be sent while the taken moment was not replaced. */
  askForAnother(): void {
    focusOn(find("h2", HTMLElement, this.#taken));
  }
}

/** Where the confirmation goes: the e-mail when there is one, else a text message. */
export const whereToWrite = (given: Given): Pick<ToWrite, "address" | "channel"> => {
  const email = String(given.email ?? "").trim();
  if (email) return { address: email, channel: "email" };
  const digits = String(given.telephone ?? "").replace(/[^+\d]/g, "");
  return { address: digits, channel: "sms" };
};
