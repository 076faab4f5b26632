/** What leaves the opener as files that anybody can read: a table and a text. Pure. */

import type { Form } from "../../types/form.ts";
import type { Header } from "./copy.ts";
import type { Record } from "./records.ts";
import { linesOf, nameOf } from "./shown.ts";

export interface ToExport {
  header: Header;
  records: readonly Record[];
  words(key: string, values?: Readonly<{ [name: string]: string | number }>): string;
  when(instant: string): string;
}

const BREAK = "\r\n";
const BYTE_ORDER_MARK = "\ufeff"; // or spreadsheets take UTF-8 for something else

/** One row for each answer: nothing is cut, however the forms differed over the years. */
export const asTable = ({ header, records, words }: ToExport): string => {
  const columns = ["when", "status", "name", "form", "question", "answer", "record"];
  const stamp = stamps(header.practice.zone);
  const rows = records.flatMap((record) =>
    record.said.flatMap((said) =>
      linesOf(said, header.forms).map(({ label, words: answer }) => [
        record.start ? stamp(record.start) : "",
        statusOf(record, words),
        nameOf(record),
        formOf(said.activity, words),
        label,
        answer,
        record.about,
      ]),
    ),
  );
  const all = [columns.map((name) => words(`column.${name}`)), ...rows];
  return BYTE_ORDER_MARK + all.map((row) => row.map(cell).join(",") + BREAK).join("");
};

/** `2026-11-26 14:30` by the practice's clock: a spreadsheet sorts it. Made once: thousands follow. */
const stamps = (zone: string): ((instant: string) => string) => {
  const format = new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    dateStyle: "short",
    timeStyle: "short",
  });
  return (instant) => format.format(new Date(instant));
};

/** A cell of CSV (RFC 4180). One that a spreadsheet would calculate is kept as text. */
const cell = (text: string): string => {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

export const asText = ({ header, records, words, when }: ToExport): string => {
  const { practice, made, forms } = header;
  const title = words("text-title", {
    practice: practice.name,
    made: when(made),
    n: records.length,
  });
  return [title, ...records.map((record) => textOf(record, forms, words, when))].join(
    `${BREAK}${BREAK}${"-".repeat(60)}${BREAK}${BREAK}`,
  );
};

const textOf = (
  record: Record,
  forms: readonly Form[],
  words: ToExport["words"],
  when: ToExport["when"],
): string => {
  const head = [nameOf(record) || words("no-name"), headOf(record, words, when)];
  const said = record.said.flatMap((one) => [
    "",
    `${formOf(one.activity, words)} (${when(one.received_at)})`,
    ...linesOf(one, forms).map(({ label, words: answer }) => `  ${label}: ${answer}`),
  ]);
  const closed = record.closed.map(({ row, why }) =>
    words(`stayed.${why}`, { form: formOf(row.activity, words), key: row.key }),
  );
  return [...head, ...said, ...(closed.length > 0 ? ["", ...closed] : [])].join(BREAK);
};

export const headOf = (
  { start, status, received_at }: Record,
  words: ToExport["words"],
  when: ToExport["when"],
): string =>
  start
    ? [when(start), status && words(`status.${status}`)].filter(Boolean).join(" · ")
    : words("received", { when: when(received_at) });

export const formOf = (activity: string, words: ToExport["words"]): string => {
  try {
    return words(`form.${activity}`);
  } catch {
    return activity; // of a later release: its own name says more than nothing
  }
};

const statusOf = ({ status }: Record, words: ToExport["words"]): string =>
  status ? words(`status.${status}`) : "";
