/**
 * New recovery sheets, from the open desk: alone, or because the practice was handed over. The key is on
 * this page while it is printed, then on paper only; nothing is published before it was read back.
 */

import { toGroups } from "../keys/groups.ts";
import type { Language } from "../keys/passphrase.ts";
import { type Asked, askFrom, fits, keyFromGroups, signs } from "./asked.ts";
import { Piece, show } from "./dom.ts";
import { clearSheets, drawSheets } from "./paper.ts";
import type { Drawn, Ground, Section } from "./people.ts";
import { dueIn } from "./turns.ts";
import { language, words } from "./words.ts";

const PARTS = ["sheets-offer", "sheets-print", "sheets-prove"] as const;

export class NewSheets implements Section {
  #asked: Asked | null = null;
  #inputs = new Map<number, HTMLInputElement>();
  /** Who left and is not turned out yet. */
  #leaving: string[] = [];

  constructor(readonly ground: Ground) {
    const { page, act } = ground;
    page.on("sheets-begin", () => {
      void act(page, "sheets-error", () => this.#layOut("new-sheets", this.#leaving));
    });
    page.on("sheets-to-printer", () => {
      window.print();
      show(page.slot("sheets-printed"), true);
      page.slot("sheets-printed").focus();
    });
    page.on("sheets-printed", () => this.#toProof());
    page.on("sheets-stop", () => this.empty());
    page.on("sheets-drop", () => this.empty());
    page.slot("sheets-prove").addEventListener("submit", (event) => {
      event.preventDefault();
      void act(page, "sheets-prove-error", () => this.#publish());
    });
  }

  draw({ members, seated }: Drawn): void {
    this.#leaving = dueIn(members, seated).map(({ id }) => id);
  }

  /** The key and what was typed of it leave the page; what counted before counts on. */
  empty(): void {
    this.#asked = null;
    this.#inputs.clear();
    clearSheets();
    this.ground.page.slot("sheets-asked").replaceChildren();
    this.#to("sheets-offer");
  }

  handOver(member: string): void {
    this.#after("handed-over", [...new Set([...this.#leaving, member])]);
  }

  /** A practitioner who leaves knows where the sheets lie, and what stands on them. */
  replace(): void {
    this.#after("new-sheets", []);
  }

  /** After the act that ended the member's place. */
  #after(why: "new-sheets" | "handed-over", leaving: string[]): void {
    const { page, act } = this.ground;
    setTimeout(() => void act(page, "sheets-error", () => this.#layOut(why, leaving)));
  }

  async #layOut(why: "new-sheets" | "handed-over", leaving: string[]): Promise<void> {
    const { page, turns, around, practice } = this.ground;
    await turns.renew();
    const asked = { practice: practice(), why, leaving };
    const { root } = await around.keys.ask("layOutSheets", asked);
    const { seats } = around.inside;
    const shown = seats.find((seat) => seat.practice.slug === practice()) ?? around.inside;
    const groups = toGroups(root, language() as Language);
    drawSheets(groups, root, shown.practice);
    this.#asked = askFrom(groups, language() as Language);
    show(page.slot("sheets-printed"), false);
    this.#to("sheets-print");
    page.slot("sheets-to-printer").focus();
  }

  #toProof(): void {
    const asked = this.#asked;
    if (!asked) return;
    clearSheets();
    this.#inputs = new Map();
    const rows = asked.numbers.map((index) => {
      const n = index + 1;
      const piece = new Piece("t-group-asked").fill({ label: words("group", { n }) });
      const input = piece.slot<HTMLInputElement>("typed");
      input.id = `sheet-group-${n}`;
      piece.slot<HTMLLabelElement>("label").htmlFor = input.id;
      this.#inputs.set(index, input);
      return piece.root;
    });
    this.ground.page.slot("sheets-asked").replaceChildren(...rows);
    this.#to("sheets-prove");
    this.#inputs.values().next().value?.focus();
  }

  async #publish(): Promise<void> {
    const { page, turns, around, practice, done, renew, sealAnew } = this.ground;
    const asked = this.#asked;
    if (!asked) return;
    for (const [index, input] of this.#inputs) {
      if (fits(asked, index, input.value)) continue;
      page.say(
        "sheets-prove-error",
        words("group-wrong", { n: index + 1 }),
        "sheets-prove-error-words",
      );
      return input.focus();
    }
    page.fill({ "sheets-progress": words("turning") });
    try {
      const typed = new Map([...this.#inputs].map(([index, { value }]) => [index, signs(value)]));
      const root = await keyFromGroups(asked, typed);
      const made = await around.keys.ask("proveSheets", { practice: practice(), root });
      await turns.publish(made);
    } finally {
      page.fill({ "sheets-progress": "" });
    }
    this.empty();
    done("sheets-count");
    await renew();
    sealAnew();
  }

  #to(shown: (typeof PARTS)[number]): void {
    for (const part of PARTS) show(this.ground.page.slot(part), part === shown);
  }
}
