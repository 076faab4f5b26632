/**
 * The offline opener: one HTML file that takes a practice's copy and the key on its recovery sheet, and
 * shows what patients sent. Its own policy lets it call nobody.
 */

import { byId, say, show } from "../../desk/dom.ts";
import { NotTyped, SheetField } from "../../desk/sheet-field.ts";
import type { Language } from "../../keys/passphrase.ts";
import { type Copy, NotACopy, readCopy } from "./copy.ts";
import { Reading } from "./reading.ts";
import { openRecords } from "./records.ts";
import { OtherPracticesKeys, openSheet, WrongSheet } from "./sheet.ts";
import { language, preferred, speak, whenOf, words } from "./texts.ts";

/** A copy that `quenotte open` serves beside this page. */
interface Served {
  name: string;
  at: string;
}

class Opener {
  readonly #sheet = new SheetField(byId("sheet-field"), words, language());
  readonly #reading = new Reading();
  #copy: Copy | null = null;
  #work = new AbortController();

  start(): void {
    this.#sheet.speak(language());
    for (const button of document.querySelectorAll<HTMLElement>("[data-language]")) {
      button.addEventListener("click", () => this.#speak(button.dataset.language as Language));
    }
    const input = byId<HTMLInputElement>("copy-file");
    input.addEventListener("change", () => {
      const file = input.files?.[0];
      if (file) void this.#take(file);
    });
    byId<HTMLFormElement>("sheet-form").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#open();
    });
    byId("close").addEventListener("click", () => location.reload());
    window.addEventListener("pagehide", () => this.#sheet.clear());
    window.addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
    this.#offer();
    show(byId("copy-step"), true);
  }

  #speak(to: Language): void {
    speak(to);
    this.#sheet.speak(to);
    if (this.#copy) this.#describe(this.#copy);
    this.#reading.draw();
  }

  /** The copies that were served along: nothing has to be looked for on the disk. */
  #offer(): void {
    const served = JSON.parse(byId("served").textContent ?? "[]") as Served[];
    show(byId("copy-served"), served.length > 0);
    byId("served-list").replaceChildren(
      ...served.map(({ name, at }) => {
        const item = document.createElement("li");
        const button = document.createElement("button");
        button.type = "button";
        button.className = "btn";
        button.textContent = name;
        button.addEventListener("click", () => void this.#fetch(at));
        item.append(button);
        return item;
      }),
    );
  }

  async #fetch(at: string): Promise<void> {
    say("copy-error", null);
    try {
      const response = await fetch(at);
      if (!response.ok) throw new TypeError("not served");
      await this.#take(await response.blob());
    } catch {
      say("copy-error", words("copy-not-served"));
    }
  }

  async #take(file: Blob): Promise<void> {
    this.#work.abort();
    this.#work = new AbortController();
    this.#copy = null;
    say("copy-error", null);
    show(byId("copy-about"), false);
    show(byId("sheet-step"), false);
    this.#progress("copy-progress", 0, file.size);
    try {
      const copy = await readCopy(file, (bytes) =>
        this.#progress("copy-progress", bytes, file.size),
      );
      this.#copy = copy;
      this.#describe(copy);
      show(byId("sheet-step"), true);
      this.#sheet.focus();
    } catch (error) {
      say("copy-error", words(error instanceof NotACopy ? "copy-none" : "copy-unread"));
    } finally {
      show(byId("copy-progress"), false);
    }
  }

  #describe({ header, rows, state, unreadable }: Copy): void {
    const { practice, made } = header;
    byId("copy-practice").textContent = practice.name;
    byId("copy-made").textContent = words("copy-made", {
      when: whenOf(made, practice.zone),
      n: rows.length,
    });
    show(byId("copy-whole"), state === "whole");
    say("copy-state", state === "whole" ? null : words(`copy-${state}`, { n: unreadable }));
    show(byId("copy-about"), true);
  }

  async #open(): Promise<void> {
    const copy = this.#copy;
    if (!copy) return;
    let keys: ReadonlyMap<string, string>;
    try {
      const opened = await openSheet(await this.#sheet.key(), copy.header);
      keys = opened.keys;
      this.#reading.damagedKeys = opened.damaged;
    } catch (error) {
      if (error instanceof NotTyped) return;
      const other = error instanceof WrongSheet || error instanceof OtherPracticesKeys;
      const { name } = copy.header.practice;
      this.#sheet.say(words(other ? "sheet-wrong" : "sheet-unread", { practice: name }));
      this.#sheet.focus();
      return;
    }
    this.#sheet.clear();
    show(byId("copy-step"), false);
    show(byId("sheet-step"), false);
    await this.#openAll(copy, keys);
  }

  async #openAll(copy: Copy, keys: ReadonlyMap<string, string>): Promise<void> {
    const all = copy.rows.length;
    byId("opening").focus();
    const records = await openRecords({
      copy,
      keys,
      seen: (tried) => this.#progress("opening", tried, all),
      signal: this.#work.signal,
    });
    show(byId("opening"), false);
    this.#reading.begin(copy, records);
  }

  #progress(id: string, done: number, all: number): void {
    const at = byId(id);
    show(at, true);
    const bar = at.querySelector("progress");
    if (!bar) return;
    bar.max = Math.max(all, 1);
    bar.value = done;
  }
}

speak(preferred());
new Opener().start();
