/** Two groups read from paper complete the key; nothing else does. */

import { generateHybridIdentity } from "age-encryption";
import { describe, expect, it } from "vitest";
import { toGroups } from "../keys/groups.ts";
import { askFrom, fits, forLater, keyFromGroups, keyFromSquare } from "./asked.ts";

const sheet = async () => {
  const key = await generateHybridIdentity();
  const groups = toGroups(key, "fr");
  return { key, groups, asked: askFrom(groups, "fr") };
};

describe("a sheet that is read back", () => {
  it("asks for two whole groups and keeps no sign of them", async () => {
    for (let draw = 0; draw < 50; draw++) {
      const { asked } = await sheet();
      const [one = 12, other = 12] = asked.numbers;
      expect(asked.numbers).toHaveLength(2);
      expect(one < other && other < 11).toBe(true);
      expect([asked.groups[one]?.group, asked.groups[other]?.group]).toEqual(["", ""]);
      expect(asked.groups.filter(({ group }) => group !== "")).toHaveLength(10);
    }
  });

  it("gives the key out of what was typed, however it was typed", async () => {
    const { key, groups, asked } = await sheet();
    const typed = new Map(asked.numbers.map((n) => [n, groups[n]?.group.toLowerCase() ?? ""]));
    expect(await keyFromGroups(asked, typed)).toBe(key);
  });

  it("finds a slip in its group, and two groups that changed places", async () => {
    const { groups, asked } = await sheet();
    const [one = 0, other = 0] = asked.numbers;
    const right = groups[one]?.group ?? "";
    expect(fits(asked, one, ` ${right.slice(0, 2)}-${right.slice(2)}`)).toBe(true);
    const slip = (right[0] === "Q" ? "P" : "Q") + right.slice(1);
    expect(fits(asked, one, slip)).toBe(false);
    const exchanged = new Map([
      [one, groups[other]?.group ?? ""],
      [other, right],
    ]);
    await expect(keyFromGroups(asked, exchanged)).rejects.toThrow("differ from the sheet");
  });

  it("is asked for all whole groups at another sitting: none of them was kept", async () => {
    const { key, groups, asked } = await sheet();
    const later = forLater(asked);
    expect(later.numbers).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(later.groups.filter(({ group }) => group !== "")).toHaveLength(1);
    expect(later.groups.map(({ word }) => word)).toEqual(groups.map(({ word }) => word));
    const typed = new Map(later.numbers.map((n) => [n, groups[n]?.group ?? ""]));
    expect(await keyFromGroups(later, typed)).toBe(key);
    expect(keyFromSquare(later, key)).toBe(key);
  });

  it("takes the square of this sheet and of no other", async () => {
    const { key, asked } = await sheet();
    const other = await sheet();
    expect(keyFromSquare(asked, `${key}\n`)).toBe(key);
    expect(() => keyFromSquare(asked, other.key)).toThrow("another square");
    expect(() => keyFromSquare(asked, "https://example.ch")).toThrow("no recovery sheet");
  });
});
