/** Somebody's last day: at once, with the keys turned; or on a day; or as the one who hands the practice over. */

import { type Piece, show } from "./dom.ts";
import type { Drawn, Ground, PersonRow } from "./people.ts";
import { daysIn } from "./turns.ts";
import { dateOf, dayInWords, words } from "./words.ts";

interface Ended {
  left_at: string | null;
}

export class Ending {
  constructor(readonly ground: Ground) {}

  offer(piece: Piece, person: PersonRow, drawn: Drawn): void {
    const { ground } = this;
    const form = piece.slot<HTMLFormElement>("end-form");
    const on = piece.slot<HTMLInputElement>("end-on");
    const day = piece.slot<HTMLInputElement>("end-day");
    const now = piece.slot<HTMLInputElement>("end-now");
    on.min = dateOf(drawn.now, ground.zone());
    on.value = person.until ?? "";
    on.addEventListener("input", () => {
      day.checked = true;
      this.#label(piece, person);
    });
    for (const one of [now, day]) {
      one.addEventListener("change", () => this.#label(piece, person));
    }
    const self = drawn.sessions.some(({ this: here, member }) => here && member === person.id);
    show(piece.slot("hand-over-part"), person.role === "PRACTITIONER" && !self);
    piece.fill({ "end-legend": words("end-when", { name: person.name }) });
    show(piece.slot("end"), true);
    const open = (shown: boolean) => {
      show(form, shown);
      show(piece.slot("end"), !shown);
    };
    piece.on("end", () => {
      open(true);
      this.#label(piece, person);
      now.focus();
    });
    piece.on("end-stop", () => {
      open(false);
      piece.slot("end").focus();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void ground.act(piece, "end-error", () => this.#end(piece, person, drawn));
    });
  }

  #label(piece: Piece, { name }: PersonRow): void {
    const now = piece.slot<HTMLInputElement>("end-now").checked;
    const { value } = piece.slot<HTMLInputElement>("end-on");
    const said = now || value === "" ? words("end-now", { name }) : this.#onDay(name, value);
    piece.fill({ "end-submit": said });
  }

  #onDay(name: string, day: string): string {
    return words("end-on-day", { name, day: dayInWords(day) });
  }

  async #end(piece: Piece, { id, name, role }: PersonRow, drawn: Drawn): Promise<void> {
    const { turns, renew, done, progress, handOver, newSheets } = this.ground;
    const field = piece.slot<HTMLInputElement>("end-on");
    const later = piece.slot<HTMLInputElement>("end-day").checked;
    if (later && field.value === "") return field.focus();
    const ended = await turns.post<Ended>(`people/${id}/end`, { on: later ? field.value : null });
    if (ended.left_at === null) {
      done("person-ends-on", { name, day: dayInWords(field.value) });
      return renew();
    }
    if (piece.slot<HTMLInputElement>("hand-over").checked) {
      await renew();
      return handOver(id);
    }
    progress("turning");
    try {
      // Whoever was invited and never seated held nothing.
      if (drawn.seated.some((one) => one.id === id)) {
        const until = daysIn(drawn.members, drawn.seated);
        await turns.turn("left", { leaving: [id], until });
        if (role === "PRACTITIONER") newSheets();
      }
      done("person-ended", { name });
    } finally {
      progress(null);
      await renew();
    }
  }
}
