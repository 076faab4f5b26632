/** What the desk's page asks of its keys worker, and what comes back. Keys and passphrases only go one way: in. */

import type { Answers, Form, Part, Problem } from "../types/form.ts";
import type { Hosted } from "./accepting.ts";
import type { Member, Practice, SealedEnvelope, SignedIn } from "./api.ts";

/** Who opened the desk, and what may be opened: enough for a tab that joins, no key in it. */
export interface Inside {
  member: Member;
  practice: Practice;
  /** Names of the class keys held: `desk/1`. */
  keys: string[];
  /** Whether this member holds the practice's signing key. */
  signs: boolean;
  forms: Record<string, Form>;
}

export interface Beside {
  activity: string;
  id: string;
}

/** Where the page found an envelope: what it must say about itself when it is opened. */
export interface Place extends Beside {
  part: Part;
  about: string;
}

export interface Read {
  answers: Answers;
  problems: Problem[];
  /** The version of the form that it was sealed with. */
  version: string;
}

export interface Asks {
  inside: { ask: null; answer: Inside | null };
  unlock: {
    ask: { sealedKey: string; passphrase: string; challenge: string; member: string };
    answer: string;
  };
  enter: { ask: { signedIn: SignedIn; idleMs: number }; answer: Inside };
  open: { ask: { sealed: SealedEnvelope; place: Place }; answer: Read };
  readCard: { ask: Beside & { jwe: string }; answer: Record<string, unknown> };
  makeCard: { ask: Beside & { key: string; card: object }; answer: string };
  /** What the practice signed last, word for word: never what a server says that it signed. */
  readChoices: { ask: { jws: string | null }; answer: Record<string, unknown> | null };
  /** Signs what follows the choices that count now; the key stays in the worker. */
  signChoices: {
    ask: { previous: string | null; choices: object; hosting: Hosted };
    answer: string;
  };
  active: { ask: null; answer: null };
  leave: { ask: null; answer: null };
  lock: { ask: null; answer: null };
}

export type Call = keyof Asks;

export interface Asked {
  number: number;
  call: Call;
  ask: unknown;
}

/** Why something stays closed. Each has its sentence on the page. */
export type Closed =
  | "wrong-passphrase"
  | "locked"
  | "no-key"
  | "moved"
  | "other-practice"
  | "other-key"
  | "damaged"
  | "unknown-form"
  | "other-facts"
  | "worker";

/** A person locked, or nobody did anything for a while. */
export type LockedBy = "person" | "idleness";

export type Told =
  | { number: number; answer: unknown }
  | { number: number; closed: Closed }
  | { locked: LockedBy }
  | { tabs: number };
