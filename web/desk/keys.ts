/** The page's side of the keys worker: one question, one answer, and word when it locks. */

import type { Asked, Asks, Call, Closed, Held, LockedBy, Told } from "./protocol.ts";

/** It was not opened; the code has its sentence on the page. */
export class NotOpened extends Error {
  override name = "NotOpened";

  constructor(
    readonly why: Closed,
    /** Seconds to wait, attempts that are left. */
    readonly n = 0,
  ) {
    super(why);
  }
}

/** What the worker says by itself. */
export interface Hears {
  /** The full lock: the keys are gone. */
  locked(by: LockedBy): void;
  /** The screen lock, for all tabs. */
  screen(by: LockedBy, held: Held[]): void;
  /** Somebody entered in another tab. */
  entered(): void;
}

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string };
}

interface Waiting {
  settle(answer: unknown): void;
  fail(why: Closed, n?: number): void;
}

type Line = Pick<MessagePort | Worker, "postMessage"> & {
  onmessage: ((event: MessageEvent<Told>) => void) | null;
};

const WORKER_NAME = "quenotte-keys";
/** A worker says how many tabs there are as soon as it runs; a script that hangs would never say anything. */
const TO_START_MS = 20_000;

export class Keys {
  readonly #line: Line;
  readonly #waiting = new Map<number, Waiting>();
  #number = 0;
  #tabs = 1;
  #ended = false;
  readonly #start: number;

  constructor(readonly hears: Hears) {
    this.#line = openLine(() => this.#end("worker"));
    this.#line.onmessage = ({ data }) => this.#hear(data);
    this.#start = window.setTimeout(() => this.#end("worker"), TO_START_MS);
  }

  /** Whether this is the last tab of the desk, as far as the worker knows. */
  get alone(): boolean {
    return this.#tabs <= 1;
  }

  /** Whether all tabs have one worker; elsewhere each tab holds keys of its own. */
  get shared(): boolean {
    return "SharedWorker" in window;
  }

  get ended(): boolean {
    return this.#ended;
  }

  ask<Name extends Call>(call: Name, ask: Asks[Name]["ask"]): Promise<Asks[Name]["answer"]> {
    if (this.#ended) return Promise.reject(new NotOpened("locked"));
    const number = ++this.#number;
    const asked: Asked = { number, call, ask };
    return new Promise((settle, reject) => {
      this.#waiting.set(number, {
        settle: settle as (answer: unknown) => void,
        fail: (why, n) => reject(new NotOpened(why, n)),
      });
      this.#line.postMessage(asked);
    });
  }

  /** Drops the keys, for every tab. */
  lock(): void {
    if (this.#ended) return;
    this.#line.postMessage({ number: 0, call: "lock", ask: null } satisfies Asked);
    this.#end("locked");
  }

  /** Somebody did not get in: nothing of the attempt stays, and colleagues who unlocked today do. */
  async stayOut(): Promise<void> {
    const held = await this.ask("stayOut", null).catch(() => []);
    if (held.length === 0) this.lock();
  }

  leave(): void {
    if (this.#ended) return;
    this.#line.postMessage({ number: 0, call: "leave", ask: null } satisfies Asked);
    this.#end("locked");
  }

  #hear(told: Told): void {
    clearTimeout(this.#start);
    if ("locked" in told) {
      this.#end("locked");
      this.hears.locked(told.locked);
    } else if ("screen" in told) this.hears.screen(told.screen, told.held);
    else if ("entered" in told) this.hears.entered();
    else if ("tabs" in told) this.#tabs = told.tabs;
    else {
      const waiting = this.#waiting.get(told.number);
      this.#waiting.delete(told.number);
      if ("closed" in told) waiting?.fail(told.closed, told.n);
      else waiting?.settle(told.answer);
    }
  }

  #end(why: Closed): void {
    this.#ended = true;
    clearTimeout(this.#start);
    this.#line.onmessage = null;
    for (const waiting of this.#waiting.values()) waiting.fail(why);
    this.#waiting.clear();
  }
}

const openLine = (onError: () => void): Line => {
  const url = workerUrl();
  if ("SharedWorker" in window) {
    const worker = new SharedWorker(url, WORKER_NAME);
    worker.onerror = onError;
    return worker.port;
  }
  const worker = new Worker(url, { name: WORKER_NAME });
  worker.onerror = onError;
  return worker;
};

/** The one script URL that the page's policy `quenotte-worker` lets through. */
const workerUrl = (): string => {
  const url = document.documentElement.dataset.worker ?? "";
  const ours = (named: string): string => workerPath(named, location.origin);
  const { trustedTypes } = window as { trustedTypes?: TrustedTypes };
  policy ??= trustedTypes?.createPolicy("quenotte-worker", { createScriptURL: ours });
  return policy ? policy.createScriptURL(url) : ours(url);
};

let policy: ReturnType<TrustedTypes["createPolicy"]> | undefined;

const WORKER = /^\/static\/keys\.worker\.\w+\.js$/;

/** The path of the keys worker; nothing else of our origin passes for it. */
export const workerPath = (url: string, own: string): string => {
  const { origin, pathname } = new URL(url, own);
  if (origin !== own || !WORKER.test(pathname)) throw new TypeError("the worker is not ours");
  return pathname;
};
