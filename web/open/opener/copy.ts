/**
 * Reads a practice's copy (adr 16): what is in it, and whether it is whole. Nothing is opened here, and
 * the sealed bytes stay in the file: a row keeps where they lie, so that a big copy needs little memory.
 */

import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { SheetFile } from "../../keys/sheet.ts";
import { type JsonObject, readJson } from "../../seal/json.ts";
import type { Form } from "../../types/form.ts";
import { Pause } from "./pause.ts";

export const COPY = "quenotte-copy";

/** It does not begin as a copy does: another file, or another version. */
export class NotACopy extends Error {
  override name = "NotACopy";
}

export interface Header {
  practice: { slug: string; name: string; zone: string };
  /** RFC 3339, UTC: when the copy was made. */
  made: string;
  /** Key cards, JWS, oldest first. */
  cards: string[];
  successions: string[];
  /** The practice's private keys, sealed to its recovery sheet. */
  sheet: SheetFile[];
  forms: Form[];
}

/** One envelope's line, without the envelope. */
export interface Row {
  activity: string;
  id: string;
  part: string;
  key: string;
  about: string;
  received_at: string;
  start: string | null;
  status: string | null;
  version: string;
  /** Where its line begins in the file, and how long it is, in bytes. */
  at: number;
  length: number;
}

/** Whole; or cut off before its end; or not the bytes that were made. */
export type State = "whole" | "cut" | "changed";

export interface Copy {
  file: Blob;
  header: Header;
  rows: Row[];
  state: State;
  /** Lines that are no envelope any more. */
  unreadable: number;
}

const NEWLINE = 10;
/** A line is one envelope: no form of ours comes near this. */
const LONGEST_LINE = 8 * 1024 * 1024;

/** `seen` hears how many bytes were read. */
export const readCopy = async (file: Blob, seen: (bytes: number) => void): Promise<Copy> => {
  const rows: Row[] = [];
  const hash = sha256.create();
  let header: Header | null = null;
  let end: JsonObject | null = null;
  let unreadable = 0;
  let behind = 0;
  for await (const { bytes, at } of linesOf(file, seen)) {
    if (end) behind += 1;
    const line = readJson(bytes);
    if (!header) {
      header = headerOf(line);
      hash.update(bytes).update(new Uint8Array([NEWLINE]));
      continue;
    }
    if (line && "end" in line) {
      end = line;
      continue;
    }
    hash.update(bytes).update(new Uint8Array([NEWLINE]));
    const row = line && rowOf(line, at, bytes.length);
    if (row) rows.push(row);
    else unreadable += 1;
  }
  if (!header) throw new NotACopy("it is empty");
  const same =
    end?.end === rows.length &&
    end.sha256 === bytesToHex(hash.digest()) &&
    unreadable + behind === 0;
  // Without its last line it was cut off, wherever that was.
  const state = same ? "whole" : end ? "changed" : "cut";
  return { file, header, rows, state, unreadable };
};

/** The sealed bytes of one row, in base64, read from the file when they are needed. */
export const sealedOf = async (file: Blob, { at, length }: Row): Promise<string | null> => {
  const line = readJson(new Uint8Array(await file.slice(at, at + length).arrayBuffer()));
  return typeof line?.age === "string" ? line.age : null;
};

async function* linesOf(
  file: Blob,
  seen: (bytes: number) => void,
): AsyncGenerator<{ bytes: Uint8Array; at: number }> {
  const pause = new Pause();
  const reader = file.stream().getReader();
  let rest: Uint8Array<ArrayBufferLike> = new Uint8Array(0);
  let at = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    rest = joined(rest, value);
    let from = 0;
    for (let to = rest.indexOf(NEWLINE); to >= 0; to = rest.indexOf(NEWLINE, from)) {
      yield { bytes: rest.subarray(from, to), at: at + from };
      from = to + 1;
    }
    rest = rest.slice(from);
    at += from;
    if (rest.length > LONGEST_LINE) throw new NotACopy("a line of it never ends");
    seen(at + rest.length);
    await pause.ifDue();
  }
  // What follows the last newline was cut off in its middle, even when it looks whole.
  if (rest.length > 0) yield { bytes: rest.subarray(0, 0), at };
}

const joined = (one: Uint8Array, other: Uint8Array): Uint8Array => {
  if (one.length === 0) return other;
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
};

const headerOf = (line: JsonObject | undefined): Header => {
  if (line?.kind !== COPY) throw new NotACopy("it is no copy of a practice");
  if (line.v !== 1) throw new NotACopy("it is a copy of a later version");
  const { practice, made, cards, successions, sheet, forms } = line as unknown as Header;
  const whole =
    typeof practice?.slug === "string" &&
    typeof practice.name === "string" &&
    typeof made === "string" &&
    [cards, successions, sheet, forms].every(Array.isArray);
  if (!whole) throw new NotACopy("its first line is not whole");
  return {
    practice: { ...practice, zone: zoneOf(practice.zone) },
    made,
    cards,
    successions,
    sheet,
    forms,
  };
};

/** A zone that this browser knows; times are in UTC otherwise. */
const zoneOf = (zone: unknown): string => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: String(zone) }).resolvedOptions().timeZone;
  } catch {
    return "UTC";
  }
};

const TEXTS = ["activity", "id", "part", "key", "about", "received_at", "version", "age"] as const;

const rowOf = (line: JsonObject, at: number, length: number): Row | null => {
  if (!TEXTS.every((name) => typeof line[name] === "string")) return null;
  const { activity, id, part, key, about, received_at, start, status, version } =
    line as unknown as Row;
  return {
    ...{ activity, id, part, key, about, received_at, version, at, length },
    start: typeof start === "string" ? start : null,
    status: typeof status === "string" ? status : null,
  };
};
