/** Opens the envelopes of a copy, and lays together what belongs to one appointment or case. */

import { fromBase64 } from "../../seal/base64.ts";
import type { JsonObject } from "../../seal/json.ts";
import { CannotOpen } from "../decrypt.ts";
import { openEnvelope } from "../open.ts";
import { type Copy, type Row, sealedOf } from "./copy.ts";
import { Pause } from "./pause.ts";

/** One activity's answers: what its parts held, together. */
export interface Said {
  activity: string;
  received_at: string;
  version: string;
  answers: JsonObject;
}

/** An envelope that stayed closed. */
export interface Stayed {
  row: Row;
  why: "no-key" | "damaged" | "elsewhere";
}

/** One appointment, or one case without a time. */
export interface Record {
  about: string;
  start: string | null;
  status: string | null;
  received_at: string;
  said: Said[];
  closed: Stayed[];
}

export interface Opening {
  copy: Copy;
  keys: ReadonlyMap<string, string>;
  /** Hears how many of the envelopes were tried. */
  seen(tried: number): void;
  signal: AbortSignal;
}

/** Every envelope, a few at a time. What stays closed is kept beside what opened, and says why. */
export const openRecords = async ({ copy, keys, seen, signal }: Opening): Promise<Record[]> => {
  const records = new Map<string, Record>();
  const pause = new Pause();
  let tried = 0;
  for (const row of copy.rows) {
    if (signal.aborted) break;
    const record = recordOf(records, row);
    const opened = await openRow(copy, keys, row);
    if (typeof opened === "string") record.closed.push({ row, why: opened });
    else add(record, row, opened);
    seen(++tried);
    await pause.ifDue();
  }
  return [...records.values()].sort(
    (one, other) => when(other).localeCompare(when(one)) || one.about.localeCompare(other.about),
  );
};

const when = ({ start, received_at }: Record): string => start ?? received_at;

const openRow = async (
  { file, header }: Copy,
  keys: ReadonlyMap<string, string>,
  row: Row,
): Promise<JsonObject | Stayed["why"]> => {
  const identity = keys.get(row.key);
  if (identity === undefined) return "no-key";
  const { activity, id, key, about } = row;
  const expected = { practice: header.practice.slug, activity, id, key, about, part: row.part };
  try {
    const sealed = fromBase64((await sealedOf(file, row)) ?? "");
    const { payload } = await openEnvelope({ identity, sealed, expected: expected as never });
    return payload;
  } catch (error) {
    if (!(error instanceof Error)) return "damaged";
    if (error instanceof CannotOpen) return "damaged";
    return ["Moved", "OtherPractice", "OtherKey"].includes(error.name) ? "elsewhere" : "damaged";
  }
};

const recordOf = (records: Map<string, Record>, row: Row): Record => {
  const { about, received_at } = row;
  let record = records.get(about);
  if (!record) {
    record = { about, start: null, status: null, received_at, said: [], closed: [] };
    records.set(about, record);
  }
  record.start ??= row.start;
  record.status ??= row.status;
  if (received_at < record.received_at) record.received_at = received_at;
  return record;
};

const add = (record: Record, row: Row, answers: JsonObject): void => {
  const { activity, received_at, version } = row;
  const said = record.said.find(
    (one) => one.activity === activity && one.received_at === received_at,
  );
  if (said) Object.assign(said.answers, answers);
  else record.said.push({ activity, received_at, version, answers: { ...answers } });
};
