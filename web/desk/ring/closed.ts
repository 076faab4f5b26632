/** Why something stays closed, as a code: what an error says of itself may quote what was opened. */

import type { Closed } from "../protocol.ts";

export class StaysClosed extends Error {
  override name = "StaysClosed";

  constructor(
    readonly why: Closed,
    /** Seconds to wait, attempts that are left: what the sentence needs to say. */
    readonly n?: number,
  ) {
    super(why);
  }
}

const BY_NAME: Readonly<Record<string, Closed>> = {
  WrongPassphrase: "wrong-passphrase",
  Moved: "moved",
  OtherPractice: "other-practice",
  AnotherPractice: "other-practice",
  NotThisGrant: "other-key",
  AnotherKey: "other-key",
  NotOurs: "other-key",
  OtherKey: "other-key",
  OlderRoster: "other-key",
  Forked: "other-key",
};

/** Which sentence the page shows for an error. Its own text stays here. */
export const whyClosed = (error: unknown): Closed => {
  if (error instanceof StaysClosed) return error.why;
  return (error instanceof Error ? BY_NAME[error.name] : undefined) ?? "damaged";
};
