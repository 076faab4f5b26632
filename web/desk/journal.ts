/** The journal of access, for practitioners: read, held against what was signed, filtered, saved. */

import { call, file, Refused, SignedOut, Unreachable } from "./api.ts";
import type { Around, View } from "./beside.ts";
import { byId, Piece, show } from "./dom.ts";
import { Entries } from "./journal-entries.ts";
import { drawRow, nameOf } from "./journal-rows.ts";
import { problemInWords } from "./journal-watch.ts";
import { handOver } from "./saving.ts";
import { capital, dateOf, shortWhen, words } from "./words.ts";

const STATES = ["wait", "unreachable", "body"] as const;

export class JournalPage implements View {
  readonly #page = new Piece("t-journal");
  readonly #seats;
  #entries: Entries;
  #busy = false;

  constructor(readonly around: Around) {
    const page = this.#page;
    this.#seats = around.inside.seats.filter(({ member }) => member.role === "PRACTITIONER");
    this.#entries = new Entries(around, this.#seats[0] ?? around.inside);
    page.on("back", around.back).on("again", () => void this.load());
    page.on("earlier", () => void this.#act(() => this.#earlier()));
    page.on("save", () => void this.#act(() => this.#save()));
    page.on("help", () => void this.#act(() => this.#help()));
    for (const name of ["who", "day"]) {
      page.slot(name).addEventListener("change", () => void this.#act(() => this.#filter()));
    }
    this.#offerPractices();
    byId("journal").replaceChildren(page.root);
  }

  open(): void {
    show(byId("journal"), true);
    this.#page.slot("heading").focus();
    void this.load();
  }

  leave(): void {
    this.#page.fill({ code: "", "code-until": "" });
    show(this.#page.slot("code-said"), false);
    show(byId("journal"), false);
  }

  clear(): void {
    byId("journal").replaceChildren();
    show(byId("journal"), false);
  }

  async load(): Promise<void> {
    if (this.#page.slot("body").hidden) this.#state("wait");
    try {
      await this.#entries.renew();
      this.#draw();
      this.#state("body");
    } catch (error) {
      if (!this.#leaves(error)) this.#state("unreachable");
    }
  }

  #state(state: (typeof STATES)[number]): void {
    for (const each of STATES) show(this.#page.slot(each), each === state);
  }

  #offerPractices(): void {
    const select = this.#page.slot<HTMLSelectElement>("practice");
    select.replaceChildren(
      ...this.#seats.map(({ practice }) => new Option(practice.name, practice.slug)),
    );
    show(this.#page.slot("of-several"), this.#seats.length > 1);
    select.addEventListener("change", () => {
      const seat = this.#seats.find(({ practice }) => practice.slug === select.value);
      if (seat) this.#entries = new Entries(this.around, seat);
      void this.load();
    });
  }

  #draw(): void {
    this.#drawState();
    this.#drawMembers();
    this.#drawRows();
  }

  #drawState(): void {
    const page = this.#page;
    const entries = this.#entries;
    const { problems, to } = entries.verdict;
    const whole = problems.length === 0;
    show(page.slot("whole"), whole);
    show(page.slot("wrong"), !whole);
    page.slot("problems").replaceChildren(
      ...problems.map((problem) => {
        const item = document.createElement("li");
        item.textContent = capital(problemInWords(problem));
        return item;
      }),
    );
    const when = this.#when(entries.checkedAt);
    page.fill({
      "whole-words": to
        ? words("journal-whole", { number: to.number, when })
        : words("journal-empty"),
      copy: entries.shipped
        ? words("journal-copied", { number: entries.shipped.number })
        : words("journal-no-copy"),
    });
  }

  #drawMembers(): void {
    const select = this.#page.slot<HTMLSelectElement>("who");
    const chosen = select.value;
    const everybody = select.options[0] as HTMLOptionElement;
    const { members } = this.#entries;
    select.replaceChildren(
      everybody,
      ...Object.entries(members).map(([id, name]) => new Option(name, id)),
      new Option(nameOf(null, members), "publisher"),
    );
    select.value = chosen;
  }

  #drawRows(): void {
    const who = this.#page.slot<HTMLSelectElement>("who").value;
    const day = this.#page.slot<HTMLInputElement>("day").value;
    const { zone } = this.#entries;
    const shown = this.#entries.rows.filter(
      (row) =>
        (who === "" || (row.who ?? "publisher") === who) &&
        (day === "" || dateOf(row.at, zone) === day),
    );
    const drawn = shown
      .map((row) => drawRow(row, this.#entries.members, this.#when(new Date(row.at))))
      .reverse();
    this.#page.slot("rows").replaceChildren(...drawn);
    this.#page.fill({ count: words("journal-count", { n: shown.length }) });
    show(this.#page.slot("earlier"), this.#entries.first > 1);
  }

  #when(at: Date): string {
    const { zone } = this.#entries;
    return shortWhen(at.toISOString(), zone, dateOf(new Date().toISOString(), zone));
  }

  async #earlier(): Promise<void> {
    await this.#entries.earlier();
    this.#draw();
  }

  /** A day that lies further back is fetched first. */
  async #filter(): Promise<void> {
    const day = this.#page.slot<HTMLInputElement>("day").value;
    if (day !== "") await this.#entries.backTo(day);
    this.#draw();
  }

  async #save(): Promise<void> {
    const made = await file(`journal.csv?practice=${this.#entries.practice}`, this.around.signal);
    handOver(made);
    this.#page.fill({ outcome: words("documents-saved", { file: made.name }) });
    await this.load();
  }

  async #help(): Promise<void> {
    const path = `support?practice=${this.#entries.practice}`;
    const { signal } = this.around;
    const { code, until } = await call<{ code: string; until: string }>(path, {
      method: "POST",
      signal,
    });
    show(this.#page.slot("code-said"), true);
    const when = this.#when(new Date(until));
    this.#page.fill({ code, "code-until": words("journal-code-until", { when }) });
  }

  async #act(doing: () => Promise<void>): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    this.#page.fill({ outcome: "" }).say("trouble", null);
    try {
      await doing();
    } catch (error) {
      if (!this.#leaves(error)) {
        this.#page.say("trouble", words("journal-unanswered"));
        this.#page.slot("trouble").focus();
      }
    } finally {
      this.#busy = false;
    }
  }

  /** Errors that concern the whole desk. */
  #leaves(error: unknown): boolean {
    if (this.around.signal.aborted) return true;
    if (error instanceof SignedOut) this.around.signedOut();
    else if (error instanceof Unreachable || error instanceof Refused) return false;
    else this.around.fault();
    return true;
  }
}
