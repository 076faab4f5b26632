/**
 * Which step of the page is shown.
 *
 * All steps are one document: answers never leave it. The browser's back and forward buttons move
 * between steps; the address, with its fingerprint, stays, and the history holds nothing personal.
 */

import { find, findAll, focusOn, show } from "./dom.ts";

export interface Place {
  step: string;
  theme?: number;
  /** The theme was opened from the list of answers, and leads back to it. */
  again?: true;
}

export class Steps {
  place: Place;
  /** Whether the reader went on from the first step. */
  moved = false;
  readonly #titles = document.title;
  readonly #settle: (wanted: Place) => Place;
  readonly #shown: (place: Place) => void;

  /** `settle` says where a wanted place leads now: after sending, nothing leads back into the form. */
  constructor(first: Place, settle: (wanted: Place) => Place, shown: (place: Place) => void) {
    this.place = first;
    this.#settle = settle;
    this.#shown = shown;
    history.replaceState(first, "");
    addEventListener("popstate", (event) => {
      // A changed fragment comes here too, without a place of ours.
      if (event.state === null) history.replaceState(this.place, "");
      this.#open(this.#settle((event.state as Place | null) ?? this.place));
    });
    this.#display(first);
  }

  /** One step further: the back button leads here again. */
  go(place: Place): void {
    this.moved = true;
    history.pushState(place, "");
    this.#open(place);
  }

  /** Instead of the step that is shown. */
  replace(place: Place): void {
    history.replaceState(place, "");
    this.#open(place);
  }

  /** Shows the present step again, after trouble. */
  resume(): void {
    this.#open(this.place);
  }

  #open(place: Place): void {
    this.place = place;
    this.#display(place);
    const heading = findAll("[data-step] h1", HTMLElement).find(
      (one) => one.offsetParent !== null || one.getClientRects().length > 0,
    );
    if (heading) focusOn(heading);
    document.title = heading ? `${heading.textContent?.trim()} · ${this.#titles}` : this.#titles;
    scrollTo(0, 0);
  }

  #display(place: Place): void {
    for (const step of findAll("[data-step]", HTMLElement)) {
      show(step, step.dataset.step === place.step);
    }
    show(find("#trouble", HTMLElement), false);
    this.#shown(place);
  }
}
