import { describe, expect, it } from "vitest";
import { canonical, type Language, newPassphrase, WORDS, wordAt, wordsOf } from "./passphrase.ts";

const languages: Language[] = ["fr", "en", "de", "it"];

describe.each(languages)("a passphrase in %s", (language) => {
  it("has six words of a list of 2,048: 66 bits", () => {
    const list = new Set(wordsOf(language).map((word) => word.normalize("NFC")));
    expect(list.size).toBe(2048);
    const words = newPassphrase(language).split(" ");
    expect(words).toHaveLength(WORDS);
    expect(words.every((word) => list.has(word))).toBe(true);
  });

  it("keeps its 66 bits when case and accents are dropped", () => {
    const typed = wordsOf(language).map(canonical);
    expect(new Set(typed).size).toBe(2048);
    expect(typed.every((word) => /^[a-z]+$/.test(word))).toBe(true);
  });

  it("draws every word as often as another", () => {
    const counts = new Map<string, number>();
    for (let number = 0; number < 65_536; number++) {
      const word = wordAt(language, number);
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    expect(new Set(counts.values())).toEqual(new Set([32]));
  });
});

describe("the canonical form", () => {
  it.each([
    "prédire élucider thème",
    "Prédire Élucider Thème",
    "PREDIRE ELUCIDER THEME",
    "  predire   elucider\ttheme \n",
    "predire-elucider-theme",
    "prédire – élucider, thème.",
    "pre\u0301dire e\u0301lucider the\u0300me",
    "prédire\u00a0élucider\u00a0thème",
  ])("of %j is one and the same", (typed) => {
    expect(canonical(typed)).toBe("predire-elucider-theme");
  });

  it("tells apart what differs in its words or their order", () => {
    expect(canonical("predire elucider")).not.toBe(canonical("elucider predire"));
    expect(canonical("predireelucider")).not.toBe(canonical("predire elucider"));
  });

  it("does not change when it is made again", () => {
    const once = canonical(newPassphrase("fr"));
    expect(canonical(once)).toBe(once);
  });
});
