/** What a group of asks is: its types in its own file, and one function that answers them for a ring. */

import type { Ring } from "./index.ts";

/** The tab that asked; the worker knows no more of it. */
export type Tab = object;

/** One answer for each ask, by its name. */
export type Answering<Asks> = {
  [Name in keyof Asks]: Asks[Name] extends { ask: infer Ask; answer: infer Answer }
    ? (ask: Ask, tab: Tab) => Answer | Promise<Answer>
    : never;
};

export type Group<Asks> = (ring: Ring) => Answering<Asks>;
