/** Where somebody is signed in, and what the practice calls the computer before them. */

import type { Factors, Ground, Section } from "./access.ts";
import { call } from "./api.ts";
import { Piece, show } from "./dom.ts";
import { fullWhen, words } from "./words.ts";

export class OwnPlaces implements Section {
  readonly #name: HTMLInputElement;

  constructor(readonly ground: Ground) {
    const { page } = ground;
    this.#name = page.slot<HTMLInputElement>("this-computer");
    page.slot("computer-form").addEventListener("submit", (event) => {
      event.preventDefault();
      void ground.act("computer-error", () => this.#keepName());
    });
  }

  draw({ computer, sessions }: Factors): void {
    const { page } = this.ground;
    show(page.slot("computer-form"), computer !== null);
    show(page.slot("computer-none"), computer === null);
    this.#name.value = computer?.name ?? "";
    const elsewhere = sessions.filter((session) => !session.this);
    page.slot("sessions").replaceChildren(...elsewhere.map((session) => this.#row(session)));
    show(page.slot("sessions-none"), elsewhere.length === 0);
  }

  empty(): void {}

  #row({ id, started_at, factor, computer }: Factors["sessions"][number]): HTMLElement {
    const where = computer || words(`came-by.${factor}`);
    const piece = new Piece("t-session").fill({
      where,
      since: words("session-since", { when: fullWhen(started_at, this.ground.around.zone) }),
      of: ` · ${where}`,
    });
    return piece.on("end", () => {
      void this.ground.act("sessions-error", async () => {
        await call(`sessions/${id}`, { method: "DELETE" });
        this.ground.done("session-ended");
        await this.ground.renew();
      });
    }).root;
  }

  async #keepName(): Promise<void> {
    const name = this.#name.value.trim();
    if (name === "") return this.#name.focus();
    await call("computer", { method: "PUT", body: { name } });
    this.ground.done("computer-named", { name });
    await this.ground.renew();
  }
}
