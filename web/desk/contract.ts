/**
 * The set-up's fifth step: the contract as it is shown, and what the Publisher may do. Two presses
 * sign; the signatures are dated when everything is sent.
 */

import { byId, Piece, say, show } from "./dom.ts";
import type { Making } from "./making.ts";
import { words } from "./words.ts";

export interface Act {
  act: string;
  title: string;
  words: string;
  /** Whether it is usually instructed until further notice. */
  standing: boolean;
  /** Whether it can be instructed for one occasion only. */
  once: boolean;
}

export interface Papers {
  agreement: { text: string; digest: string };
  acts: Act[];
}

interface Signing {
  making: Making;
  papers: Papers;
  /** Something was signed: it is kept. */
  signed: () => void;
  publish: (computer: string) => Promise<void>;
}

export class Contract {
  #signing: Signing | null;

  constructor(signing: Signing) {
    this.#signing = signing;
    const { making, papers } = signing;
    byId("agreement-text").textContent = papers.agreement.text;
    // A text that has changed since is another one: it is read and signed anew.
    if (making.agreed !== null && making.agreed !== papers.agreement.digest) making.agree(null);
    this.#drawActs(papers.acts, making.acts);
    byId("sign-agreement").onclick = () => this.#agree();
    byId("sign-instructions").onclick = () => this.#instruct();
    byId<HTMLFormElement>("publish-form").onsubmit = (event) => {
      event.preventDefault();
      void this.#publish();
    };
    this.#draw();
  }

  clear(): void {
    this.#signing = null;
    byId("sign-agreement").onclick = null;
    byId("sign-instructions").onclick = null;
    byId<HTMLFormElement>("publish-form").onsubmit = null;
  }

  #drawActs(acts: readonly Act[], told: readonly string[]): void {
    const items = acts
      .filter(({ once }) => !once)
      .map(({ act, title, words, standing }) => {
        const piece = new Piece("t-act").fill({ title, words });
        const input = piece.slot<HTMLInputElement>("act");
        input.value = act;
        input.checked = told.length > 0 ? told.includes(act) : standing;
        input.onchange = () => this.#untell();
        return piece.root;
      });
    byId("acts").replaceChildren(...items);
  }

  #agree(): void {
    if (!this.#signing) return;
    const { making, papers, signed } = this.#signing;
    making.agree(papers.agreement.text);
    this.#draw();
    signed();
    byId("instructions-title").focus();
  }

  #instruct(): void {
    if (!this.#signing) return;
    const { making, signed } = this.#signing;
    const chosen = byId("acts").querySelectorAll<HTMLInputElement>("input:checked");
    say("acts-error", chosen.length > 0 ? null : words("no-acts"));
    if (chosen.length === 0) return;
    making.instruct(Array.from(chosen, ({ value }) => value));
    this.#draw();
    signed();
    byId("computer-name").focus();
  }

  /** Another choice than the signed one is signed again. */
  #untell(): void {
    this.#signing?.making.instruct([]);
    this.#draw();
  }

  async #publish(): Promise<void> {
    if (!this.#signing || !this.#draw()) return;
    await this.#signing.publish(byId<HTMLInputElement>("computer-name").value);
  }

  /** What is signed already; true when both are. */
  #draw(): boolean {
    const making = this.#signing?.making;
    const agreed = making?.agreed != null;
    const told = (making?.acts.length ?? 0) > 0;
    for (const [part, signed] of [
      ["agreement", agreed],
      ["instructions", told],
    ] as const) {
      show(byId(`${part}-signed`), signed);
      show(byId(`sign-${part}`), !signed);
    }
    // One filled button: the one that comes next.
    byId("sign-instructions").classList.toggle("filled", agreed);
    byId("publish").setAttribute("aria-disabled", String(!(agreed && told)));
    byId("publish-why").textContent = words(agreed && told ? "publish-ready" : "publish-waits");
    return agreed && told;
  }
}
