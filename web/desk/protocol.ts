/**
 * What the desk's page asks of its keys worker, and what comes back. Keys, passphrases and PINs only go
 * one way: in. Each subject has its types beside its answers, in ring/ (ring/index.ts says how).
 */

import type { Form } from "../types/form.ts";
import type { Member, Practice } from "./api.ts";
import type { ChoosingAsks } from "./ring/choosing.ts";
import type { DraftsAsks } from "./ring/drafts.ts";
import type { EnteringAsks } from "./ring/entering.ts";
import type { JournalAsks } from "./ring/journal.ts";
import type { OpeningAsks } from "./ring/opening.ts";
import type { OwnAsks } from "./ring/own.ts";
import type { ResealingAsks } from "./ring/resealing.ts";
import type { ReturningAsks } from "./ring/returning.ts";
import type { SeatingAsks } from "./ring/seating.ts";
import type { TellingAsks } from "./ring/telling.ts";
import type { TurningAsks } from "./ring/turning.ts";

export type { Beside, Place, Read } from "./ring/opening.ts";

/** What somebody may do in one practice: no key in it. */
export interface Seat {
  practice: Practice;
  member: Member;
  /** Names of the class keys held: `desk/1`. */
  keys: string[];
  /** Whether this member holds the practice's signing key. */
  signs: boolean;
  forms: Record<string, Form>;
}

/** A practice whose keys did not fit: it is not shown, and the person is told. */
export interface LeftOut {
  practice: string;
  why: Closed;
}

/** Who stands before the desk: their home, and every practice that they may open. */
export interface Inside extends Seat {
  /** The fingerprint of their own key. */
  person: string;
  /** Home first. */
  seats: Seat[];
  leftOut: LeftOut[];
  /** Whether they have a PIN for the screen lock. */
  pin: boolean;
  /** When the keys leave by themselves, by this computer's clock. */
  untilMs: number;
  /** The vault's clock, less this computer's. */
  clockOffMs: number;
}

/** Somebody who unlocked today and can come back by PIN. */
export interface Held {
  person: string;
  /** Their member's id at the door where they came in. */
  at: string;
  /** All of their members' ids, home first. */
  ids: string[];
  /** At home. */
  member: Member;
  practice: Practice;
  /** The server's session is theirs. */
  last: boolean;
  untilMs: number;
}

/** Asks about the tabs and about closing. */
export interface TabAsks {
  active: { ask: null; answer: null };
  leave: { ask: null; answer: null };
  /** The full lock: the keys leave, in every tab. */
  lock: { ask: null; answer: null };
}

export interface Asks
  extends EnteringAsks,
    ReturningAsks,
    OpeningAsks,
    ChoosingAsks,
    DraftsAsks,
    OwnAsks,
    SeatingAsks,
    TurningAsks,
    ResealingAsks,
    JournalAsks,
    TellingAsks,
    TabAsks {}

export type Call = keyof Asks;

export interface Asked {
  number: number;
  call: Call;
  ask: unknown;
}

/** Why something stays closed. Each has its sentence on the page. */
export type Closed =
  | "wrong-passphrase"
  | "slow"
  | "wrong-pin"
  | "locked"
  | "no-key"
  | "moved"
  | "other-practice"
  | "other-key"
  | "not-pinned"
  | "damaged"
  | "unknown-form"
  | "other-facts"
  | "wrong-words"
  | "worker";

/** A person locked, nobody did anything for a while, the evening came, or too many PINs were wrong. */
export type LockedBy = "person" | "idleness" | "evening" | "pins";

export type Told =
  | { number: number; answer: unknown }
  /** `n`: seconds to wait, attempts that are left. */
  | { number: number; closed: Closed; n?: number }
  /** The full lock. */
  | { locked: LockedBy }
  /** The screen lock, and who can come back. */
  | { screen: LockedBy; held: Held[] }
  /** Somebody entered in another tab. */
  | { entered: true }
  | { tabs: number };
