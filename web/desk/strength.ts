/**
 * How long a passphrase of one's own would withstand guessing. Loaded only by whoever chooses one:
 * with its lists of words it is six times as large as the page.
 */

import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary as common } from "@zxcvbn-ts/language-common";
import { dictionary as french } from "@zxcvbn-ts/language-fr";
import { canonical, wordsOf } from "../keys/passphrase.ts";

/** The lists know no German: a word of letters counts at most like one out of thirty thousand. */
const MOST_FOR_A_WORD = 4.5;
const LONGEST = 128;

let judge: ZxcvbnFactory | null = null;

/**
 * The guesses that it takes, as a power of ten. `used`: in the form that is used as the key,
 * without capitals, accents and signs. `near`: names that a stranger would try first.
 *
 * The hyphens between words are no secret, and the library counts them as one: it is asked without them.
 */
export const guessesFor = (used: string, near: readonly string[]): number => {
  judge ??= new ZxcvbnFactory({
    dictionary: { ...common, ...french, en: [...wordsOf("en")], it: [...wordsOf("it")] },
    graphs: adjacencyGraphs,
  });
  const names = near.flatMap((name) => canonical(name).split("-"));
  const typed = used.slice(0, LONGEST);
  const words = (typed.match(/\p{L}+|\p{N}+/gu) ?? []).filter((word) => !names.includes(word));
  const { guessesLog10 } = judge.check(typed.replaceAll("-", ""), names);
  return Math.min(guessesLog10, words.length * MOST_FOR_A_WORD);
};
