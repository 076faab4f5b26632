/**
 * Which groups of a sheet are asked back, and what the page keeps for that once the key is on paper:
 * the other ten groups and all check words. The key exists again only when two have been read.
 */

import { checkWord, fromGroups, type Group, NotARootKey, toGroups } from "../keys/groups.ts";
import { canonical, type Language } from "../keys/passphrase.ts";

export const SIGNS = 5;
const ASKED = 2;

export interface Asked {
  /** The language of the check words on paper, whatever the page speaks by now. */
  language: Language;
  /** Counted from 0. */
  numbers: number[];
  /** All twelve, those that are asked without their signs. */
  groups: Group[];
}

/** What the camera read is no recovery sheet, or not the one that was just printed. */
export class AnotherSheet extends Error {
  override name = "AnotherSheet";
}

/** Two different groups by chance, in their order; never the last, which is shorter. */
export const askFrom = (groups: readonly Group[], language: Language): Asked => {
  const drawn = new Set<number>();
  while (drawn.size < ASKED) {
    const [number = 0] = crypto.getRandomValues(new Uint32Array(1));
    drawn.add(number % (groups.length - 1));
  }
  const numbers = [...drawn].sort((one, other) => one - other);
  const kept = groups.map(({ group, word }, index) => ({
    group: drawn.has(index) ? "" : group,
    word,
  }));
  return { language, numbers, groups: kept };
};

/**
 * What is kept of it between two sittings: the check words and the short last group. From those nobody
 * gets the key; so all the other groups are asked for then.
 */
export const forLater = ({ language, groups }: Asked): Asked => {
  const last = groups.length - 1;
  return {
    language,
    numbers: [...groups.keys()].slice(0, last),
    groups: groups.map(({ group, word }, index) => ({ group: index < last ? "" : group, word })),
  };
};

/** What was typed, without spaces and hyphens. */
export const signs = (typed: string): string => typed.toUpperCase().replace(/[^0-9A-Z]/g, "");

/** Whether a whole group is the one on paper, by its check word. */
export const fits = ({ language, groups }: Asked, index: number, typed: string): boolean => {
  const word = checkWord(index + 1, signs(typed), language);
  return canonical(word) === canonical(groups[index]?.word ?? "");
};

/** The key, out of the two groups that were typed. WrongGroups, NotARootKey. */
export const keyFromGroups = (
  { language, groups }: Asked,
  typed: ReadonlyMap<number, string>,
): Promise<string> =>
  fromGroups(
    groups.map(({ group, word }, index) => ({ group: typed.get(index) ?? group, word })),
    language,
  );

/** A key that a camera read: it has to be that of the sheet that was just printed. AnotherSheet. */
export const keyFromSquare = ({ language, groups }: Asked, square: string): string => {
  const key = square.trim();
  const same = (given: Group, index: number): boolean => {
    const { group = "", word = "" } = groups[index] ?? {};
    return (group === "" || group === given.group) && canonical(word) === canonical(given.word);
  };
  if (!groupsIn(key, language).every(same)) throw new AnotherSheet("it is another square");
  return key;
};

const groupsIn = (key: string, language: Language): Group[] => {
  try {
    return toGroups(key, language);
  } catch (error) {
    if (error instanceof NotARootKey) throw new AnotherSheet("it is no recovery sheet's square");
    throw error;
  }
};
