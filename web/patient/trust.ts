/** Which keys this page seals to, and why it may. */

import { type KeyCard, type MonthKeys, readKeyCard, readMonthKeys, walk } from "../seal/index.ts";
import type { KeysReply, Vault } from "./api.ts";

/** The practice has not published its keys yet, or takes no requests here. */
export class NotOpen extends Error {
  override name = "NotOpen";
}

/** The keys are not proven to be the practice's: nothing may be sealed to them. */
export class Untrusted extends Error {
  override name = "Untrusted";
}

/** The practice's keys, as last read. A page that stays open for hours reads them again when told. */
export class Keys {
  card: KeyCard;
  months: MonthKeys;

  private constructor(
    readonly practice: string,
    /** The fingerprint that the link carried, if it carried one. */
    readonly pinned: string | undefined,
    reply: KeysReply,
  ) {
    [this.card, this.months] = trusted(practice, pinned, reply);
  }

  static async read(vault: Vault, pinned: string | undefined): Promise<Keys> {
    return new Keys(vault.practice, pinned, await vault.keys());
  }

  /** Takes newer keys, signed by the same key as those that this page began with, or by its successor. */
  renew(reply: KeysReply): void {
    const [card, months] = trusted(this.practice, this.card.fingerprint, reply);
    // An older list is signed as well: it may bring back a key that was retired because it leaked.
    const older =
      card.serial < this.card.serial ||
      card.issued < this.card.issued ||
      (card.relay === this.card.relay && months.issued < this.months.issued);
    if (older) throw new Untrusted("the keys are older than those that this page holds");
    [this.card, this.months] = [card, months];
  }
}

const trusted = (
  practice: string,
  pinned: string | undefined,
  { open, card, relay, successions = [] }: KeysReply,
): [KeyCard, MonthKeys] => {
  if (!open) throw new NotOpen("the practice has published no keys");
  try {
    // Who holds an old link trusts one key, and whomever that one led to: nobody else.
    const newest = pinned === undefined ? undefined : walk(pinned, successions, practice).at(-1);
    const read = readKeyCard({ jws: card ?? "", practice, pinned: newest });
    return [read, readMonthKeys({ jws: relay ?? "", fingerprint: read.relay })];
  } catch {
    throw new Untrusted("the keys are not proven to be the practice's");
  }
};
