/** Six words tell one key pair, for one practice, from every other. */

import { describe, expect, it } from "vitest";
import { type Compared, checkWords, isChecked } from "./check-words.ts";
import { newMember } from "./member.ts";
import { publicHalf } from "./signing.ts";

const pair = async (print = "f".repeat(43)): Promise<Compared> => {
  const { recipient, signing } = await newMember();
  const place = { member: "00000000-0000-4000-8000-000000000001", role: "SECRETARY" } as const;
  return { fingerprint: print, ...place, recipient, signing: publicHalf(signing) };
};
const nadia = await pair();

describe("check words", () => {
  it.each(["fr", "en", "de", "it"] as const)(
    "are six, in the list of %s, and known again",
    (language) => {
      const words = checkWords(nadia, language);
      expect(words).toHaveLength(6);
      expect(words.every((word) => word.length > 2)).toBe(true);
      expect(isChecked(nadia, words.join(" "))).toBe(true);
    },
  );

  it("are known however they are typed", () => {
    const typed = checkWords(nadia, "fr")
      .join("-")
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .toUpperCase();
    expect(isChecked(nadia, `  ${typed} `)).toBe(true);
  });

  it("are others for another pair, another half of it, another practice, another place", async () => {
    const made = await pair();
    const words = checkWords(nadia, "fr").join(" ");
    for (const other of [
      made,
      { ...nadia, signing: made.signing },
      { ...nadia, recipient: made.recipient },
      { ...nadia, fingerprint: "g".repeat(43) },
      { ...nadia, member: "00000000-0000-4000-8000-000000000002" },
      { ...nadia, role: "PRACTITIONER" as const },
    ]) {
      expect(isChecked(other, words)).toBe(false);
    }
  });

  it("are not half known", () => {
    const words = checkWords(nadia, "fr");
    expect(isChecked(nadia, words.slice(0, 5).join(" "))).toBe(false);
    expect(isChecked(nadia, [...words].reverse().join(" "))).toBe(false);
    expect(isChecked(nadia, "")).toBe(false);
  });

  it("stay the same from one release to the next", () => {
    const fixed = {
      fingerprint: "HAgF5Uykv3FN65t9I0NhXiUutEH7KNeewJgm_Dx2VU4",
      member: "00000000-0000-4000-8000-000000000001",
      role: "SECRETARY",
      recipient: "age1pq1example",
      signing: { kty: "OKP", crv: "Ed25519", x: "C4zxl-0ptoNtc5c97Q9q09PB_BvLCbzUslu49pu-cpM" },
    } as const;
    expect(checkWords(fixed, "en").join(" ")).toMatchInlineSnapshot(
      `"assault organ snack warm tide average"`,
    );
  });
});
