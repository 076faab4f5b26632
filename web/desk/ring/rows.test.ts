/** The desk finds in a journal what the vault finds: both read the same golden file. */

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Problem, type Row, type Shown, verify } from "./rows.ts";

interface Case extends Omit<Shown, "entries"> {
  name: string;
  rows: Shown["entries"];
  problems: Problem[];
}

const CASES = JSON.parse(
  readFileSync(new URL("../../../tests/vectors/journal.json", import.meta.url), "utf8"),
) as Case[];
const [WHOLE] = CASES as [Case];

describe("the golden journals", () => {
  it.each(CASES.map((one) => [one.name, one] as const))("%s", (_, { rows, problems, ...shown }) => {
    expect(verify({ ...shown, entries: rows }).problems).toEqual(problems);
  });

  it("hold one that is whole and others that are not", () => {
    expect(WHOLE.problems).toEqual([]);
    expect(CASES.filter(({ problems }) => problems.length > 0).length).toBeGreaterThan(15);
  });
});

describe("random tampering", () => {
  // Any field of any entry, changed to anything: the digests say so.
  const entries = WHOLE.rows as Row[];
  const names = Object.keys(entries[0] ?? {}) as (keyof Row)[];

  it.each(names)("%s", (name) => {
    for (const at of entries.keys()) {
      const tampered = entries.map((row, index) =>
        index === at ? { ...row, [name]: typeof row[name] === "number" ? 99 : "another" } : row,
      );
      expect(verify({ ...WHOLE, entries: tampered }).problems).not.toEqual([]);
    }
  });
});
