/** A pinned key leads to its successor, or nowhere. */

import { beforeAll, describe, expect, it } from "vitest";
import { fingerprint, NotSigned } from "../seal/jws.ts";
import { AnotherKey, AnotherPractice } from "../seal/keycard.ts";
import type { PrivateJwk } from "../types/sealed.ts";
import { type Cast, newPractice } from "./cast.ts";
import { newSigningKey, sign } from "./signing.ts";
import { Forked, makeSuccession, SUCCESSION, walk } from "./succession.ts";

const issued = "2026-11-24T08:00:00Z";
let mast: Cast;
let next: PrivateJwk;
let first: string;
let by: Pick<Parameters<typeof makeSuccession>[0], "practice" | "under" | "issued">;

beforeAll(async () => {
  mast = await newPractice();
  next = await newSigningKey();
  by = { practice: "mast", under: mast.first.card, issued };
  first = fingerprint(mast.signing);
});

describe("a walk along successors", () => {
  it("stays where it begins when there are none, or none from there", async () => {
    expect(walk(first, [], "mast")).toEqual([first]);
    const token = await makeSuccession({ ...by, to: next, signer: mast.signing });
    expect(walk("x".repeat(43), [token], "mast")).toEqual(["x".repeat(43)]);
  });

  it.each(["signing", "succession"] as const)("follows what the %s key endorsed", async (key) => {
    const token = await makeSuccession({ ...by, to: next, signer: mast[key] });
    expect(walk(first, [token], "mast")).toEqual([first, fingerprint(next)]);
  });

  it("refuses two successors of one key", async () => {
    const one = await makeSuccession({ ...by, to: next, signer: mast.signing });
    const other = await makeSuccession({
      ...by,
      to: await newSigningKey(),
      signer: mast.succession,
    });
    expect(() => walk(first, [one, other], "mast")).toThrow(Forked);
    expect(walk(first, [one, one], "mast")).toHaveLength(2);
  });

  it("refuses a circle", async () => {
    const token = await makeSuccession({ ...by, to: mast.signing, signer: mast.succession });
    expect(() => walk(first, [token], "mast")).toThrow(Forked);
  });

  it("refuses what another key signed, and one that was altered", async () => {
    await expect(makeSuccession({ ...by, to: next, signer: next })).rejects.toThrow(AnotherKey);
    const said = { v: 1, ...by, from: first, to: fingerprint(next), by: "key" };
    const forged = await sign(said, next, SUCCESSION);
    expect(() => walk(first, [forged], "mast")).toThrow(AnotherKey);
    const token = await makeSuccession({ ...by, to: next, signer: mast.signing });
    const [head, , signature] = token.split(".");
    const body = Buffer.from(JSON.stringify(said)).toString("base64url");
    expect(() => walk(first, [`${head}.${body}.${signature}`], "mast")).toThrow(NotSigned);
  });

  it("refuses a sheet's word that stands on another key's card", async () => {
    const favre = await newPractice();
    const said = {
      v: 1,
      ...by,
      under: favre.first.card,
      from: first,
      to: fingerprint(next),
      by: "sheet",
    };
    const forged = await sign(said, favre.succession, SUCCESSION);
    expect(() => walk(first, [forged], "mast")).toThrow(AnotherKey);
  });

  it("refuses the succession of another practice", async () => {
    const token = await makeSuccession({ ...by, to: next, signer: mast.signing });
    expect(() => walk(first, [token], "favre")).toThrow(AnotherPractice);
  });
});
