/** The entries that the desk fetched of one practice's journal, and whether they hold. */

import { call } from "./api.ts";
import type { Around } from "./beside.ts";
import { remembered } from "./journal-memory.ts";
import type { Seat } from "./protocol.ts";
import type { Point, Row, Verdict } from "./ring/rows.ts";
import { dateOf } from "./words.ts";

interface Answer {
  rows: Row[];
  heads: string[];
  shipped: Point | null;
  /** Names by id, of everybody who has a place in the practice. */
  members: Record<string, string>;
  most: number;
}

export class Entries {
  /** In their order, without a gap up to the newest. */
  rows: Row[] = [];
  members: Readonly<Record<string, string>> = {};
  shipped: Point | null = null;
  verdict: Verdict = { problems: [], to: null };
  checkedAt = new Date();
  #heads: string[] = [];
  #noneBefore = false;

  constructor(
    readonly around: Around,
    readonly seat: Seat,
  ) {}

  get practice(): string {
    return this.seat.practice.slug;
  }

  get zone(): string {
    return this.seat.practice.zone;
  }

  /** The number from which on entries are here. */
  get first(): number {
    return this.rows[0]?.number ?? 1;
  }

  /** The newest ones, and as far back as this member saw the journal signed. */
  async renew(): Promise<void> {
    const newest = await this.#fetch();
    this.rows = newest.rows;
    this.#heads = newest.heads;
    this.shipped = newest.shipped;
    this.members = newest.members;
    this.#noneBefore = false;
    const known = this.#known?.number ?? 0;
    while (known > 0 && this.first > known) if (!(await this.#before())) break;
    await this.#check();
  }

  async earlier(): Promise<void> {
    await this.#before();
    await this.#check();
  }

  /** Until that day is here whole. */
  async backTo(day: string): Promise<void> {
    const reached = () => this.rows[0] && dateOf(this.rows[0].at, this.zone) < day;
    while (this.first > 1 && !reached()) if (!(await this.#before())) break;
    await this.#check();
  }

  get #known(): Point | null {
    return remembered(this.seat.member.id, this.around.inside.person);
  }

  /** False when nothing came: then what is missing is missing. */
  async #before(): Promise<boolean> {
    const { rows, heads } = await this.#fetch(this.first);
    this.rows = [...rows, ...this.rows];
    this.#heads = [...heads, ...this.#heads];
    this.#noneBefore = rows.length === 0;
    return rows.length > 0;
  }

  #fetch(before?: number): Promise<Answer> {
    const more = before === undefined ? "" : `&before=${before}`;
    const { signal } = this.around;
    return call<Answer>(`journal?practice=${this.practice}${more}`, { signal });
  }

  async #check(): Promise<void> {
    const { practice, rows, shipped } = this;
    // Nothing comes before these: then they have to begin with the first one.
    const since = this.#noneBefore ? 1 : this.first;
    this.verdict = await this.around.keys.ask("checkJournal", {
      practice,
      since,
      entries: rows,
      heads: this.#heads,
      shipped,
      remembered: this.#known,
      sign: false,
    });
    this.checkedAt = new Date();
  }
}
