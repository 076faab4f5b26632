/**
 * A frame is what lies inside an envelope or a reach: a context, a payload, zeros up to a size class.
 *
 * `u32be(len(context)) u32be(len(payload)) context payload zeros`. The size that everybody sees then
 * tells a class of sizes, not how much a patient wrote.
 */

import { type JsonObject, readJson, writeJson } from "./json.ts";

export const ENVELOPE_FLOOR = 4096;
export const REACH_FLOOR = 1024;

const LENGTHS = 8;
const VERSION = 1;

/** The bytes are not a frame that we understand. */
export class NotAFrame extends Error {
  override name = "NotAFrame";
}

export interface Framed {
  context: JsonObject;
  payload: JsonObject;
}

export const frame = (context: object, payload: object, floor: number): Uint8Array =>
  frameOf(context, writeJson(payload), floor);

/** The same payload, to the byte, beside another context. */
export const reframe = (bytes: Uint8Array, context: object, floor: number): Uint8Array =>
  frameOf(context, payloadIn(bytes), floor);

/** The bytes of the payload, of a frame that was read before. */
export const payloadIn = (bytes: Uint8Array): Uint8Array => {
  const lengths = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const bodyAt = LENGTHS + lengths.getUint32(0);
  return bytes.subarray(bodyAt, bodyAt + lengths.getUint32(4));
};

const frameOf = (context: object, body: Uint8Array, floor: number): Uint8Array => {
  const head = writeJson(context);
  const bytes = new Uint8Array(sizeClass(LENGTHS + head.length + body.length, floor));
  const lengths = new DataView(bytes.buffer);
  lengths.setUint32(0, head.length);
  lengths.setUint32(4, body.length);
  bytes.set(head, LENGTHS);
  bytes.set(body, LENGTHS + head.length);
  return bytes;
};

export const unframe = (bytes: Uint8Array): Framed => {
  if (bytes.length < LENGTHS) throw new NotAFrame("a frame has no lengths");
  const lengths = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const bodyAt = LENGTHS + lengths.getUint32(0);
  const end = bodyAt + lengths.getUint32(4);
  if (end > bytes.length) throw new NotAFrame("a frame's lengths lead beyond it");
  if (bytes.subarray(end).some((byte) => byte !== 0)) {
    throw new NotAFrame("a frame carries something behind its payload");
  }
  const context = readJson(bytes.subarray(LENGTHS, bodyAt));
  const payload = readJson(bytes.subarray(bodyAt, end));
  if (!context || !payload)
    throw new NotAFrame("a frame holds something else than two JSON objects");
  if (context.v !== VERSION) throw new NotAFrame("a frame is of a version that we do not know");
  return { context, payload };
};

const sizeClass = (needed: number, floor: number): number => {
  let size = floor;
  while (size < needed) size *= 2;
  return size;
};
