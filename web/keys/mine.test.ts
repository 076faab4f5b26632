/** What a person keeps at the server is theirs: sealed to them, signed by them, and by nobody else. */

import { Encrypter } from "age-encryption";
import { describe, expect, it } from "vitest";
import { CannotOpen } from "../open/decrypt.ts";
import { writeJson } from "../seal/json.ts";
import { fingerprint } from "../seal/jws.ts";
import { AnotherKey, Malformed } from "../seal/keycard.ts";
import { newMember } from "./member.ts";
import { MINE, makeMine, openMine } from "./mine.ts";
import { sign } from "./signing.ts";

const own = await newMember();
const other = await newMember();
const practices = { lac: "f".repeat(43) };

const sealed = async (content: object, to = own.recipient) => {
  const encrypter = new Encrypter();
  encrypter.addRecipient(to);
  return encrypter.encrypt(writeJson(content));
};

describe("what a person keeps", () => {
  it("comes back as it was, and counts up", async () => {
    const first = await openMine(own, await makeMine(own, { pin: null, practices }));
    const person = fingerprint(own.signing);
    expect(first).toEqual({ person, number: 1, pin: null, practices });
    const second = await openMine(own, await makeMine(own, { pin: "482915", practices }, first));
    expect(second).toMatchObject({ number: 2, pin: "482915" });
  });

  it("opens for nobody else", async () => {
    const made = await makeMine(own, { pin: null, practices });
    await expect(openMine(other, made)).rejects.toThrow(CannotOpen);
  });

  it("is refused when somebody else made it for them", async () => {
    for (const person of [fingerprint(other.signing), fingerprint(own.signing)]) {
      const said = { v: 1, person, number: 9, pin: null, practices };
      const forged = await sealed({ v: 1, jws: await sign(said, other.signing, MINE) });
      await expect(openMine(own, forged)).rejects.toThrow(AnotherKey);
    }
  });

  it.each<[string, object]>([
    ["a PIN of other signs", { pin: "12345a" }],
    ["no number", { number: 0 }],
    ["a practice without a fingerprint", { practices: { lac: "" } }],
    ["a list of practices", { practices: [] }],
    ["another version", { v: 2 }],
  ])("is refused with %s", async (_, change) => {
    const person = fingerprint(own.signing);
    const said = { v: 1, person, number: 1, pin: null, practices, ...change };
    const made = await sealed({ v: 1, jws: await sign(said, own.signing, MINE) });
    await expect(openMine(own, made)).rejects.toThrow(Malformed);
  });

  it("is refused when it is no signed thing at all", async () => {
    await expect(openMine(own, await sealed({ v: 1, pin: "123456" }))).rejects.toThrow(Malformed);
  });
});
