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

/** What one look takes in: the rest of a day, and later days, come when asked for. */
const SLOTS_AT_ONCE = 8;
const DAYS_AT_ONCE = 5;

export class FreeMoments {
  #type: Type;
  #days: Day[] = [];
  #next: string | null = null;
  #shownDays = DAYS_AT_ONCE;
  readonly #whole = new Set<string>(); // days of which every moment is shown
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
    this.#list.addEventListener("click", (event) => this.#unfold(event.target));
  }

  /** Whether the free moments of the type are known. */
  get loaded(): boolean {
    return this.#days.length > 0 || this.#next !== null;
  }

  /** Asks for the free moments of a type, from the first on. Rejects when there is no answer. */
  async load(type: Type): Promise<void> {
    this.#type = type;
    this.#days = [];
    this.#next = null;
    this.#shownDays = DAYS_AT_ONCE;
    this.#listPeople();
    this.#forget();
    this.#display();
    await this.#ask(null);
  }

  /** Shows the days that follow; asks for them when they are not here yet. */
  async more(): Promise<void> {
    const before = this.#list.children.length;
    if (this.#free().length <= this.#shownDays) await this.#ask(this.#next);
    this.#shownDays += DAYS_AT_ONCE;
    this.#display();
    const first = this.#list.children[before]?.querySelector("input");
    if (first) first.focus();
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
    if (this.#chosen && this.#chosen.resource !== this.#resource()) this.#forget();
    this.#list.replaceChildren(...days.slice(0, this.#shownDays).map((day) => this.#day(day)));
    show(find("[data-none]", HTMLElement, this.root), this.loaded && days.length === 0);
    const later = this.#next !== null || days.length > this.#shownDays;
    show(find("[data-more]", HTMLElement, this.root), later);
    const first = days[0]?.slots[0];
    show(this.#first, first !== undefined);
    if (!first) return;
    write(this.#first, "first", this.clock.moment(new Date(first.start)));
    const who = { type: this.#type, resource: this.#resource() };
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
    const shown = this.#whole.has(date) ? slots : spread(slots, this.#chosen?.start);
    find(".slots", HTMLElement, made).append(...shown.map((slot) => this.#slot(slot)));
    const unfold = find("button", HTMLButtonElement, made);
    show(unfold, shown.length < slots.length);
    unfold.textContent = fill(texts().allTimes, { count: slots.length });
    return made;
  }

  /** All moments of a day, once somebody asks for them. */
  #unfold(target: EventTarget | null): void {
    const day = target instanceof HTMLButtonElement ? target.closest<HTMLElement>(".day") : null;
    if (!day?.dataset.date) return;
    this.#whole.add(day.dataset.date);
    this.#display();
    const unfolded = this.#list.querySelector<HTMLElement>(
      `[data-date="${day.dataset.date}"] input`,
    );
    unfolded?.focus();
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

/** Some moments from the whole day, evenly; the first and the chosen one among them. */
export const spread = (slots: readonly Slot[], chosen: string | undefined): Slot[] => {
  if (slots.length <= SLOTS_AT_ONCE) return [...slots];
  const kept = new Set<Slot>();
  for (let n = 0; n < SLOTS_AT_ONCE; n += 1) {
    const slot = slots[Math.round((n * (slots.length - 1)) / (SLOTS_AT_ONCE - 1))];
    if (slot) kept.add(slot);
  }
  return slots.filter((slot) => kept.has(slot) || slot.start === chosen);
};

const hasSlots = ({ days }: Slots): boolean => days.some(({ slots }) => slots.length > 0);
