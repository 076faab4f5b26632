/** Ends the session on the server, however many attempts it takes: after the lock nobody goes on with it. */

import { call, SignedOut } from "./api.ts";

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

export class SignOut {
  #ends: AbortController | null = null;

  /** `tell` hears whether the session outlives the lock. */
  constructor(readonly tell: (outlives: boolean) => void) {}

  get pending(): boolean {
    return this.#ends !== null;
  }

  start(): void {
    this.stop();
    this.#ends = new AbortController();
    void this.#untilEnded(this.#ends.signal);
  }

  /** Somebody signs in: a late answer must not end the new session. */
  stop(): void {
    this.#ends?.abort();
    this.#ends = null;
    this.tell(false);
  }

  async #untilEnded(signal: AbortSignal): Promise<void> {
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      const over = await ended(signal);
      if (signal.aborted) return;
      if (over) return this.stop();
      this.tell(true);
      await new Promise((go) => setTimeout(go, pause));
      if (signal.aborted) return;
    }
  }
}

const ended = async (signal: AbortSignal): Promise<boolean> => {
  try {
    await call("sign-out", { method: "POST", lasting: true, signal });
    return true;
  } catch (error) {
    return error instanceof SignedOut;
  }
};
