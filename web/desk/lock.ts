/**
 * Idle time and word between tabs. What happens in one tab keeps all of them open; what locks one
 * locks all. The channel carries two words and nothing else.
 */

const CHECK_EVERY_MS = 5_000;
const TELL_EVERY_MS = 5_000;

type Word = "active" | "locked";

export interface Hears {
  idle(): void;
  active(): void;
  /** Another tab locked, in a browser whose tabs hold keys of their own. */
  locked(): void;
}

export class Watch {
  readonly #channel = new BroadcastChannel("quenotte-desk");
  #activeAt = Date.now();
  #toldAt = 0;
  #idleMs = Number.POSITIVE_INFINITY;

  constructor(readonly hears: Hears) {
    this.#channel.onmessage = ({ data }: MessageEvent<Word>) => {
      if (data === "active") this.#activeAt = Date.now();
      else if (data === "locked") this.hears.locked();
    };
    for (const happening of ["pointerdown", "keydown", "wheel", "touchstart"]) {
      document.addEventListener(happening, () => this.#act(), { capture: true, passive: true });
    }
    setInterval(() => this.#check(), CHECK_EVERY_MS);
    // A computer that slept wakes up here before anybody can read the page.
    document.addEventListener("visibilitychange", () => this.#check());
    window.addEventListener("focus", () => this.#check());
  }

  start(idleMs: number): void {
    this.#activeAt = Date.now();
    this.#idleMs = idleMs;
  }

  tell(word: Word): void {
    this.#channel.postMessage(word);
  }

  #act(): void {
    if (this.#check()) return;
    this.#activeAt = Date.now();
    if (this.#activeAt - this.#toldAt < TELL_EVERY_MS) return;
    this.#toldAt = this.#activeAt;
    this.tell("active");
    this.hears.active();
  }

  #check(): boolean {
    const idle = Date.now() - this.#activeAt > this.#idleMs;
    if (idle) this.hears.idle();
    return idle;
  }
}
