/** The free moments of one type of appointment: the first in front, then day by day. */

import type { Slot, Slots, Vault } from "./api.ts";
import { copyOf, element, find, findAll, say, show, write } from "./dom.ts";
import type { Clock } from "./moments.ts";
import { type Choice, described, type Offer, type Type } from "./offer.ts";
import { fill, texts } from "./texts.ts";

interface Day {
  date: string;
  slots: Slot[];
}

export class FreeMoments {
  #type: Type;
  #days: Day[] = [];
  #next: string | null = null;
  #asked = 0; // an answer to an older question is not shown
  #chosen: Choice | null = null;

  readonly #list: HTMLElement;
  readonly #first: HTMLElement;
  readonly #who: HTMLSelectElement;

  constructor(
    private readonly root: HTMLElement,
    private readonly vault: Vault,
    private readonly clock: Clock,
    private readonly offer: Offer,
    private readonly choose: (choice: Choice | null) => void,
  ) {
    this.#list = find("[data-days]", HTMLElement, root);
    this.#first = find("[data-first]", HTMLElement, root);
    this.#who = find("select", HTMLSelectElement, root);
    this.#who.addEventListener("change", () => this.#display());
    const [first] = offer.types;
    if (!first) throw new RangeError("the practice offers no appointment here");
    this.#type = first;
    find("[data-take-first]", HTMLButtonElement, root).addEventListener("click", () => {
      const slot = this.#free()[0]?.slots[0];
      if (slot) this.#take(slot.start, true);
    });
    this.#list.addEventListener("change", (event) => {
      if (event.target instanceof HTMLInputElement) this.#take(event.target.value, false);
    });
  }

  /** Asks for the free moments of a type, from the first on. Rejects when there is no answer. */
  async load(type: Type): Promise<void> {
    this.#type = type;
    this.#days = [];
    this.#next = null;
    this.#listPeople();
    this.#forget();
    this.#display();
    await this.#ask(null);
  }

  /** Asks for the days that follow. */
  async more(): Promise<void> {
    const before = this.#days.length;
    await this.#ask(this.#next);
    const added = this.#days[before];
    const day = added && this.#list.querySelector(`[data-date="${added.date}"] input`);
    if (day instanceof HTMLElement) day.focus();
  }

  async #ask(from: string | null): Promise<void> {
    this.#asked += 1;
    const mine = this.#asked;
    show(find("[data-looking]", HTMLElement, this.root));
    say(texts().looking);
    try {
      let said: Slots = await this.vault.slots(this.#type.slug, from);
      // A window without a free moment is passed over, three at most in one go.
      for (let turn = 0; turn < 3 && said.next && !hasSlots(said); turn += 1) {
        said = await this.vault.slots(this.#type.slug, said.next);
      }
      if (mine !== this.#asked) return;
      this.#days = [...this.#days, ...said.days];
      this.#next = said.next;
      this.#display();
    } finally {
      if (mine === this.#asked) show(find("[data-looking]", HTMLElement, this.root), false);
      say("");
    }
  }

  #forget(): void {
    this.#chosen = null;
    this.choose(null);
  }

  #take(start: string, ahead: boolean): void {
    this.#chosen = { type: this.#type, start, resource: this.#resource() };
    this.choose(this.#chosen);
    for (const input of findAll("input", HTMLInputElement, this.#list)) {
      input.checked = input.value === start;
      if (ahead && input.checked) input.scrollIntoView({ block: "center" });
    }
    say(fill(texts().chosen, { moment: this.clock.moment(new Date(start)) }));
  }

  /** Null means: whoever is free. */
  #resource(): string | null {
    const [only, another] = this.#type.resources;
    return this.#who.value || (another === undefined ? (only ?? null) : null);
  }

  #free(): Day[] {
    const who = this.#who.value;
    return this.#days
      .map(({ date, slots }) => {
        const theirs = slots.filter((slot) => !who || slot.resource === who);
        const starts = new Map(theirs.map((slot) => [slot.start, slot]));
        return { date, slots: [...starts.values()].sort((a, b) => (a.start < b.start ? -1 : 1)) };
      })
      .filter(({ slots }) => slots.length > 0);
  }

  #listPeople(): void {
    const people = this.#type.resources;
    const [anyone] = this.#who.options;
    this.#who.replaceChildren(
      ...(anyone ? [anyone] : []),
      ...people.map((slug) => new Option(this.offer.resources[slug] ?? slug, slug)),
    );
    this.#who.value = "";
    show(find("[data-who]", HTMLElement, this.root), people.length > 1);
  }

  #display(): void {
    const days = this.#free();
    const loaded = this.#days.length > 0 || this.#next !== null;
    if (this.#chosen && this.#chosen.resource !== this.#resource()) this.#forget();
    this.#list.replaceChildren(...days.map((day) => this.#day(day)));
    show(find("[data-none]", HTMLElement, this.root), loaded && days.length === 0);
    show(find("[data-more]", HTMLElement, this.root), this.#next !== null);
    const first = days[0]?.slots[0];
    show(this.#first, first !== undefined);
    if (!first) return;
    write(this.#first, "first", this.clock.moment(new Date(first.start)));
    const who = { type: this.#type, resource: this.#resource() ?? first.resource };
    write(this.#first, "with", described(this.offer, who));
    show(
      find("[data-local]", HTMLElement, this.root),
      this.clock.differsHere(new Date(first.start)),
    );
  }

  #day({ date, slots }: Day): HTMLElement {
    const made = copyOf("day");
    made.dataset.date = date;
    const noon = new Date(slots[0]?.start ?? date);
    const heading = find("h3", HTMLElement, made);
    heading.id = `day-${date}`;
    made.setAttribute("aria-labelledby", heading.id);
    write(made, "day", this.clock.day(noon));
    const away = this.clock.daysBetween(new Date(), noon);
    write(made, "near", away === 0 ? texts().today : away === 1 ? texts().tomorrow : "");
    find(".slots", HTMLElement, made).append(...slots.map((slot) => this.#slot(slot)));
    return made;
  }

  #slot({ start }: Slot): HTMLElement {
    const input = element("input");
    input.type = "radio";
    input.name = "moment";
    input.value = start;
    input.checked = this.#chosen?.start === start;
    const time = element("span", { text: this.clock.time(new Date(start)) });
    return element("label", { css: "slot" }, input, time);
  }
}

const hasSlots = ({ days }: Slots): boolean => days.some(({ slots }) => slots.length > 0);
