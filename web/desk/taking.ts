/**
 * Takes the practice's copy: read as it streams, its check sum compared, and handed to the browser once
 * it is whole. What has been read goes into blobs piece by piece, which the browser keeps on its disk.
 */

import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { readJson } from "../seal/json.ts";
import { Refused, SignedOut, Unreachable } from "./api.ts";

const NEWLINE = 10;
const PATIENCE_MS = 30_000; // between two pieces
const PIECE = 8 * 1024 * 1024;

/** What arrived is not what left: nothing is saved of it. */
export class NotWhole extends Error {
  override name = "NotWhole";
}

export interface Taken {
  name: string;
  body: Blob;
  envelopes: number;
}

export const takeCopy = async (path: string, signal: AbortSignal): Promise<Taken> => {
  const late = new AbortController();
  const end = () => late.abort();
  signal.addEventListener("abort", end);
  const response = await fetch(`/v1/desk/${path}`, {
    cache: "no-store",
    credentials: "same-origin",
    redirect: "error",
    referrerPolicy: "no-referrer",
    signal: late.signal,
  }).catch(() => {
    throw new Unreachable("no answer");
  });
  if (response.status === 401) throw new SignedOut("the session ended");
  if (!response.ok) throw new Refused(response.status, null, "unknown", {});
  const [, name] =
    /filename="([\w.-]+)"/.exec(response.headers.get("Content-Disposition") ?? "") ?? [];
  if (!response.body || !name) throw new Unreachable(`status ${response.status} without a copy`);
  try {
    return { name, ...(await whole(response.body, late)) };
  } finally {
    signal.removeEventListener("abort", end);
  }
};

const whole = async (stream: ReadableStream<Uint8Array>, late: AbortController) => {
  const reader = stream.getReader();
  const hash = sha256.create();
  const kept: Blob[] = [];
  let pieces: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  /** All after the last newline but one: it may be the end. */
  let tail = new Uint8Array(0);
  for (;;) {
    const { done, value } = await patiently(reader, late);
    if (done) break;
    pieces.push(value as Uint8Array<ArrayBuffer>);
    size += value.length;
    if (size > PIECE) {
      kept.push(new Blob(pieces));
      pieces = [];
      size = 0;
    }
    tail = hashed(hash, tail, value);
  }
  const last = readJson(tail.subarray(0, -1));
  if (typeof last?.end !== "number" || last.sha256 !== bytesToHex(hash.digest())) {
    throw new NotWhole("the copy's check sum is not right");
  }
  return { body: new Blob([...kept, ...pieces]), envelopes: last.end };
};

/** Hashes every line that is not the last one; gives what stays. */
const hashed = (
  hash: ReturnType<typeof sha256.create>,
  tail: Uint8Array,
  value: Uint8Array,
): Uint8Array<ArrayBuffer> => {
  const both = new Uint8Array(tail.length + value.length);
  both.set(tail);
  both.set(value, tail.length);
  const from = both.lastIndexOf(NEWLINE, both.length - 2) + 1;
  hash.update(both.subarray(0, from));
  return both.slice(from);
};

const patiently = async (
  reader: ReadableStreamDefaultReader<Uint8Array>,
  late: AbortController,
): Promise<ReadableStreamReadResult<Uint8Array>> => {
  const timer = setTimeout(() => late.abort(), PATIENCE_MS);
  try {
    return await reader.read();
  } catch {
    throw new Unreachable("the copy broke off");
  } finally {
    clearTimeout(timer);
  }
};
