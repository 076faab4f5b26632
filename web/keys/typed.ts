/**
 * The sheet's key as somebody types it from paper, or as a camera reads it: the groups alone, in one
 * field. Beside each whole group the page shows its check word, to be compared with the paper.
 */

import { identityToRecipient } from "age-encryption";
import { checkWord, NotARootKey, PREFIX } from "./groups.ts";
import type { Language } from "./passphrase.ts";

const CHARACTERS = 58;
const IN_A_GROUP = 5;
export const GROUPS = Math.ceil(CHARACTERS / IN_A_GROUP);
const NEVER = /[1BIO]/;

export interface TypedGroup {
  number: number;
  group: string;
  /** Its check word; null while the group is not whole, or holds a sign that never occurs. */
  word: string | null;
  /** A sign that no group has: 1, B, I or O. */
  odd: string | null;
}

/** What was typed, group by group, whatever stood between the signs. */
export const typedGroups = (typed: string, language: Language): TypedGroup[] => {
  const signs = signsOf(typed);
  return (signs.match(/.{1,5}/g) ?? []).map((group, index) => {
    const number = index + 1;
    const length = number === GROUPS ? CHARACTERS - (GROUPS - 1) * IN_A_GROUP : IN_A_GROUP;
    const odd = NEVER.exec(group)?.[0] ?? null;
    const whole = group.length === length && odd === null && number <= GROUPS;
    return { number, group, odd, word: whole ? checkWord(number, group, language) : null };
  });
};

/** Fewer groups than the sheet has: half a sheet, or one that is not typed to its end. */
export class MissingGroups extends Error {
  override name = "MissingGroups";

  constructor(readonly from: number) {
    super(`the groups from ${from} on are missing`);
  }
}

/** The root key, once all of it is there and its own checksum holds. */
export const rootKeyOf = async (typed: string): Promise<string> => {
  const signs = signsOf(typed);
  if (signs.length < CHARACTERS) throw new MissingGroups(Math.floor(signs.length / IN_A_GROUP) + 1);
  const identity = PREFIX + signs;
  try {
    if (signs.length > CHARACTERS) throw new Error("too long");
    await identityToRecipient(identity);
  } catch {
    throw new NotARootKey("the groups together are no key");
  }
  return identity;
};

const signsOf = (typed: string): string => {
  const upper = typed.toUpperCase().trim();
  const bare = upper.startsWith(PREFIX) ? upper.slice(PREFIX.length) : upper;
  return bare.replace(/[^0-9A-Z]/g, "");
};
