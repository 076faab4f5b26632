/** Six digits: one field for hands, readers and paste, drawn as six boxes. Nothing of it is ever posted. */

import { byId } from "./dom.ts";

const DIGITS = 6;

export class PinField {
  readonly #input: HTMLInputElement;
  readonly #boxes: HTMLElement[];

  /** `id` is the field's; `whole` hears of the sixth digit. */
  constructor(
    id: string,
    readonly whole: () => void = () => {},
  ) {
    this.#input = byId<HTMLInputElement>(id);
    this.#boxes = [...byId(`${id}-boxes`).children] as HTMLElement[];
    this.#input.addEventListener("input", () => this.#typed());
    for (const happening of ["focus", "blur"]) {
      this.#input.addEventListener(happening, () => this.#draw());
    }
    this.#draw();
  }

  get value(): string {
    return this.#input.value;
  }

  /** All six are there. */
  get full(): boolean {
    return this.#input.value.length === DIGITS;
  }

  empty(): void {
    this.#input.value = "";
    this.#draw();
  }

  focus(): void {
    this.#input.focus({ preventScroll: true });
  }

  wrong(on: boolean): void {
    this.#input.setAttribute("aria-invalid", String(on));
  }

  #typed(): void {
    this.#input.value = this.#input.value.replace(/\D/g, "").slice(0, DIGITS);
    this.#draw();
    if (this.full) this.whole();
  }

  #draw(): void {
    const n = this.#input.value.length;
    const here = document.activeElement === this.#input ? Math.min(n, DIGITS - 1) : -1;
    for (const [at, box] of this.#boxes.entries()) {
      box.classList.toggle("full", at < n);
      box.classList.toggle("here", at === here);
    }
  }
}
