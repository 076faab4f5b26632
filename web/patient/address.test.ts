import { describe, expect, it } from "vitest";
import { homeHash, leadsElsewhere, linkAddress, readFragment } from "./address.ts";
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

describe("an address opened over this page", () => {
  const read = readFragment("#k=mast&s=one");

  it.each([
    ["#k=mast&s=one", false],
    ["#k=favre&s=one", true],
    ["#k=mast&s=two", true],
    ["#s=two", true],
    ["#k=", true],
    ["#s=one", false],
    ["#main", false],
    ["", false],
  ])("%s is another link: %s", (hash, elsewhere) => {
    expect(leadsElsewhere(read, readFragment(hash))).toBe(elsewhere);
  });

  it("that names a key is another link than one that named none", () => {
    expect(leadsElsewhere(readFragment(""), readFragment("#k=mast"))).toBe(true);
  });
});

describe("a link to the page that books", () => {
  it("carries the fingerprint and never the secret", () => {
    expect(homeHash(readFragment("#k=HAgF5-_k&s=abc"))).toBe("#k=HAgF5-_k");
    expect(homeHash(readFragment("#s=abc"))).toBe("");
  });

  it("pins nothing away", () => {
    expect(readFragment(homeHash(readFragment("#k=&s=abc"))).pinned).toBe("");
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
