/**
 * Two groups of the sheet are asked back. This object keeps the other ten and the check words, not
 * the two: the key that it hands on exists only once they have been read from paper.
 */

import { checkWord, fromGroups, type Group, WrongGroups } from "../keys/groups.ts";
import { canonical, type Language } from "../keys/passphrase.ts";
import { byId, Piece, say } from "./dom.ts";
import { words } from "./words.ts";

const SIGNS = 5;
const ASKED = 2;

interface Field {
  index: number;
  piece: Piece;
  input: HTMLInputElement;
}

export class Proof {
  #kept: Group[];
  readonly #fields: Field[];
  #busy = false;

  constructor(
    groups: readonly Group[],
    readonly language: Language,
    readonly publish: (root: string) => Promise<string | null>,
  ) {
    const asked = draw(groups.length - 1);
    this.#kept = groups.map(({ group, word }, index) => ({
      group: asked.includes(index) ? "" : group,
      word,
    }));
    this.#fields = asked.map((index) => this.#field(index));
    byId("asked-groups").replaceChildren(...this.#fields.map(({ piece }) => piece.root));
    byId("mini-groups").replaceChildren(...groups.map((_, index) => mini(index, asked)));
    byId<HTMLFormElement>("proof-form").onsubmit = (event) => {
      event.preventDefault();
      void this.#submit();
    };
    say("proof-error", null);
    this.#judge();
  }

  clear(): void {
    this.#kept = [];
    byId("asked-groups").replaceChildren();
    byId("mini-groups").replaceChildren();
  }

  #field(index: number): Field {
    const n = index + 1;
    const piece = new Piece("t-asked").fill({ label: words("group", { n }) });
    const input = piece.slot<HTMLInputElement>("typed");
    input.id = `group-${n}`;
    piece.slot<HTMLLabelElement>("label").htmlFor = input.id;
    piece.slot("said").id = `group-${n}-said`;
    input.setAttribute("aria-describedby", `group-${n}-said`);
    input.addEventListener("input", () => this.#judge());
    return { index, piece, input };
  }

  /** Each group answers for itself, as soon as it is whole. True when all are right. */
  #judge(): boolean {
    const right = this.#fields.map(({ index, piece, input }) => {
      const typed = signs(input.value);
      const whole = typed.length === SIGNS;
      const word = this.#kept[index]?.word ?? "";
      const fits =
        whole && canonical(checkWord(index + 1, typed, this.language)) === canonical(word);
      piece.root.classList.toggle("right", fits);
      piece.root.classList.toggle("wrong", whole && !fits);
      input.setAttribute("aria-invalid", String(whole && !fits));
      const said = fits ? "group-right" : whole ? "group-wrong" : "group-short";
      piece.fill({ said: words(said, { n: whole ? index + 1 : SIGNS, word }) });
      return fits;
    });
    const all = right.every(Boolean);
    byId("proof-submit").setAttribute("aria-disabled", String(!all));
    byId("proof-why").textContent = words(all ? "proof-ready" : "proof-waits");
    return all;
  }

  async #submit(): Promise<void> {
    if (this.#busy) return;
    if (!this.#judge()) {
      this.#fields.find(({ piece }) => !piece.root.classList.contains("right"))?.input.focus();
      return;
    }
    this.#busy = true;
    try {
      say("proof-error", await this.publish(await fromGroups(this.#whole(), this.language)));
    } catch (error) {
      const [n] = error instanceof WrongGroups ? error.wrong : [];
      say("proof-error", n === undefined ? words("groups-no-key") : words("group-wrong", { n }));
    } finally {
      this.#busy = false;
    }
  }

  #whole(): Group[] {
    const typed = new Map(this.#fields.map(({ index, input }) => [index, signs(input.value)]));
    return this.#kept.map(({ group, word }, index) => ({ group: typed.get(index) ?? group, word }));
  }
}

const signs = (typed: string): string => typed.toUpperCase().replace(/[^0-9A-Z]/g, "");

/** Two different groups by chance, in their order; never the last, which is shorter. */
const draw = (from: number): number[] => {
  const drawn = new Set<number>();
  while (drawn.size < ASKED) {
    const [number = 0] = crypto.getRandomValues(new Uint32Array(1));
    drawn.add(number % from);
  }
  return [...drawn].sort((one, other) => one - other);
};

const mini = (index: number, asked: readonly number[]): HTMLElement => {
  const item = document.createElement("li");
  item.textContent = `${index + 1} ·····`;
  item.classList.toggle("asked-here", asked.includes(index));
  return item;
};
