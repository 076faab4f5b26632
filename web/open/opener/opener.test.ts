/** What the offline opener makes of a copy, a sheet, and of what is neither. */

import { beforeAll, describe, expect, it } from "vitest";
import { NotARootKey, toGroups } from "../../keys/groups.ts";
import { MissingGroups, rootKeyOf, typedGroups } from "../../keys/typed.ts";
import { NotACopy, readCopy } from "./copy.ts";
import { asTable, asText } from "./export.ts";
import { ended, type Made, makeCopy } from "./make-copy.ts";
import { openRecords } from "./records.ts";
import { OtherPracticesKeys, openSheet, WrongSheet } from "./sheet.ts";
import { nameOf, searchable } from "./shown.ts";

let made: Made;
let other: Made;
const nobody = () => {};
const read = (text: string | Uint8Array) => readCopy(new Blob([text as never]), nobody);

const opened = async (text: string) => {
  const copy = await read(text);
  const { keys } = await openSheet(made.cast.root.identity, copy.header);
  const { signal } = new AbortController();
  return { copy, records: await openRecords({ copy, keys, seen: nobody, signal }) };
};

beforeAll(async () => {
  made = await makeCopy();
  other = await makeCopy({ practice: "favre", patients: 1 });
});

describe("a whole copy", () => {
  it("opens to the last envelope with the sheet alone", async () => {
    const { copy, records } = await opened(made.text);
    expect(copy.state).toBe("whole");
    expect(copy.rows).toHaveLength(9);
    expect(records).toHaveLength(3);
    expect(records.flatMap(({ closed }) => closed)).toEqual([]);
    expect(records.map(nameOf).sort()).toEqual(["Léa 1 Rochat", "Léa 2 Rochat", "Léa 3 Rochat"]);
    expect(records[0]?.said.map(({ activity }) => activity)).toEqual([
      "appointment",
      "questionnaire",
    ]);
  });

  it("shows answers that no form of it asks any more", async () => {
    const { copy, records } = await opened(made.text);
    expect(searchable(records[0] as never, copy.header.forms)).toContain("told then");
  });

  it("keeps no sealed byte in memory", async () => {
    const copy = await read(made.text);
    expect(JSON.stringify(copy.rows)).not.toContain("YWdl"); // base64 of "age"
  });
});

describe("a copy that is not as it was made", () => {
  it("is told from a whole one by each changed byte", async () => {
    const bytes = new TextEncoder().encode(made.text);
    const header = made.text.indexOf("\n");
    for (let at = header + 40; at < bytes.length - 1; at += 1009) {
      const changed = Uint8Array.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      const copy = await read(changed).catch((error) => error);
      expect(copy.state, `byte ${at}`).not.toBe("whole");
    }
  });

  it("that was cut off anywhere says so, and opens what is whole", async () => {
    const { length } = new TextEncoder().encode(made.text);
    const bytes = new TextEncoder().encode(made.text);
    for (const at of [length - 1, length - 40, Math.floor(length / 2)]) {
      const copy = await read(bytes.slice(0, at));
      expect(copy.state, `cut at ${at}`).toBe("cut");
    }
    const half = made.lines
      .slice(0, 5)
      .map((line) => `${line}\n`)
      .join("");
    const { copy, records } = await opened(half);
    expect(copy.state).toBe("cut");
    expect(records.flatMap(({ closed }) => closed)).toEqual([]);
    expect(copy.rows).toHaveLength(4);
  });

  it("that lost a line, or has one more, is no whole one", async () => {
    const { lines } = made;
    const end = ended(lines).trimEnd().split("\n").at(-1) ?? "";
    for (const other of [lines.filter((_, at) => at !== 2), [...lines, lines[2] ?? ""]]) {
      expect((await read(`${[...other, end].join("\n")}\n`)).state).toBe("changed");
    }
    expect((await read(`${made.text}${lines[2]}\n`)).state).toBe("changed");
  });

  it("leaves a damaged envelope closed and opens all others", async () => {
    const lines = made.lines.map((line, index) =>
      index === 2 ? line.replace(/("age":".{3000})../, "$1AA") : line,
    );
    const { copy, records } = await opened(ended(lines));
    expect(copy.state).toBe("whole"); // whoever rewrites all of it writes a new end, too
    expect(records.flatMap(({ closed }) => closed.map(({ why }) => why))).toEqual(["damaged"]);
  });

  it("does not show an envelope under another patient's record", async () => {
    const [, first = "", , , second = ""] = made.lines;
    const { about } = JSON.parse(second);
    const moved = JSON.stringify({ ...JSON.parse(first), about });
    const { records } = await opened(
      ended(made.lines.map((line, at) => (at === 1 ? moved : line))),
    );
    expect(records.flatMap(({ closed }) => closed.map(({ why }) => why))).toEqual(["elsewhere"]);
  });

  it.each([
    ["", "an empty file"],
    ["{}\n", "JSON"],
    ["%PDF-1.7\n", "a PDF"],
  ])("%j is no copy", async (text) => {
    await expect(read(text)).rejects.toThrow(NotACopy);
  });
});

describe("a sheet", () => {
  it("of another practice opens nothing", async () => {
    const { header } = await read(made.text);
    await expect(openSheet(other.cast.root.identity, header)).rejects.toThrow(WrongSheet);
  });

  it("is refused when the copy calls its practice by another name", async () => {
    const { header } = await read(made.text);
    const renamed = { ...header, practice: { ...header.practice, slug: "favre" } };
    await expect(openSheet(made.cast.root.identity, renamed)).rejects.toThrow(OtherPracticesKeys);
  });

  it("is read as it is typed, with whatever stands between its signs", async () => {
    const { identity } = made.cast.root;
    const groups = toGroups(identity, "fr");
    const typed = groups.map(({ group }) => group.toLowerCase()).join("\n");
    expect(await rootKeyOf(typed)).toBe(identity);
    expect(await rootKeyOf(identity)).toBe(identity);
    expect(typedGroups(typed, "fr").map(({ word }) => word)).toEqual(
      groups.map(({ word }) => word),
    );
  });

  it("of which half is typed says from where on it is missing", async () => {
    const groups = toGroups(made.cast.root.identity, "fr").map(({ group }) => group);
    await expect(rootKeyOf(groups.slice(0, 6).join(" "))).rejects.toMatchObject({ from: 7 });
    await expect(rootKeyOf("")).rejects.toThrow(MissingGroups);
  });

  it("with one wrong sign is no key, and the word beside its group is another", async () => {
    const groups = toGroups(made.cast.root.identity, "fr").map(({ group }) => group);
    const [third = ""] = groups.splice(2, 1);
    const slipped = (third[0] === "Q" ? "P" : "Q") + third.slice(1);
    const typed = [...groups.slice(0, 2), slipped, ...groups.slice(2)].join(" ");
    await expect(rootKeyOf(typed)).rejects.toThrow(NotARootKey);
    const right = toGroups(made.cast.root.identity, "fr")[2]?.word;
    expect(typedGroups(typed, "fr")[2]?.word).not.toBe(right);
  });
});

describe("what is saved", () => {
  const words = (key: string) => key;
  const when = (instant: string) => instant;

  it("holds every answer in both files", async () => {
    const { copy, records } = await opened(made.text);
    const given = { header: copy.header, records, words, when };
    for (const file of [asTable(given), asText(given)]) {
      for (const said of ["Léa 1", "After four o'clock", "told then", "status.CONFIRMED"]) {
        expect(file).toContain(said);
      }
    }
  });

  it("lets no spreadsheet calculate what a patient wrote", async () => {
    const { copy, records } = await opened(made.text);
    const [record] = records;
    if (!record?.said[0]) throw new Error("nothing was opened");
    record.said[0].answers.message = '=HYPERLINK("x")';
    const table = asTable({ header: copy.header, records: [record], words, when });
    expect(table).toContain(`"'=HYPERLINK(""x"")"`);
  });
});
