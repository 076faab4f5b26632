/** What the practice accepts is what its page shows. */

import { describe, expect, it } from "vitest";
import { digestOf, isWhole } from "./accepting.ts";

/** The same facts, and the same figure, stand in tests/vault/test_choices.py. */
const DIGEST = "e71d9b1aaef05a37e5c1c32c583d99086fbc5344354654685c47989530977b75";
const FACTS = [
  { name: "name", text: 'Santé "Exemple" SA' },
  { name: "certificate", text: "HDS-EXEMPLE-0001" },
  { name: "version", text: "2.0" },
  { name: "activities", text: "1, 2, 3, 4, 5, 6" },
  { name: "valid_until", text: "2028-05-16" },
  { name: "country", text: "FR" },
];

describe("the digest of the hosting facts", () => {
  it("is the one that the vault makes of them, in any order", () => {
    expect(digestOf(FACTS)).toBe(DIGEST);
    expect(digestOf([...FACTS].reverse())).toBe(DIGEST);
  });

  it("is another one when a single fact is", () => {
    const others = FACTS.map((one) => (one.name === "country" ? { ...one, text: "US" } : one));
    expect(digestOf(others)).not.toBe(DIGEST);
    expect(digestOf(FACTS.slice(1))).not.toBe(DIGEST);
  });

  it("is none for a fact that we do not know, or that is said twice", () => {
    expect(digestOf([...FACTS, { name: "discount", text: "none" }])).toBeNull();
    expect(digestOf([...FACTS, { name: "country", text: "US" }])).toBeNull();
  });

  it("has to be the one that the server names", () => {
    expect(isWhole({ facts: FACTS, digest: DIGEST })).toBe(true);
    expect(isWhole({ facts: FACTS, digest: "0".repeat(64) })).toBe(false);
    expect(isWhole({ facts: [], digest: null })).toBe(true);
  });
});
