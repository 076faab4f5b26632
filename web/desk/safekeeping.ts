/** “Recovery”: the practice's weekly copy, the opener that reads it, and the sheet's yearly proof. */

import type { Language } from "../keys/passphrase.ts";
import { proveSheet, type SheetFile } from "../keys/sheet.ts";
import { call, Refused, SignedOut, Unreachable } from "./api.ts";
import type { Around, View } from "./beside.ts";
import { byId, Piece, show } from "./dom.ts";
import type { Seat } from "./protocol.ts";
import { NotTyped, SheetField } from "./sheet-field.ts";
import { NotWhole, takeCopy } from "./taking.ts";
import { dateOf, dayInWords, language, words } from "./words.ts";

/** The answer to `GET recovery`. */
export interface Reminders {
  proved_at: string | null;
  proof_due: boolean;
  copy_at: string | null;
  copy_due: boolean;
  /** Whoever came back with the sheet last, for two weeks. */
  returned: { at: string; name: string } | null;
}

const KEPT_MS = 60_000;
const STATES = ["wait", "unreachable", "body"] as const;

/** The practices in which this person may do it. */
export const practitionersSeats = (seats: readonly Seat[]): Seat[] =>
  seats.filter(({ member }) => member.role === "PRACTITIONER");

export class RecoveryPage implements View {
  readonly #page = new Piece("t-recovery");
  readonly #sheet: SheetField;
  readonly #seats: Seat[];
  #busy = false;

  constructor(readonly around: Around) {
    const page = this.#page;
    this.#sheet = new SheetField(page.slot("sheet-again"), words, language() as Language);
    this.#seats = practitionersSeats(around.inside.seats);
    page
      .on("back", around.back)
      .on("again", () => void this.load())
      .on("take", () => void this.#take());
    page.slot<HTMLFormElement>("proof").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#prove();
    });
    page.slot("practice").addEventListener("change", () => void this.load());
    this.#name();
    byId("recovery").replaceChildren(page.root);
  }

  open(): void {
    show(byId("recovery"), true);
    this.#page.slot("heading").focus();
    void this.load();
  }

  leave(): void {
    show(byId("recovery"), false);
    this.#sheet.clear();
  }

  clear(): void {
    this.#sheet.clear();
    byId("recovery").replaceChildren();
  }

  async load(): Promise<void> {
    const may = this.#seats.length > 0;
    show(this.#page.slot("not-yours"), !may);
    if (!may) return this.#show(null);
    try {
      this.#show("wait");
      this.#draw(await call<Reminders>(`recovery?${this.#of()}`, this.#ending()));
      this.#show("body");
    } catch (error) {
      if (!this.#leaves(error)) this.#show("unreachable");
    }
  }

  #draw({ copy_at, copy_due, proved_at, proof_due }: Reminders): void {
    const { zone } = this.#practice();
    const day = (at: string) => dayInWords(dateOf(at, zone));
    const page = this.#page;
    page.fill({
      "copy-state": copy_at ? words("copy-taken", { day: day(copy_at) }) : words("copy-never"),
      "proof-state": proved_at
        ? words("proof-done", { day: day(proved_at) })
        : words("proof-never"),
    });
    show(page.slot("copy-due"), copy_due);
    show(page.slot("proof-due"), proof_due);
    page.slot("take").classList.toggle("filled", copy_due);
  }

  async #take(): Promise<void> {
    await this.#alone("copy-said", "copy-trouble", "copy-taking", async () => {
      const query = `${this.#of()}&lang=${language()}`;
      const { name, body, envelopes } = await takeCopy(`copy?${query}`, this.around.signal);
      handOver(name, body);
      await this.load();
      return words("copy-saved", { file: name, n: envelopes });
    });
  }

  async #prove(): Promise<void> {
    await this.#alone("proof-said", "proof-trouble", "proof-reading", async () => {
      const root = await this.#sheet.key();
      const query = this.#of();
      const asked = await call<{ sheet: SheetFile[]; card: string }>(
        `sheet/proof?${query}`,
        this.#ending(),
      );
      let proof: string;
      try {
        proof = await proveSheet({ root, ...asked, practice: this.#practice().slug });
      } catch {
        this.#sheet.say(words("sheet-other"));
        throw new NotTyped("another sheet");
      }
      const { signal } = this.around;
      await call(`sheet/proof?${query}`, { method: "POST", body: { proof }, signal });
      this.#sheet.clear();
      await this.load();
      return words("proof-proven");
    });
  }

  /** One act at a time: what it does, what became of it, what went wrong, each in its slot. */
  async #alone(
    said: string,
    trouble: string,
    doing: string,
    act: () => Promise<string>,
  ): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    const page = this.#page.fill({ [said]: words(doing) }).say(trouble, null, `${trouble}-words`);
    try {
      page.fill({ [said]: await act() });
    } catch (error) {
      page.fill({ [said]: "" });
      const cut = error instanceof NotWhole;
      if (error instanceof NotTyped || (!cut && this.#leaves(error))) return;
      const sentence = cut ? "copy-not-whole" : "recovery-unreachable";
      page.say(trouble, words(sentence), `${trouble}-words`);
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

  #name(): void {
    const select = this.#page.slot<HTMLSelectElement>("practice");
    select.replaceChildren(
      ...this.#seats.map(({ practice }) => new Option(practice.name, practice.slug)),
    );
    show(this.#page.slot("practices"), this.#seats.length > 1);
  }

  #practice(): Seat["practice"] {
    const slug = this.#page.slot<HTMLSelectElement>("practice").value;
    const seat = this.#seats.find(({ practice }) => practice.slug === slug) ?? this.#seats[0];
    return (seat ?? this.around.inside).practice;
  }

  #of(): string {
    return `practice=${encodeURIComponent(this.#practice().slug)}`;
  }

  #ending(): { signal: AbortSignal } {
    return { signal: this.around.signal };
  }

  #show(shown: (typeof STATES)[number] | null): void {
    for (const part of STATES) show(this.#page.slot(part), part === shown);
  }
}

/** To the browser, which saves it where it saves everything. */
const handOver = (name: string, body: Blob): void => {
  const url = URL.createObjectURL(body);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
};
