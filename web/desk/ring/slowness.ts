/** Guessing gets slower with each wrong passphrase: 1, 2, 4 … 60 seconds. Nothing is ever destroyed by it. */

import { StaysClosed } from "./closed.ts";

const LONGEST_S = 60;

export class Slowness {
  readonly #wrong = new Map<string, { times: number; againMs: number }>();

  /** Refuses while somebody still has to wait. */
  check(member: string): void {
    const left = (this.#wrong.get(member)?.againMs ?? 0) - Date.now();
    if (left > 0) throw new StaysClosed("slow", Math.ceil(left / 1000));
  }

  /** One more that was wrong; how many seconds until the next attempt. */
  wrong(member: string): number {
    const times = (this.#wrong.get(member)?.times ?? 0) + 1;
    const seconds = Math.min(LONGEST_S, 2 ** (times - 1));
    this.#wrong.set(member, { times, againMs: Date.now() + seconds * 1000 });
    return seconds;
  }

  right(member: string): void {
    this.#wrong.delete(member);
  }
}
