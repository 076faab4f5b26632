/** What was opened: a list to search, one record to read and to print, and two files to save. */

import { byId, Piece, say, show } from "../../desk/dom.ts";
import type { Copy } from "./copy.ts";
import { asTable, asText, formOf, headOf } from "./export.ts";
import type { Record } from "./records.ts";
import { folded, linesOf, nameOf, searchable } from "./shown.ts";
import { whenOf, words } from "./texts.ts";

/** So many rows are drawn at a time: a list of thousands does not stand still. */
const AT_A_TIME = 100;
const KEPT_MS = 60_000;

interface Listed {
  record: Record;
  folded: string;
}

export class Reading {
  /** Names of the keys that the sheet should have opened and did not. */
  damagedKeys: string[] = [];
  #copy: Copy | null = null;
  #listed: Listed[] = [];
  #shown = AT_A_TIME;
  #selected: Record | null = null;

  constructor() {
    byId("find").addEventListener("input", () => {
      this.#shown = AT_A_TIME;
      this.#list();
    });
    byId("more").addEventListener("click", () => {
      this.#shown += AT_A_TIME;
      this.#list();
    });
    byId("print").addEventListener("click", () => window.print());
    byId("back").addEventListener("click", () => this.#select(null));
    byId("save-table").addEventListener("click", () => this.#save("csv"));
    byId("save-text").addEventListener("click", () => this.#save("txt"));
  }

  begin(copy: Copy, records: Record[]): void {
    this.#copy = copy;
    this.#listed = records.map((record) => ({
      record,
      folded: searchable(record, copy.header.forms),
    }));
    show(byId("reading"), true);
    this.draw();
    byId("reading-title").focus();
  }

  draw(): void {
    const copy = this.#copy;
    if (!copy) return;
    const { practice, made } = copy.header;
    const records = this.#listed.map(({ record }) => record);
    const closed = records.reduce((count, record) => count + record.closed.length, 0);
    byId("reading-title").textContent = practice.name;
    const values = { n: copy.rows.length - closed, when: whenOf(made, practice.zone) };
    byId("reading-count").textContent = words("opened", values);
    const said = [
      ...(copy.state === "whole" ? [] : [words(`copy-${copy.state}`, { n: copy.unreadable })]),
      ...(closed > 0 ? [words("stayed-closed", { n: closed })] : []),
      ...(this.damagedKeys.length > 0
        ? [words("keys-damaged", { keys: this.damagedKeys.join(", ") })]
        : []),
    ];
    say("reading-state", said.length > 0 ? said.join(" ") : null);
    this.#list();
    this.#select(this.#selected);
  }

  #found(): Record[] {
    const wanted = folded(byId<HTMLInputElement>("find").value).split(/\s+/).filter(Boolean);
    return this.#listed
      .filter(({ folded: text }) => wanted.every((word) => text.includes(word)))
      .map(({ record }) => record);
  }

  #list(): void {
    const found = this.#found();
    byId("found").textContent = words("found", { n: found.length });
    byId("records").replaceChildren(
      ...found.slice(0, this.#shown).map((record) => this.#row(record)),
    );
    show(byId("more"), found.length > this.#shown);
  }

  #row(record: Record): HTMLElement {
    const piece = new Piece("t-record").fill({
      name: nameOf(record) || words(record.said.length > 0 ? "no-name" : "name-closed"),
      head: this.#head(record),
    });
    const button = piece.slot<HTMLButtonElement>("button");
    if (record === this.#selected) button.setAttribute("aria-current", "true");
    button.addEventListener("click", () => this.#select(record, true));
    return piece.root;
  }

  #head(record: Record): string {
    return headOf(record, words, (instant) => this.#when(instant));
  }

  #when(instant: string): string {
    return whenOf(instant, this.#copy?.header.practice.zone ?? "UTC");
  }

  #select(record: Record | null, focus = false): void {
    this.#selected = record;
    show(byId("record"), record !== null);
    show(byId("nobody"), record === null);
    byId("reading").classList.toggle("one", record !== null);
    if (!record || !this.#copy) return;
    const { forms } = this.#copy.header;
    byId("record-name").textContent = nameOf(record) || words("no-name");
    byId("record-head").textContent = this.#head(record);
    const said = record.said.map((one) => {
      const piece = new Piece("t-said").fill({
        form: formOf(one.activity, words),
        received: words("received", { when: this.#when(one.received_at) }),
      });
      piece
        .slot("lines")
        .append(
          ...linesOf(one, forms).map(
            ({ label, words: answer }) => new Piece("t-line").fill({ label, answer }).root,
          ),
        );
      return piece.root;
    });
    const closed = record.closed.map(
      ({ row, why }) =>
        new Piece("t-stayed").fill({
          why: words(`stayed.${why}`, { form: formOf(row.activity, words), key: row.key }),
        }).root,
    );
    byId("record-said").replaceChildren(...said, ...closed);
    if (focus) byId("record-name").focus();
  }

  /** All that the list shows now, as a file that anybody can read. */
  #save(kind: "csv" | "txt"): void {
    const copy = this.#copy;
    if (!copy) return;
    const { header } = copy;
    const given = { header, records: this.#found(), words, when: (at: string) => this.#when(at) };
    const [text, type] =
      kind === "csv" ? [asTable(given), "text/csv"] : [asText(given), "text/plain"];
    const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
    const link = document.createElement("a");
    link.href = url;
    link.download = `${header.practice.slug}-${header.made.slice(0, 10)}.${kind}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
    byId("saved").textContent = words("saved", { file: link.download });
  }
}
