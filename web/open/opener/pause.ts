/** Long work in small pieces: the page answers to its reader in between. */

const AT_A_TIME_MS = 24;

export class Pause {
  #since = performance.now();

  /** Lets the page draw and listen once enough time has gone by. */
  async ifDue(): Promise<void> {
    if (performance.now() - this.#since < AT_A_TIME_MS) return;
    await new Promise((settle) => setTimeout(settle, 0));
    this.#since = performance.now();
  }
}
