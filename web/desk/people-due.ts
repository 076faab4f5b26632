/**
 * At a practitioner's unlock: somebody's last day passed while nobody was here, or the practice moved to
 * another vault, so the keys wait to be turned.
 */

import { call } from "./api.ts";
import type { Around } from "./beside.ts";
import { byId, show } from "./dom.ts";
import type { People } from "./people.ts";
import { leavesDesk, sentenceFor } from "./people-words.ts";
import { daysIn, dueIn, Turns } from "./turns.ts";
import { words } from "./words.ts";

type Desk = Omit<Around, "back">;

export class DueTurn {
  #turn: (() => Promise<void>) | null = null;

  constructor() {
    byId("turn-due-now").addEventListener("click", () => void this.#turn?.());
    byId("turn-due-later").addEventListener("click", () => this.close());
  }

  /** Looks in each practice that this person signs for; the first that waits is offered. */
  async look(desk: Desk): Promise<void> {
    for (const { practice, signs } of desk.inside.seats) {
      if (!signs || this.#turn) continue;
      await this.#lookIn(desk, practice.slug).catch((error) => leavesDesk(error, desk as Around));
    }
  }

  close(): void {
    this.#turn = null;
    show(byId("turn-due"), false);
  }

  async #lookIn(desk: Desk, practice: string): Promise<void> {
    const { keys, signal } = desk;
    const { members } = await call<People>(`people?practice=${practice}`, { signal });
    const { seats, moved } = await keys.ask("rostered", { practice });
    // Signed for this server first: until then it takes no other turn.
    const due = moved ? [] : dueIn(members, seats);
    if ((due.length === 0 && !moved) || signal.aborted) return;
    const names = due.map(({ name }) => name).join(", ");
    const left = due.length > 0;
    this.#say(left ? words("turn-due", { names }) : words("moved-due"));
    const wanted = left ? { leaving: due.map(({ id }) => id), until: daysIn(members, seats) } : {};
    this.#turn = async () => {
      this.#say(words(left ? "turning" : "moving"));
      try {
        await new Turns(desk, () => practice).turn(left ? "left" : "moved", wanted);
        byId("said").textContent = words(left ? "turned" : "moved-signed");
        this.close();
      } catch (error) {
        if (!leavesDesk(error, desk as Around)) this.#say(sentenceFor(error));
      }
    };
  }

  #say(sentence: string): void {
    byId("turn-due-words").textContent = sentence;
    show(byId("turn-due"), true);
  }
}
