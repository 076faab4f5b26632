/** Where colleagues are signed in, and on which computers a passphrase is enough. */

import { call } from "./api.ts";
import { Piece, show } from "./dom.ts";
import type { Drawn, Ground, Section } from "./people.ts";
import { fullWhen, words } from "./words.ts";

export class Places implements Section {
  constructor(readonly ground: Ground) {}

  draw({ sessions, computers, members, acts }: Drawn): void {
    const { page } = this.ground;
    const own = sessions.find((each) => each.this)?.member;
    const names = new Map(members.map(({ id, name }) => [id, name]));
    page.slot("sessions").replaceChildren(
      ...sessions.map(({ id, member, started_at, factor, computer, this: here }) =>
        this.#row({
          what: names.get(member) ?? "",
          since: words(here ? "session-this" : "session-at", {
            when: fullWhen(started_at, this.ground.zone()),
            where: computer || words(`came-by.${factor}`),
          }),
          end: words("session-end"),
          path: (acts || member === own) && !here ? `people/sessions/${id}` : null,
          error: "sessions-error",
          done: "session-ended",
        }),
      ),
    );
    page.slot("computers").replaceChildren(
      ...computers.map(({ id, name, registered_at, seen_at, this: here }) =>
        this.#row({
          what: name || words("computer-unnamed"),
          since: words(here ? "computer-this" : "computer-seen", {
            when: fullWhen(seen_at ?? registered_at, this.ground.zone()),
          }),
          end: words("computer-end"),
          path: acts && !here ? `people/computers/${id}` : null,
          error: "computers-error",
          done: "computer-ended",
        }),
      ),
    );
  }

  empty(): void {}

  #row({
    what,
    since,
    end,
    path,
    error,
    done,
  }: Record<"what" | "since" | "end" | "error" | "done", string> & {
    path: string | null;
  }): HTMLElement {
    const piece = new Piece("t-place").fill({ what, since, "end-words": end, of: ` · ${what}` });
    show(piece.slot("end"), path !== null);
    const { ground } = this;
    return piece.on("end", () => {
      void ground.act(ground.page, error, async () => {
        await call(`${path}?practice=${ground.practice()}`, { method: "DELETE" });
        ground.done(done);
        await ground.renew();
      });
    }).root;
  }
}
