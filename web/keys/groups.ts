/**
 * The root key as a person copies it from paper: twelve groups of characters, each with a word that
 * follows from it, so that a slip is found in its group and not at the end.
 */

import { sha256 } from "@noble/hashes/sha2.js";
import { identityToRecipient } from "age-encryption";
import { utf8 } from "../seal/json.ts";
import { canonical, type Language, wordAt } from "./passphrase.ts";

export const PREFIX = "AGE-SECRET-KEY-PQ-1";
const CHARACTERS = 58;
const IN_A_GROUP = 5;
const GROUPS = Math.ceil(CHARACTERS / IN_A_GROUP);

export interface Group {
  group: string;
  word: string;
}

/** These groups, counted from 1, were not copied as they stand on the sheet. */
export class WrongGroups extends Error {
  override name = "WrongGroups";
  readonly wrong: number[];

  constructor(wrong: number[]) {
    super(`groups ${wrong.join(", ")} differ from the sheet`);
    this.wrong = wrong;
  }
}

/** Each group fits its word, and together they are no key. */
export class NotARootKey extends Error {
  override name = "NotARootKey";
}

export const toGroups = (identity: string, language: Language): Group[] => {
  const characters = identity.slice(PREFIX.length);
  if (!identity.startsWith(PREFIX) || characters.length !== CHARACTERS) {
    throw new NotARootKey("it is not a post-quantum age key");
  }
  return (characters.match(/.{1,5}/g) ?? []).map((group, index) => ({
    group,
    word: checkWord(index + 1, group, language),
  }));
};

/** The word beside a group. `number` counts from 1: two groups that change places are found too. */
export const checkWord = (number: number, group: string, language: Language): string => {
  const digest = sha256(utf8(`${number}:${group}`));
  return wordAt(language, new DataView(digest.buffer, digest.byteOffset).getUint16(0));
};

export const fromGroups = async (typed: Group[], language: Language): Promise<string> => {
  const groups = typed.map(({ group }) => group.toUpperCase().replace(/[^0-9A-Z]/g, ""));
  const wrong: number[] = [];
  for (let number = 1; number <= Math.max(GROUPS, groups.length); number++) {
    const group = groups[number - 1] ?? "";
    const word = typed[number - 1]?.word ?? "";
    const length = number < GROUPS ? IN_A_GROUP : CHARACTERS - (GROUPS - 1) * IN_A_GROUP;
    const fits = canonical(word) === canonical(checkWord(number, group, language));
    if (number > GROUPS || group.length !== length || !fits) wrong.push(number);
  }
  if (wrong.length > 0) throw new WrongGroups(wrong);
  const identity = PREFIX + groups.join("");
  try {
    // The library's own reading: 30 bits of checksum over the whole key.
    await identityToRecipient(identity);
  } catch {
    throw new NotARootKey("the groups together are no key");
  }
  return identity;
};
