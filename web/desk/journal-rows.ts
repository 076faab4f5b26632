/** One entry of the journal in plain words: who did what, to which record, and why. */

import { Piece } from "./dom.ts";
import type { Row } from "./ring/rows.ts";
import { words } from "./words.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const NAME = /^[a-z][a-z-]{0,23}$/;
const SHORT = 8;

export const drawRow = (row: Row, members: Readonly<Record<string, string>>, when: string) =>
  new Piece("t-journal-row").fill({
    when,
    name: nameOf(row.who, members),
    did: didOf(row),
    record: recordOf(row),
    why: whyOf(row),
    number: words("journal-number", { number: row.number }),
  }).root;

/** Null is the Publisher, who acts on an instruction. */
export const nameOf = (who: string | null, members: Readonly<Record<string, string>>): string => {
  if (who === null) return words("journal-publisher");
  return members[who] ?? words("journal-former");
};

const partsOf = ({ what }: Row): string[] => what.split("/");

/** The most telling sentence that the page has: act, first word and last one, or less of that. */
const didOf = (row: Row): string => {
  const parts = partsOf(row);
  const names = parts.filter((part) => NAME.test(part));
  const [first = "", ...more] = names;
  const values = { what: row.what, name: parts[1] ?? "", number: parts[parts.length - 1] ?? "" };
  if (first === "journal") values.number = parts[2] ?? "";
  const keys = [`${row.act}.${first}.${more.at(-1) ?? ""}`, `${row.act}.${first}`, row.act];
  return sentence(
    keys.map((key) => `journal-did.${key}`),
    values,
  );
};

const recordOf = (row: Row): string => {
  const id = partsOf(row).find((part) => UUID.test(part));
  return id ? words("journal-record", { id: id.slice(0, SHORT) }) : "";
};

const whyOf = ({ purpose, instruction }: Row): string => {
  const why = sentence([`journal-why.${purpose}`, "journal-why"], { purpose });
  return instruction === null ? why : words("journal-on", { why, number: instruction });
};

/** The first of these that the page has: an act of a later version is still told. */
const sentence = (keys: string[], values: Record<string, string>): string => {
  for (const key of keys) {
    try {
      return words(key, values);
    } catch {
      // The next one says less, and is there.
    }
  }
  return values.what ?? values.purpose ?? "";
};
