import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { base64, base64url, fromBase64, fromBase64url } from "./base64.ts";
import { linkHash, newId, newSecret } from "./ids.ts";

describe("an id", () => {
  it("is a lower-case UUID of 128 random bits", () => {
    const ids = Array.from({ length: 2000 }, newId);
    expect(ids.every((id) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
    // Every digit takes every value: no bit is spent on a UUID's version.
    for (let at = 0; at < 36; at++) {
      if (ids[0]?.[at] !== "-") expect(new Set(ids.map((id) => id[at])).size).toBe(16);
    }
  });
});

describe("a link's secret", () => {
  it("has 16 bytes, and the vault keeps the hash of those bytes", () => {
    const secret = newSecret();
    const bytes = Buffer.from(secret, "base64url");
    expect(bytes).toHaveLength(16);
    expect(linkHash(secret)).toBe(createHash("sha256").update(bytes).digest("base64url"));
  });

  it.each(["", "AAAA", `${"A".repeat(22)}==`, "+".repeat(22), `${"A".repeat(21)}B`])(
    "is not %j",
    (text) => {
      expect(() => linkHash(text)).toThrow();
    },
  );
});

describe("base64", () => {
  it("agrees with Node's in both alphabets", () => {
    for (let length = 0; length < 70; length++) {
      const bytes = crypto.getRandomValues(new Uint8Array(length));
      expect(base64(bytes)).toBe(Buffer.from(bytes).toString("base64"));
      expect(base64url(bytes)).toBe(Buffer.from(bytes).toString("base64url"));
      expect(fromBase64(base64(bytes))).toEqual(bytes);
      expect(fromBase64url(base64url(bytes))).toEqual(bytes);
    }
  });
});
