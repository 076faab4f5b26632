/**
 * A person's passkeys. One that is made opens the key only after it was tried: its secret seals the
 * file here, a second touch has to open it, and only then the file is posted. Whatever breaks off
 * leaves a passkey that shows who it is, and the passphrase as it was.
 */

import type { Factors, Ground, PasskeyRow, Section } from "./access.ts";
import { call } from "./api.ts";
import { Piece, show } from "./dom.ts";
import { NotOpened } from "./keys.ts";
import {
  type CreationOptions,
  hasPasskeys,
  makePasskey,
  NoPasskey,
  secretAmong,
} from "./passkey.ts";
import { dateOf, dayInWords, words } from "./words.ts";

/** After so long the view asks to try a passkey again: one that fails is better found on a calm day. */
const STALE_MS = 30 * 24 * 60 * 60_000;

export class OwnPasskeys implements Section {
  readonly #name: HTMLInputElement;
  readonly #passphrase: HTMLInputElement;
  #factors: Factors | null = null;
  /** The one that the form is about; null: a new one. */
  #about: PasskeyRow | null = null;

  constructor(readonly ground: Ground) {
    const { page } = ground;
    this.#name = page.slot<HTMLInputElement>("passkey-name");
    this.#passphrase = page.slot<HTMLInputElement>("passkey-passphrase");
    show(page.slot("passkey-form"), hasPasskeys());
    show(page.slot("passkeys-unsupported"), !hasPasskeys());
    page.slot("passkey-form").addEventListener("submit", (event) => {
      event.preventDefault();
      void ground.act("passkey-error", () => this.#submit());
    });
    page.on("passkey-cancel", () => this.#turnTo(null));
  }

  draw(factors: Factors): void {
    this.#factors = factors;
    const { page } = this.ground;
    const rows = factors.passkeys.map((row) => this.#row(row, factors.now));
    page.slot("passkeys").replaceChildren(...rows);
    show(page.slot("passkeys-none"), rows.length === 0);
    show(
      page.slot("passkeys-try"),
      factors.passkeys.some((row) => isStale(row, factors.now)),
    );
  }

  empty(): void {
    this.#turnTo(null);
  }

  #row(row: PasskeyRow, now: string): HTMLElement {
    const { zone } = this.ground.around;
    const piece = new Piece("t-passkey").fill({
      name: row.name,
      made: words("passkey-made", { date: dayInWords(dateOf(row.made_at, zone)) }),
      state: stateOf(row, zone),
      "of-try": ` · ${row.name}`,
      "of-open": ` · ${row.name}`,
      "of-rename": ` · ${row.name}`,
      "of-remove": ` · ${row.name}`,
    });
    show(piece.slot("stale"), isStale(row, now));
    show(piece.slot("try"), row.sealed !== null);
    show(piece.slot("open"), row.sealed === null);
    const act = (doing: () => Promise<void>) => void this.ground.act("passkey-error", doing);
    piece.on("try", () => act(() => this.#try(row)));
    piece.on("open", () => this.#turnTo(row));
    this.#rename(piece, row, act);
    piece.on("remove", () => {
      show(piece.slot("remove-sure"), true);
      piece.slot("remove-yes").focus();
    });
    piece.on("remove-no", () => {
      show(piece.slot("remove-sure"), false);
      piece.slot("remove").focus();
    });
    piece.on("remove-yes", () => act(() => this.#remove(row)));
    return piece.root;
  }

  #rename(piece: Piece, row: PasskeyRow, act: (doing: () => Promise<void>) => void): void {
    const field = piece.slot<HTMLInputElement>("new-name");
    piece.on("rename", () => {
      show(piece.slot("rename-form"), true);
      field.value = row.name;
      field.select();
    });
    piece.slot("rename-form").addEventListener("submit", (event) => {
      event.preventDefault();
      const name = field.value.trim();
      if (name === "") return field.focus();
      act(async () => {
        await call(`passkeys/${row.id}`, { method: "PUT", body: { name } });
        await this.ground.renew();
      });
    });
  }

  /** The form makes a new passkey, or lets one that is there open the key. */
  #turnTo(row: PasskeyRow | null): void {
    const { page } = this.ground;
    this.#about = row;
    this.#passphrase.value = "";
    this.#name.value = row?.name ?? "";
    show(page.slot("passkey-name-part"), row === null);
    show(page.slot("passkey-cancel"), row !== null);
    page.fill({
      "passkey-submit": words(row === null ? "passkey-add" : "passkey-let-open", {
        name: row?.name ?? "",
      }),
    });
    if (row) this.#passphrase.focus();
  }

  async #submit(): Promise<void> {
    const { page, around } = this.ground;
    const sealed = this.#factors?.sealed_key ?? "";
    const name = this.#name.value.trim();
    const passphrase = this.#passphrase.value;
    for (const field of [this.#name, this.#passphrase]) {
      if (field.value.trim() === "") return field.focus();
    }
    page.fill({ "passkey-progress": words("passphrase-checking") });
    try {
      await around.keys.ask("opens", { sealed, secret: passphrase });
      const { row, secret } = this.#about
        ? { row: this.#about, secret: null }
        : await this.#make(name);
      await this.#letOpen(row, secret, passphrase);
    } finally {
      page.fill({ "passkey-progress": "" });
      await this.ground.renew();
    }
  }

  async #make(name: string): Promise<{ row: PasskeyRow; secret: string | null }> {
    this.#step("passkey-make");
    const options = await call<CreationOptions>("passkeys/options", { method: "POST", body: {} });
    const { answer, secret } = await makePasskey(options);
    const body = { credential: answer, name };
    const row = await call<PasskeyRow>("passkeys", { method: "POST", body });
    this.#turnTo(row); // from here on it is there; another attempt goes on with it
    return { row, secret };
  }

  async #letOpen(row: PasskeyRow, told: string | null, passphrase: string): Promise<void> {
    const { keys } = this.ground.around;
    const { sealed_key } = this.#factors ?? { sealed_key: "" };
    this.#step("passkey-touch");
    const secret = told ?? (await this.#secretOf(row));
    const asked = { sealed: sealed_key, passphrase, secret };
    const sealed = await keys.ask("sealForPasskey", asked);
    this.#step("passkey-touch-again");
    await this.#opens(sealed, await this.#secretOf(row));
    await call(`passkeys/${row.id}`, { method: "PUT", body: { sealed } });
    this.#turnTo(null);
    this.ground.done("passkey-opens-now", { name: row.name });
  }

  async #try(row: PasskeyRow): Promise<void> {
    await this.#opens(row.sealed ?? "", await this.#secretOf(row));
    await call(`passkeys/${row.id}`, { method: "PUT", body: { tested: true } });
    this.ground.done("passkey-tried", { name: row.name });
    await this.ground.renew();
  }

  async #secretOf({ credential }: PasskeyRow): Promise<string> {
    return (await secretAmong([credential])).secret;
  }

  /** Another secret than before is no wrong passphrase: it has a sentence of its own. */
  async #opens(sealed: string, secret: string): Promise<void> {
    try {
      await this.ground.around.keys.ask("opens", { sealed, secret });
    } catch (error) {
      if (error instanceof NotOpened && error.why === "wrong-passphrase")
        throw new NoPasskey("wrong");
      throw error;
    }
  }

  async #remove(row: PasskeyRow): Promise<void> {
    await call(`passkeys/${row.id}`, { method: "DELETE" });
    if (this.#about?.id === row.id) this.#turnTo(null);
    this.ground.done("passkey-removed", { name: row.name });
    await this.ground.renew();
  }

  #step(key: string): void {
    this.ground.page.fill({ "passkey-progress": words(key) });
  }
}

const isStale = ({ sealed, tested_at }: PasskeyRow, now: string): boolean =>
  sealed !== null && Date.parse(now) - Date.parse(tested_at ?? "1970-01-01") > STALE_MS;

const stateOf = ({ sealed, tested_at }: PasskeyRow, zone: string): string =>
  sealed === null || tested_at === null
    ? words("passkey-shows-only")
    : words("passkey-opens", { date: dayInWords(dateOf(tested_at, zone)) });
