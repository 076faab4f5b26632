/** An invitation: a link to hand over. It lets somebody ask for a place, and opens nothing by itself. */

import { call, type Role } from "./api.ts";
import { Piece, show } from "./dom.ts";
import type { Drawn, Ground, Section } from "./people.ts";
import { square } from "./square.ts";
import { dateOf, dayInWords, language, words } from "./words.ts";

export class Invite implements Section {
  readonly #name: HTMLInputElement;
  readonly #role: HTMLSelectElement;
  readonly #until: HTMLInputElement;
  #fingerprint = "";

  constructor(readonly ground: Ground) {
    const { page } = ground;
    this.#name = page.slot<HTMLInputElement>("invite-name");
    this.#role = page.slot<HTMLSelectElement>("invite-role");
    this.#until = page.slot<HTMLInputElement>("invite-until");
    page.on("link-close", () => this.#close());
    page.on("link-copy", () => void this.#copy());
    page.slot("invite-form").addEventListener("submit", (event) => {
      event.preventDefault();
      void ground.act(page, "invite-error", () => this.#invite());
    });
  }

  draw({ invitations, fingerprint, acts, now }: Drawn): void {
    this.#fingerprint = fingerprint;
    const { page } = this.ground;
    this.#until.min = dateOf(now, this.ground.zone());
    const rows = acts ? invitations : [];
    page.slot("invitations").replaceChildren(...rows.map((one) => this.#row(one)));
  }

  empty(): void {
    this.#name.value = "";
    this.#until.value = "";
    this.#close();
  }

  #row({ id, name, role, expires_at }: Drawn["invitations"][number]): HTMLElement {
    const { act, done, renew, practice } = this.ground;
    const day = dayInWords(dateOf(expires_at, this.ground.zone()));
    const piece = new Piece("t-place").fill({
      what: name,
      since: words("invitation-until", { role: words(`role.${role}`), day }),
      "end-words": words("invitation-back"),
      of: ` · ${name}`,
    });
    return piece.on("end", () => {
      void act(this.ground.page, "invite-error", async () => {
        const path = `people/invitations/${id}?practice=${practice()}`;
        await call(path, { method: "DELETE" });
        done("invitation-gone", { name });
        await renew();
      });
    }).root;
  }

  async #invite(): Promise<void> {
    const { page, turns, renew, done } = this.ground;
    const name = this.#name.value.trim();
    if (name === "") return this.#name.focus();
    const body = { name, role: this.#role.value as Role, until: this.#until.value || null };
    const { code } = await turns.post<{ code: string }>("people/invite", body);
    // The practice's own fingerprint: the newcomer's page believes no other.
    const link = `${location.origin}/${language()}/join#i=${code}&k=${this.#fingerprint}`;
    this.empty();
    page.fill({ link, "link-for": words("link-for", { name }) });
    page.slot("link-qr").replaceChildren(square(link));
    show(page.slot("link-part"), true);
    page.slot("link-copy").focus();
    done("invited", { name });
    await renew();
  }

  async #copy(): Promise<void> {
    const { page, done } = this.ground;
    await navigator.clipboard.writeText(page.slot("link").textContent ?? "").then(
      () => done("link-copied"),
      () => done("link-not-copied"),
    );
  }

  #close(): void {
    const { page } = this.ground;
    page.fill({ link: "", "link-for": "" });
    page.slot("link-qr").replaceChildren();
    show(page.slot("link-part"), false);
  }
}
