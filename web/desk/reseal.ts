/**
 * After a compromise: all keys are turned, then everything that lies here is sealed anew, 200 at a time.
 * A closed tab loses nothing: what is left is asked of the server, copies of before are read back.
 */

import type { SealedEnvelope } from "./api.ts";
import { call, Refused } from "./api.ts";
import { show } from "./dom.ts";
import type { Drawn, Ground, Section } from "./people.ts";
import { leavesDesk } from "./people-words.ts";
import type { Copy, Kept } from "./ring/resealing.ts";
import { dueIn } from "./turns.ts";
import { words } from "./words.ts";

const CLASSES = ["care", "desk", "rights"];

interface Left {
  keys: string[];
  left: number;
  /** Copies that wait beside what they will replace. */
  kept: number;
  envelopes: SealedEnvelope[];
}

export class Resealing implements Section {
  #leaving: string[] = [];
  #looked = false;
  #running = false;

  constructor(readonly ground: Ground) {
    const { page, act } = ground;
    page.on("copied-ask", () => {
      show(page.slot("copied-sure"), true);
      page.slot("copied-yes").focus();
    });
    page.on("copied-no", () => show(page.slot("copied-sure"), false));
    page.on("copied-yes", () => void act(page, "copied-error", () => this.#declare()));
    page.on("former-no", () => show(page.slot("former-part"), false));
    page.on("former-yes", () => void act(page, "copied-error", () => this.#sealAnew()));
    page.on("resealing-go", () => void act(page, "copied-error", () => this.#run()));
    page.on("closed-yes", () => void act(page, "copied-error", () => this.#run(true)));
  }

  draw({ acts, members, seated }: Drawn): void {
    this.#leaving = dueIn(members, seated).map(({ id }) => id);
    if (!acts || this.#looked) return;
    this.#looked = true;
    // Not an act: it holds up none of the person's own.
    void this.#look().catch((error) => leavesDesk(error, this.ground.around));
  }

  /** All keys are new, and what was sealed for the former ones lies here still. */
  offer(): void {
    const part = this.ground.page.slot("former-part");
    show(part, true);
    part.focus();
  }

  empty(): void {
    this.#looked = false;
    show(this.ground.page.slot("former-part"), false);
    show(this.ground.page.slot("copied-sure"), false);
  }

  async #declare(): Promise<void> {
    const { page, turns, progress } = this.ground;
    show(page.slot("copied-sure"), false);
    progress("turning");
    try {
      await turns.turn("compromised", { leaving: this.#leaving });
    } finally {
      progress(null);
    }
    await this.#sealAnew();
  }

  async #sealAnew(): Promise<void> {
    const { page, turns, renew } = this.ground;
    show(page.slot("former-part"), false);
    await turns.post("compromise", { classes: CLASSES });
    await this.#run();
    await renew();
  }

  /** Whether something is left of an earlier time. */
  async #look(): Promise<void> {
    const { keys, left, kept } = await this.#ask(1);
    if (keys.length === 0 || this.#running) return;
    this.#show(left, kept);
    show(this.ground.page.slot("resealing-go"), true);
  }

  async #run(asTheyAre = false): Promise<void> {
    const { page } = this.ground;
    this.#running = true;
    show(page.slot("resealing-go"), false);
    show(page.slot("closed-part"), false);
    try {
      if (await this.#copyAll(asTheyAre)) await this.#finish();
    } catch (error) {
      // Whatever it was: nothing is lost, and it can go on.
      show(page.slot("resealing-go"), true);
      throw error;
    } finally {
      this.#running = false;
    }
  }

  /** False when somebody has to say what becomes of those that nobody can open. */
  async #copyAll(asTheyAre: boolean): Promise<boolean> {
    const { around, practice } = this.ground;
    for (;;) {
      const { left, kept, envelopes } = await this.#ask();
      this.#show(left, kept);
      if (left === 0) return true;
      const asked = { practice: practice(), envelopes, asTheyAre };
      const { copies, closed } = await around.keys.ask("reseal", asked);
      if (copies.length === 0) {
        this.#askAbout(closed);
        return false;
      }
      await this.#put(copies);
    }
  }

  async #put(copies: Copy[]): Promise<void> {
    const { around, practice } = this.ground;
    const { signal } = around;
    const body = { envelopes: copies };
    await call(`reseal?practice=${practice()}`, { method: "PUT", body, signal });
    await around.keys.ask("resealed", { practice: practice(), copies });
  }

  /** The old ones go once count and digest agree; copies of an earlier sitting are read back first. */
  async #finish(): Promise<void> {
    const { page, around, practice, turns, done } = this.ground;
    const asked = { practice: practice() };
    const { kept } = await this.#ask(1);
    const { count } = await around.keys.ask("sum", asked);
    if (count !== kept) await this.#readBack();
    try {
      await turns.post("reseal/finish", await around.keys.ask("sum", asked));
    } catch (error) {
      if (!(error instanceof Refused) || error.reason !== "differs") throw error;
      // Something was erased meanwhile, or another desk made some of them.
      await around.keys.ask("countAnew", asked);
      await this.#readBack();
      await turns.post("reseal/finish", await around.keys.ask("sum", asked));
    }
    await around.keys.ask("countAnew", asked);
    show(page.slot("resealing"), false);
    done("resealed", { n: kept });
    page.fill({ progress: words("resealed", { n: kept }) });
  }

  async #readBack(): Promise<void> {
    const { page, around, practice } = this.ground;
    const { signal } = around;
    let after: number | null = 0;
    while (after !== null) {
      const path: string = `reseal/kept?practice=${practice()}&after=${after}`;
      const got: { envelopes: Kept[]; next: number | null } = await call(path, { signal });
      const asked = { practice: practice(), kept: got.envelopes };
      const n = await around.keys.ask("readBack", asked);
      page.fill({ "resealing-words": words("resealing-back", { n }) });
      after = got.next;
    }
  }

  #ask(most = 200): Promise<Left> {
    const { around, practice } = this.ground;
    const { signal } = around;
    return call<Left>(`reseal?most=${most}&practice=${practice()}`, { signal });
  }

  #show(left: number, kept: number): void {
    const { page } = this.ground;
    show(page.slot("resealing"), true);
    const of = left + kept;
    page.fill({ "resealing-words": words("resealing", { done: kept, of }) });
    page.slot<HTMLProgressElement>("resealing-bar").value = of === 0 ? 1 : kept / of;
  }

  #askAbout(n: number): void {
    const { page } = this.ground;
    page.fill({ "closed-words": words("resealing-closed", { n }) });
    show(page.slot("closed-part"), true);
    page.slot("closed-yes").focus();
  }
}
