/** Whoever sends a pair holds its private half, and says for which place and with which files. */

import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { newMember } from "../keys/member.ts";
import { OWN_PAIR, provenPair } from "../keys/own-pair.ts";
import { fromBase64 } from "../seal/base64.ts";
import { fingerprint, readJws } from "../seal/jws.ts";
import { makePair } from "./own-pair.ts";

const PLACE = { practice: "mast", member: "6f1c2f80-0000-4000-8000-000000000001" };
const FILES = { sealed: new Uint8Array([1, 2, 3]), mine: new Uint8Array([4, 5]) };

const digest = (file: string): string =>
  createHash("sha256").update(fromBase64(file)).digest("base64url");

describe("a person's own pair", () => {
  it("carries its own key's word for its files and its place", async () => {
    const person = await newMember();
    const own = await provenPair(person, FILES, PLACE);
    const { payload, fingerprint: signer } = readJws(own.proof, OWN_PAIR);
    expect(signer).toBe(fingerprint(own.signing));
    expect(payload).toEqual({
      v: 1,
      ...PLACE,
      recipient: person.recipient,
      sealed_key: digest(own.sealed_key),
      mine: digest(own.mine),
    });
  });

  it("gives another word for another place or other files", async () => {
    const person = await newMember();
    const words = await Promise.all([
      provenPair(person, FILES, PLACE),
      provenPair(person, FILES, { ...PLACE, practice: "favre" }),
      provenPair(person, FILES, { ...PLACE, member: "6f1c2f80-0000-4000-8000-000000000002" }),
      provenPair(person, { ...FILES, mine: FILES.sealed }, PLACE),
      provenPair(person, { ...FILES, sealed: FILES.mine }, PLACE),
    ]);
    expect(new Set(words.map(({ proof }) => proof)).size).toBe(words.length);
  });

  it("leaves the page without its private half", async () => {
    const own = await makePair("six words", { ...PLACE, fingerprint: "f".repeat(43) });
    expect(Object.keys(own).sort()).toEqual([
      "mine",
      "proof",
      "recipient",
      "sealed_key",
      "signing",
    ]);
    expect(Object.keys(own.signing).sort()).toEqual(["crv", "kty", "x"]);
    expect(readJws(own.proof, OWN_PAIR).payload).toMatchObject(PLACE);
  });
});
