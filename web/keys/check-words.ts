/**
 * Six words that follow from a new key pair, from the practice it was made for, and from the place in it.
 *
 * The newcomer's screen shows them, the colleague types them. The desk never shows them: a pair that
 * a server made, or one made for another practice's fingerprint, another colleague's place or another
 * role, has other words.
 */

import { sha256 } from "@noble/hashes/sha2.js";
import { utf8 } from "../seal/json.ts";
import type { PublicJwk } from "../types/sealed.ts";
import { canonical, type Language, WORDS, wordAt } from "./passphrase.ts";
import type { Role } from "./roles.ts";

export interface Compared {
  /** The practice's fingerprint, as the page that shows or asks knows it by itself. */
  fingerprint: string;
  /** Whose place it is: the member's id, and their role in the practice. */
  member: string;
  role: Role;
  recipient: string;
  signing: PublicJwk;
}

const LANGUAGES: readonly Language[] = ["fr", "en", "it", "de"];

/** For the page that made the pair, in its language. */
export const checkWords = (
  { fingerprint, member, role, recipient, signing }: Compared,
  language: Language,
): string[] => {
  const said = [fingerprint, member, role, recipient, signing.x];
  const digest = sha256(utf8(said.join("\n")));
  const numbers = new DataView(digest.buffer, digest.byteOffset);
  return Array.from({ length: WORDS }, (_, index) =>
    wordAt(language, numbers.getUint16(2 * index)),
  );
};

/** Whether these typed words belong to the pair, in whichever list they were shown. */
export const isChecked = (compared: Compared, typed: string): boolean =>
  LANGUAGES.some(
    (language) => canonical(checkWords(compared, language).join(" ")) === canonical(typed),
  );
