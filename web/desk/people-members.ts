/** Those who work here: one row each; a newcomer's words are typed in it, and somebody's place is ended. */

import { call } from "./api.ts";
import { Piece, show } from "./dom.ts";
import type { Drawn, Ground, People, PersonRow, Section } from "./people.ts";
import { Ending } from "./people-ending.ts";
import { Meanwhile } from "./people-words.ts";
import type { Seated } from "./ring/seating.ts";
import { dayInWords, fullWhen, language, words } from "./words.ts";

const MORE = ["PRACTITIONER", "ASSISTANT", "SECRETARY"];

export class Members implements Section {
  readonly #ending: Ending;
  /** The rows stay while somebody types in one of them. */
  #asDrawn = "";

  constructor(readonly ground: Ground) {
    this.#ending = new Ending(ground);
  }

  draw(drawn: Drawn): void {
    const { page } = this.ground;
    const asRead = JSON.stringify([drawn.members, drawn.seated, drawn.acts]);
    if (asRead === this.#asDrawn) return;
    this.#asDrawn = asRead;
    const here = drawn.members.filter(({ state }) => state !== "LEFT");
    const left = drawn.members.filter(({ state }) => state === "LEFT");
    // Whoever the practice signed for can be granted keys, whatever the server lists.
    const unlisted = drawn.seated.filter(({ id }) => !drawn.members.some((one) => one.id === id));
    page
      .slot("members")
      .replaceChildren(...here.map((one) => this.#row(one, drawn)), ...unlisted.map(unlistedRow));
    page.slot("left").replaceChildren(...left.map((one) => this.#row(one, drawn)));
    show(page.slot("left-part"), left.length > 0);
  }

  empty(): void {
    this.#asDrawn = "";
    const { page } = this.ground;
    for (const slot of ["members", "left"]) page.slot(slot).replaceChildren();
  }

  #row(person: PersonRow, drawn: Drawn): HTMLElement {
    const { id, name, role, state } = person;
    const piece = new Piece("t-person").fill({
      name,
      role: words(`role.${role}`),
      state: this.#state(person),
      of: ` · ${name}`,
    });
    const seat = drawn.seated.find((each) => each.id === id);
    show(piece.slot("odd"), state === "IN" && (!seat || seat.role !== role));
    if (person.joining && this.#admits(person, drawn)) this.#askWords(piece, person);
    const endable = state === "IN" || (state === "WAITING" && seat !== undefined);
    if (drawn.acts && endable) {
      this.#ending.offer(piece, person, drawn);
      piece.on("end", () => void this.#nameComputers(piece, person));
    }
    if (person.joining && (drawn.acts || this.#me().member.id === id)) this.#drops(piece, person);
    return piece.root;
  }

  /** On these nobody else who works here has signed in; asked when it matters: the list may be older. */
  async #nameComputers(piece: Piece, { id, name }: PersonRow): Promise<void> {
    const { ground } = this;
    const path = `people?practice=${ground.practice()}`;
    const asked = await call<People>(path).catch(() => ({ computers: [] }));
    const going = asked.computers.filter(({ goes_with }) => goes_with === id);
    const named = going.map((one) => one.name || words("computer-unnamed"));
    const names = new Intl.ListFormat(language()).format(named);
    piece.fill({ "end-computers-words": words("end-computers", { names, name }) });
    show(piece.slot("end-computers"), going.length > 0);
  }

  /** A pair that nobody knows: dropped, so that another can wait. */
  #drops(piece: Piece, { joining, name }: PersonRow): void {
    const { ground } = this;
    show(piece.fill({ "drop-of": ` · ${name}` }).slot("drop"), true);
    piece.on("drop", () => {
      void ground.act(piece, "drop-error", async () => {
        const path = `people/joining/${joining?.id}?practice=${ground.practice()}`;
        await call(path, { method: "DELETE" });
        ground.done(`joining-dropped.${joining?.kind}`, { name });
        await ground.renew();
      });
    });
  }

  /** A newcomer is seated by a practitioner; who forgot the passphrase is let in by any other colleague. */
  #admits({ id, joining }: PersonRow, { acts, seated }: Drawn): boolean {
    const { member } = this.#me();
    return joining?.kind === "JOIN"
      ? acts
      : member.id !== id && seated.some((one) => one.id === id);
  }

  #me() {
    const { inside } = this.ground.around;
    const practice = this.ground.practice();
    return inside.seats.find((seat) => seat.practice.slug === practice) ?? inside;
  }

  #state({ state, joining, until, left_at, factors }: PersonRow): string {
    const zone = this.ground.zone();
    if (left_at !== null) return words("person-left", { when: fullWhen(left_at, zone) });
    if (state === "INVITED") return words("person-invited");
    if (joining) {
      const when = fullWhen(joining.asked_at, zone);
      return words(joining.kind === "JOIN" ? "person-waits" : "person-forgot", { when });
    }
    const way = new Intl.ListFormat(language()).format(
      ["computer", ...factors].map((factor) => words(`person-by.${factor}`)),
    );
    const day = until === null ? "" : ` ${words("person-until", { day: dayInWords(until) })}`;
    return `${words("person-opens", { way })}${day}`;
  }

  #askWords(piece: Piece, person: PersonRow): void {
    const { ground } = this;
    const { id, name, role } = person;
    const again = person.joining?.kind === "AGAIN";
    const typed = piece.slot<HTMLInputElement>("words");
    typed.id = `check-words-${id}`;
    piece.slot<HTMLLabelElement>("words-label").htmlFor = typed.id;
    piece.fill({
      "words-lead": words(again ? "words-again" : "words-first", {
        name,
        role: words(`role.${role}`),
      }),
      "words-submit": words(again ? "words-admit" : "words-seat", { name }),
    });
    const own = this.#me().member.role;
    show(piece.slot("words-less"), again && MORE.indexOf(own) > MORE.indexOf(role));
    show(piece.slot("words-form"), true);
    piece.slot("words-form").addEventListener("submit", (event) => {
      event.preventDefault();
      void ground.act(piece, "words-error", () => this.#letIn(piece, person, typed));
    });
  }

  async #letIn(piece: Piece, person: PersonRow, typed: HTMLInputElement): Promise<void> {
    const { turns, around, renew, done } = this.ground;
    const { id, name, role, until } = person;
    if (typed.value.trim() === "") return typed.focus();
    piece.fill({ "words-progress": words("words-granting") });
    const practice = this.ground.practice();
    try {
      await turns.renew();
      // The pair that waits now: another may have taken the place of the one that was drawn.
      const { members } = await call<People>(`people?practice=${practice}`);
      const joining = members.find((one) => one.id === id)?.joining;
      if (!joining) throw new Meanwhile();
      const asked = { practice, joining, words: typed.value };
      if (joining.kind === "JOIN") {
        const who = { id, name, role, until };
        await turns.post("people/seat", await around.keys.ask("seatNewcomer", { ...asked, who }));
      } else {
        const body = await around.keys.ask("admitAgain", { ...asked, member: id });
        await turns.post("people/admit", body);
      }
      await turns.renew();
    } catch (error) {
      typed.focus();
      throw error;
    } finally {
      piece.fill({ "words-progress": "" });
    }
    done("person-is-in", { name });
    await renew();
  }
}

const unlistedRow = ({ name, role }: Seated): HTMLElement => {
  const piece = new Piece("t-person").fill({ name, role: words(`role.${role}`), of: ` · ${name}` });
  piece.fill({ state: words("person-unlisted") });
  return piece.root;
};
