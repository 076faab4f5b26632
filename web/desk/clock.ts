/** The clock of a closed desk: the practice's time, whatever this computer's zone. */

import { byId } from "./dom.ts";
import { capital, dateOf, longDay, time } from "./words.ts";

const EVERY_MS = 10_000;

export class Clock {
  #timer = 0;

  /** `<name>-time` and `<name>-date` are on the page. */
  constructor(readonly name: string) {}

  start(zone: string): void {
    this.stop();
    this.#tick(zone);
    this.#timer = window.setInterval(() => this.#tick(zone), EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #tick(zone: string): void {
    const now = new Date().toISOString();
    byId(`${this.name}-time`).textContent = time(now, zone);
    byId(`${this.name}-date`).textContent = capital(longDay(dateOf(now, zone)));
  }
}
