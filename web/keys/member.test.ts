import { Decrypter } from "age-encryption";
import { describe, expect, it } from "vitest";
import { CannotOpen } from "../open/decrypt.ts";
import { sealEnvelope, WrongLock } from "../seal/envelope.ts";
import { fingerprint, readJws } from "../seal/jws.ts";
import { locks } from "../seal/locks.ts";
import { newPractice } from "./cast.ts";
import { secretsOf } from "./grant-to.ts";
import { makeGrant, NotThisGrant, openGrant } from "./grants.ts";
import { newMember, SIGN_IN, sealMember, signIn, unlock, WrongPassphrase } from "./member.ts";
import { newPassphrase } from "./passphrase.ts";

const QUICK = { workFactor: 10 };
const mast = await newMember();
const passphrase = newPassphrase("fr");
const sealed = await sealMember(mast, passphrase, QUICK);
const practice = await newPractice();

describe("a member's file", () => {
  it("opens with the passphrase", async () => {
    const { age, signing } = mast;
    expect(await unlock(sealed, passphrase)).toEqual({ v: 1, age, signing });
  });

  it("opens with the passphrase typed in capitals, without accents, with hyphens", async () => {
    const bare = passphrase
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .toUpperCase()
      .replaceAll(" ", "-");
    expect((await unlock(sealed, bare)).age).toBe(mast.age);
  });

  it("does not open with another passphrase", async () => {
    await expect(unlock(sealed, newPassphrase("fr"))).rejects.toThrow(WrongPassphrase);
    await expect(unlock(sealed, "")).rejects.toThrow(WrongPassphrase);
  });

  it("has the passphrase as its only lock, at the work factor that was asked for", async () => {
    expect(locks(sealed)).toEqual(["scrypt"]);
    expect(Buffer.from(sealed).toString("latin1")).toMatch(/-> scrypt \S+ 10\n/);
  });

  it("with another kind of lock is refused", async () => {
    const grant = await makeGrant({
      recipient: mast.recipient,
      practice: "mast",
      key: "desk/1",
      identity: practice.classes.desk.identity,
    });
    await expect(unlock(grant, passphrase)).rejects.toThrow(WrongLock);
  });

  it("answers the server's challenge with the member's signature", async () => {
    const proof = await signIn(mast, { challenge: "abc", member: "mast" });
    expect(readJws(proof, SIGN_IN)).toEqual({
      payload: { challenge: "abc", member: "mast" },
      fingerprint: fingerprint(mast.signing),
    });
  });
});

describe("a grant", () => {
  const identity = practice.classes.desk.identity;
  const grant = { recipient: mast.recipient, practice: "mast", key: "desk/1", identity };
  const opening = (sealedGrant: Uint8Array, change: object = {}) =>
    openGrant({
      identity: mast.age,
      sealed: sealedGrant,
      practice: "mast",
      key: "desk/1",
      ...change,
    });

  it("gives the member the key", async () => {
    expect(await opening(await makeGrant(grant))).toBe(identity);
  });

  it("holds exactly what the contract says", async () => {
    const decrypter = new Decrypter();
    decrypter.addIdentity(mast.age);
    const text = await decrypter.decrypt(await makeGrant(grant), "text");
    expect(JSON.parse(text)).toEqual({ v: 1, practice: "mast", key: "desk/1", identity });
  });

  it("carries every secret that a practitioner holds", async () => {
    const secrets = secretsOf(practice.before);
    expect(Object.keys(secrets).sort()).toEqual(
      ["care/1", "cards/care/1", "cards/desk/1", "desk/1", "rights/1", "signing"].sort(),
    );
    for (const [key, secret] of Object.entries(secrets)) {
      const one = await makeGrant({ ...grant, key, identity: secret });
      expect(await opening(one, { key })).toEqual(secret);
    }
  });

  it("never carries the succession key, which lives on the sheet", () => {
    expect(Object.keys(secretsOf(practice.before))).not.toContain("succession");
  });

  it("of Dr Favre's practice is refused", async () => {
    const favre = await makeGrant({ ...grant, practice: "favre" });
    await expect(opening(favre)).rejects.toThrow(NotThisGrant);
  });

  it("of one key is not taken for another's", async () => {
    await expect(opening(await makeGrant(grant), { key: "care/1" })).rejects.toThrow(NotThisGrant);
  });

  it.each([
    ["signing", identity],
    ["cards/desk/1", identity],
    ["desk/1", practice.cards["cards/desk/1"] ?? ""],
    ["desk/1", practice.signing],
    ["desk/1", "AGE-SECRET-KEY-1ABC"],
  ])("under the name %s does not carry another kind of secret", async (key, secret) => {
    const odd = await makeGrant({ ...grant, key, identity: secret });
    await expect(opening(odd, { key })).rejects.toThrow(NotThisGrant);
  });

  it("does not open for a colleague", async () => {
    const favre = await newMember();
    const opened = opening(await makeGrant(grant), { identity: favre.age });
    await expect(opened).rejects.toThrow(CannotOpen);
  });

  it("is not sealed to a classical key", async () => {
    const recipient = `age1${"q".repeat(58)}`;
    await expect(makeGrant({ ...grant, recipient })).rejects.toThrow(WrongLock);
  });

  it("is told apart from an envelope that a patient sealed", async () => {
    const context = {
      v: 1,
      practice: "mast",
      activity: "a",
      form: "a",
      version: "0",
      id: "0",
      key: "desk/1",
      part: "core",
      about: "0",
      attachments: [],
    } as const;
    const envelope = await sealEnvelope({
      recipient: mast.recipient,
      context: { ...context, attachments: [] },
      payload: { identity },
    });
    await expect(opening(envelope)).rejects.toThrow(NotThisGrant);
  });
});
