import { describe, expect, it } from "vitest";
import { linkAddress, readFragment } from "./address.ts";
import { counted, fill } from "./texts.ts";

describe("what a link carries", () => {
  it("is read as it was written", () => {
    const [, hash = ""] = linkAddress("fr", "HAgF5-_k", "c2Vjcm-t_Q").split("#");
    expect(readFragment(`#${hash}`)).toEqual({ pinned: "HAgF5-_k", secret: "c2Vjcm-t_Q" });
  });

  it("may lack the fingerprint, and then pins nothing", () => {
    expect(readFragment("#s=abc")).toEqual({ pinned: undefined, secret: "abc" });
    expect(readFragment("")).toEqual({ pinned: undefined, secret: undefined });
  });

  it("pins nothing away: an empty fingerprint is one that no key has", () => {
    expect(readFragment("#k=").pinned).toBe("");
  });
});

describe("a sentence with gaps", () => {
  it("is filled, and keeps a gap that nothing fills", () => {
    expect(fill("Theme {n} of {all}", { n: 2 })).toBe("Theme 2 of {all}");
  });

  it("follows the language's plural", () => {
    const plural = { one: "{count} réponse", other: "{count} réponses" };
    expect(counted(plural, 0, "fr")).toBe("0 réponse");
    expect(counted(plural, 0, "en")).toBe("0 réponses");
    expect(counted(plural, 3, "de")).toBe("3 réponses");
  });
});
