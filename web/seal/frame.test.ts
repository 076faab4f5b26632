import { describe, expect, it } from "vitest";
import { ENVELOPE_FLOOR, frame, NotAFrame, REACH_FLOOR, unframe } from "./frame.ts";
import { writeJson } from "./json.ts";

const context = { v: 1, practice: "mast" };
const payload = { surname: "Rochat", message: "سارة 🙂" };

describe("a frame", () => {
  it("gives back what went in", () => {
    const bytes = frame(context, payload, ENVELOPE_FLOOR);
    expect(unframe(bytes)).toEqual({ context, payload });
  });

  it("begins with two lengths in network order", () => {
    const bytes = frame(context, payload, REACH_FLOOR);
    const lengths = new DataView(bytes.buffer);
    expect(lengths.getUint32(0)).toBe(writeJson(context).length);
    expect(lengths.getUint32(4)).toBe(writeJson(payload).length);
  });

  it.each([
    [0, 4096],
    [3000, 4096],
    [4096, 8192],
    [9000, 16_384],
    [200_000, 262_144],
  ])("with a text of %i bytes has the size %i, whatever was written", (length, size) => {
    expect(frame(context, { text: "x".repeat(length) }, ENVELOPE_FLOOR)).toHaveLength(size);
  });

  it("fills a size class to its last byte before it takes the next", () => {
    const empty = 8 + writeJson(context).length + writeJson({ text: "" }).length;
    const text = "x".repeat(ENVELOPE_FLOOR - empty);
    expect(frame(context, { text }, ENVELOPE_FLOOR)).toHaveLength(ENVELOPE_FLOOR);
    expect(frame(context, { text: `${text}x` }, ENVELOPE_FLOOR)).toHaveLength(2 * ENVELOPE_FLOOR);
  });

  it("survives random texts of any script", () => {
    for (let round = 0; round < 300; round++) {
      const units = crypto.getRandomValues(new Uint16Array(round));
      // Halves of characters come back as JSON escapes: nothing is lost or replaced.
      const given = { text: String.fromCharCode(...units) };
      expect(unframe(frame(context, given, REACH_FLOOR)).payload).toEqual(given);
    }
  });

  it("is read where it lies inside a larger buffer", () => {
    const bytes = frame(context, payload, REACH_FLOOR);
    const larger = new Uint8Array(bytes.length + 10);
    larger.set(bytes, 7);
    expect(unframe(larger.subarray(7, 7 + bytes.length)).payload).toEqual(payload);
  });
});

const framed = (head: Uint8Array, body: Uint8Array): Uint8Array => {
  const bytes = new Uint8Array(REACH_FLOOR);
  new DataView(bytes.buffer).setUint32(0, head.length);
  new DataView(bytes.buffer).setUint32(4, body.length);
  bytes.set(head, 8);
  bytes.set(body, 8 + head.length);
  return bytes;
};

const changed = (change: (bytes: Uint8Array, lengths: DataView) => void): Uint8Array => {
  const bytes = frame(context, payload, REACH_FLOOR);
  change(bytes, new DataView(bytes.buffer));
  return bytes;
};

const text = (json: string) => new TextEncoder().encode(json);
const one = writeJson(context);

/** No padding left, so that only the length is wrong. */
function longerByOne(): Uint8Array {
  const full = 8 + one.length + writeJson({ a: "" }).length;
  const bytes = frame(context, { a: "x".repeat(REACH_FLOOR - full) }, REACH_FLOOR);
  const lengths = new DataView(bytes.buffer);
  lengths.setUint32(4, lengths.getUint32(4) + 1);
  return bytes;
}

describe("what is no frame is refused:", () => {
  it.each([
    ["nothing", new Uint8Array()],
    ["seven bytes", new Uint8Array(7)],
    ["zeros", new Uint8Array(REACH_FLOOR)],
    ["a byte behind the payload", changed((bytes) => bytes.fill(1, -1))],
    ["a context that leads beyond it", changed((_, lengths) => lengths.setUint32(0, REACH_FLOOR))],
    ["a payload that leads beyond it", changed((_, lengths) => lengths.setUint32(4, REACH_FLOOR))],
    ["a whole payload said to be one byte longer than there is", longerByOne()],
    ["the greatest lengths", changed((bytes) => bytes.fill(0xff, 0, 8))],
    ["lengths that cut the payload", changed((_, lengths) => lengths.setUint32(4, 3))],
    ["another version", framed(writeJson({ ...context, v: 2 }), one)],
    ["a version in words", framed(writeJson({ ...context, v: "1" }), one)],
    ["no version", framed(writeJson({}), one)],
    ["a list as context", framed(writeJson([]), one)],
    ["a list as payload", framed(one, writeJson([1]))],
    ["null as payload", framed(one, text("null"))],
    ["a text as payload", framed(one, text('"a"'))],
    ["half a JSON", framed(one, text('{"a":'))],
    ["a byte-order mark", framed(one, text("\ufeff{}"))],
    [
      "bytes that are no UTF-8",
      framed(
        one,
        Uint8Array.from(text('{"a":"?"}'), (byte) => (byte === 0x3f ? 0xff : byte)),
      ),
    ],
  ])("%s", (_, bytes) => {
    expect(() => unframe(bytes)).toThrow(NotAFrame);
  });
});
