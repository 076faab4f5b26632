/** A passphrase of one's own is measured as it will be used, and by what a stranger tries first. */

import { describe, expect, it } from "vitest";
import { canonical, newPassphrase } from "../keys/passphrase.ts";
import { guessesFor } from "./strength.ts";

const ENOUGH = 12;
const NEAR = ["Cabinet dentaire du Lac", "lac", "Dre Anne Mottet"];
const measured = (typed: string): number => guessesFor(canonical(typed), NEAR);

describe("the strength of a passphrase", () => {
  it.each([
    "password",
    "Pa$$w0rd!2026",
    "azertyuiop123456",
    "cabinet dentaire du lac",
    "Anne Mottet 1970",
    "bonjour tout le monde",
    "zahnarztpraxis",
    "Zahnarztpraxis Müller",
    "1234567890123456789012345678",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "",
  ])("is not enough: %s", (typed) => {
    expect(measured(typed)).toBeLessThan(ENOUGH);
  });

  it.each([
    "girafe parapluie volcan moutarde",
    "velvet harpoon oyster pendulum",
    "xK9q 7Rw2 pLm4 Zt8v",
  ])("is enough: %s", (typed) => {
    expect(measured(typed)).toBeGreaterThanOrEqual(ENOUGH);
  });

  it("is enough for six words drawn by chance, in each language", () => {
    for (const language of ["fr", "en", "de", "it"] as const) {
      expect(measured(newPassphrase(language))).toBeGreaterThanOrEqual(ENOUGH);
    }
  });

  it("counts no capitals, accents and signs, which the key does not have", () => {
    expect(measured("¡B-o-n-j-o-u-r! ÉCOLE")).toBe(measured("b o n j o u r ecole"));
  });
});
