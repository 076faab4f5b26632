/**
 * One sheet is read back: two of its groups, or its square. The key that this hands on exists only
 * once they came from paper.
 */

import { NotARootKey, WrongGroups } from "../keys/groups.ts";
import { NotThisSheet } from "../keys/sheet.ts";
import { CannotOpen } from "../open/decrypt.ts";
import {
  AnotherSheet,
  type Asked,
  fits,
  keyFromGroups,
  keyFromSquare,
  SIGNS,
  signs,
} from "./asked.ts";
import { byId, Piece, say } from "./dom.ts";
import { Scan } from "./scan.ts";
import { words } from "./words.ts";

interface Field {
  index: number;
  piece: Piece;
  input: HTMLInputElement;
}

export class Proof {
  #asked: Asked | null;
  readonly #fields: Field[];
  readonly #scan: Scan;
  #busy = false;

  constructor(
    asked: Asked,
    readonly proven: (root: string) => Promise<void>,
  ) {
    this.#asked = asked;
    const { numbers, groups } = asked;
    this.#fields = numbers.map((index) => this.#field(index));
    byId("asked-groups").replaceChildren(...this.#fields.map(({ piece }) => piece.root));
    byId("mini-groups").replaceChildren(...groups.map((_, index) => mini(index, numbers)));
    byId<HTMLFormElement>("proof-form").onsubmit = (event) => {
      event.preventDefault();
      void this.#submit();
    };
    this.#scan = new Scan((square) => this.#read(square));
    say("proof-error", null);
    this.#judge();
  }

  clear(): void {
    this.#asked = null;
    this.#scan.close();
    byId<HTMLFormElement>("proof-form").onsubmit = null;
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
    const asked = this.#asked;
    if (!asked) return false;
    const right = this.#fields.map(({ index, piece, input }) => {
      const typed = signs(input.value);
      const whole = typed.length === SIGNS;
      const right = whole && fits(asked, index, typed);
      piece.root.classList.toggle("right", right);
      piece.root.classList.toggle("wrong", whole && !right);
      input.setAttribute("aria-invalid", String(whole && !right));
      const said = right ? "group-right" : whole ? "group-wrong" : "group-short";
      const word = asked.groups[index]?.word ?? "";
      piece.fill({ said: words(said, { n: whole ? index + 1 : SIGNS, word }) });
      return right;
    });
    const all = right.every(Boolean);
    byId("proof-submit").setAttribute("aria-disabled", String(!all));
    byId("proof-why").textContent = words(all ? "proof-ready" : "proof-waits");
    return all;
  }

  async #submit(): Promise<void> {
    if (!this.#asked) return;
    if (!this.#judge()) {
      this.#fields.find(({ piece }) => !piece.root.classList.contains("right"))?.input.focus();
      return;
    }
    const typed = new Map(this.#fields.map(({ index, input }) => [index, signs(input.value)]));
    const asked = this.#asked;
    await this.#prove("proof-error", () => keyFromGroups(asked, typed));
  }

  /** Whether the square is the one of the sheet that was just printed. */
  #read(square: string): Promise<boolean> {
    const asked = this.#asked;
    if (!asked) return Promise.resolve(false);
    return this.#prove("scan-error", async () => keyFromSquare(asked, square));
  }

  async #prove(said: string, key: () => Promise<string>): Promise<boolean> {
    if (this.#busy) return false;
    this.#busy = true;
    try {
      await this.proven(await key());
      return true;
    } catch (error) {
      say(said, whyNot(error));
      return false;
    } finally {
      this.#busy = false;
    }
  }
}

const whyNot = (error: unknown): string => {
  if (error instanceof WrongGroups) return words("group-wrong", { n: error.wrong[0] ?? 0 });
  if (error instanceof AnotherSheet) return words("another-sheet");
  if (error instanceof NotARootKey) return words("groups-no-key");
  if (error instanceof CannotOpen || error instanceof NotThisSheet) return words("another-sheet");
  throw error;
};

const mini = (index: number, asked: readonly number[]): HTMLElement => {
  const item = document.createElement("li");
  item.textContent = `${index + 1} ·····`;
  item.classList.toggle("asked-here", asked.includes(index));
  return item;
};
