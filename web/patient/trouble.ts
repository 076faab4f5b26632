/**
 * What the page says when something cannot go on: what happened, what did not, what is safe, then
 * retry and telephone. The sentences stand in patient/trouble.html, one a kind.
 */

import { NoAnswer, Refused } from "./api.ts";
import { find, findAll, focusOn, show, write } from "./dom.ts";
import { NotSealed } from "./parcel.ts";
import { NotOpen, Untrusted } from "./trust.ts";

export type Kind =
  | "offline" // nothing left
  | "silent" // it may have arrived; a repeat is safe
  | "unavailable" // the vault answered that it kept nothing
  | "unsealed"
  | "untrusted"
  | "closed"
  | "outdated"
  | "ended"
  | "paper" // the questionnaire closed meanwhile: on paper, or in person
  | "refused"
  | "broken";

const WORTH_A_RETRY: readonly Kind[] = ["offline", "silent", "unavailable", "unsealed", "broken"];

export const kindOf = (error: unknown): Kind => {
  if (error instanceof NoAnswer) return error.offline ? "offline" : "silent";
  if (error instanceof NotSealed) return "unsealed";
  if (error instanceof Untrusted) return "untrusted";
  if (error instanceof NotOpen) return "closed";
  if (error instanceof Refused) return kindOfRefusal(error);
  return "broken";
};

const kindOfRefusal = ({ status, reason }: Refused): Kind => {
  if (status === 503 || reason === "unavailable") return "unavailable";
  if (reason === "wrong-form") return "outdated";
  if (reason === "closed") return "paper";
  if (reason === "ended" || reason === "used") return "ended";
  return "refused";
};

/** Whether what was sent may have arrived all the same. */
export const mayHaveArrived = (error: unknown): boolean =>
  ["silent", "broken"].includes(kindOf(error));

export interface Case {
  /** What "Try again" does. Left out: there is nothing to repeat. */
  retry?: () => Promise<void>;
  /** The answers that wait on the page, and what it is about. */
  answers?: readonly HTMLElement[];
  moment?: { title: string; text: string };
  /** Leads back to the answers. */
  edit?: () => void;
  /** What was on its way, and may have arrived. */
  sending?: "answers" | "cancellation";
  time: string;
}

export class Trouble {
  readonly #panel = find("#trouble", HTMLElement);
  readonly #retry = find("[data-retry]", HTMLButtonElement, this.#panel);
  readonly #edit = find("[data-edit]", HTMLButtonElement, this.#panel);
  #case: Case | undefined;

  constructor() {
    this.#retry.addEventListener("click", () => this.#again());
    this.#edit.addEventListener("click", () => this.#case?.edit?.());
  }

  show(error: unknown, told: Case): void {
    const kind = kindOf(error);
    this.#case = told;
    for (const step of findAll("[data-step]", HTMLElement)) show(step, false);
    for (const part of findAll("[data-trouble]", HTMLElement, this.#panel)) {
      show(part, part.dataset.trouble === kind);
    }
    this.#retry.disabled = false;
    show(this.#retry, told.retry !== undefined && WORTH_A_RETRY.includes(kind));
    for (const part of findAll("[data-sending]", HTMLElement, this.#panel)) {
      show(part, part.dataset.sending === (told.sending ?? "nothing"));
    }
    write(this.#panel, "tried", told.time);
    this.#tellMoment(told.moment);
    const answers = told.answers ?? [];
    find("[data-answers] dl", HTMLElement, this.#panel).replaceChildren(...answers);
    show(find("[data-answers]", HTMLElement, this.#panel), answers.length > 0);
    show(this.#edit, told.edit !== undefined);
    show(this.#panel);
    scrollTo(0, 0);
    focusOn(find(`[data-trouble="${kind}"] h1`, HTMLElement, this.#panel));
  }

  /** Nothing of the answers stays here. What failed without them can still be tried again. */
  forget(): void {
    if (!this.#case?.answers) return;
    this.#case = undefined;
    find("[data-answers] dl", HTMLElement, this.#panel).replaceChildren();
    this.#tellMoment(undefined);
  }

  #tellMoment(moment: Case["moment"]): void {
    show(find("[data-moment]", HTMLElement, this.#panel), moment !== undefined);
    write(this.#panel, "moment", moment?.title ?? "");
    write(this.#panel, "about", moment?.text ?? "");
  }

  async #again(): Promise<void> {
    this.#retry.disabled = true;
    await this.#case?.retry?.();
    this.#retry.disabled = false;
  }
}
