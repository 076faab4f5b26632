/**
 * Six words for a member, out of 2,048: 66 bits, drawn evenly from the browser's own generator.
 *
 * Typed words count however they are typed: case, accents, spaces and hyphens make no difference,
 * and no two words of a list become one by that.
 */

import { wordlist as english } from "@scure/bip39/wordlists/english.js";
import { wordlist as french } from "@scure/bip39/wordlists/french.js";
import { wordlist as italian } from "@scure/bip39/wordlists/italian.js";

export type Language = "fr" | "en" | "de" | "it";

export const WORDS = 6;
export const BITS_PER_WORD = 11;

/** There is no German list that its makers maintain; German practices get English words. */
const LISTS: Record<Language, readonly string[]> = {
  fr: french,
  en: english,
  de: english,
  it: italian,
};

export const wordsOf = (language: Language): readonly string[] => LISTS[language];

export const newPassphrase = (language: Language): string => {
  const drawn = crypto.getRandomValues(new Uint16Array(WORDS));
  return Array.from(drawn, (number) => wordAt(language, number)).join(" ");
};

/** A word by the low 11 bits of a number. 2^16 is a multiple of 2,048: no word is likelier. */
export const wordAt = (language: Language, number: number): string =>
  // The lists are in decomposed form; people see and print the composed one.
  (LISTS[language][number & (2 ** BITS_PER_WORD - 1)] ?? "").normalize("NFC");

/** The one form of a passphrase that is ever used as a key. */
export const canonical = (typed: string): string =>
  typed
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .join("-");
