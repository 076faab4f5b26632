/** What is said when an act about people or keys did not go through. */

import { Refused, SignedOut, Unreachable } from "./api.ts";
import type { Around } from "./beside.ts";
import { NotOpened } from "./keys.ts";
import { words } from "./words.ts";

/** Somebody at another computer was quicker: nothing of ours was kept. */
export class Meanwhile extends Error {
  override name = "Meanwhile";
}

/** Whether an error concerns the whole desk; it is passed on then. */
export const leavesDesk = (error: unknown, around: Around): boolean => {
  if (around.signal.aborted) return true;
  if (error instanceof SignedOut) {
    around.signedOut();
    return true;
  }
  const known = [Unreachable, Refused, NotOpened, Meanwhile].some((kind) => error instanceof kind);
  if (!known) around.fault();
  return !known;
};

export const sentenceFor = (error: unknown): string => {
  if (error instanceof Unreachable) return words("people-unreachable");
  if (error instanceof Meanwhile) return words("people-meanwhile");
  if (error instanceof NotOpened) {
    return words(error.why === "wrong-words" ? "check-words-wrong" : "people-keys");
  }
  if (!(error instanceof Refused)) return words("people-refused", { said: "" });
  if (error.reason === "too-many") return words("people-too-many");
  const { said } = error.answer;
  return typeof said === "string" ? words("people-refused", { said }) : words("access-refused");
};
