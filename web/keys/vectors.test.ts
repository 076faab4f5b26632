/** Every later release opens what version 1 wrote (tests/vectors/README.md). */

import { readFileSync } from "node:fs";
import { Decrypter, identityToRecipient } from "age-encryption";
import { describe, expect, it } from "vitest";
import { openCard } from "../open/cards.ts";
import { type Expected, Moved, openEnvelope, openForm } from "../open/open.ts";
import { fromBase64 } from "../seal/base64.ts";
import { unframe } from "../seal/frame.ts";
import { linkHash } from "../seal/ids.ts";
import { fingerprint, readJws } from "../seal/jws.ts";
import { readKeyCard, readMonthKeys } from "../seal/keycard.ts";
import { openGrant } from "./grants.ts";
import { fromGroups } from "./groups.ts";
import { SIGN_IN, unlock } from "./member.ts";
import { newPassphrase } from "./passphrase.ts";
import { proveSheet, SHEET_PROOF } from "./sheet.ts";
import { publicHalf } from "./signing.ts";

const folder = new URL("../../tests/vectors/", import.meta.url);
const bytes = (name: string) => new Uint8Array(readFileSync(new URL(name, folder)));
const text = (name: string) => readFileSync(new URL(name, folder), "utf8");
const json = (name: string) => JSON.parse(text(name));

const keys = json("keys.json");
const practice: string = keys.practice;
const card = () => readKeyCard({ jws: text("key-card.jws"), practice, pinned: keys.fingerprint });

const envelopes = [
  ["envelope-appointment-core", "desk"],
  ["envelope-appointment-detail", "desk"],
  ["envelope-questionnaire", "care"],
] as const;

describe.each(envelopes)("%s", (name, className) => {
  const { context, payload } = json(`${name}.json`);
  const { identity } = keys.classes[className];
  const sealed = bytes(`${name}.age`);
  const expected: Expected = context;

  it("opens to what was sealed", async () => {
    expect(await openEnvelope({ identity, sealed, expected })).toEqual({ context, payload });
  });

  it("keeps the rules of its form", async () => {
    const form = json(`form-${context.form}.json`);
    const opened = await openForm({ identity, sealed, expected, form });
    expect(opened).toEqual({ context, answers: payload, problems: [] });
    expect(form.version).toBe(context.version);
  });

  it("is refused beside another appointment", async () => {
    const moved = openEnvelope({ identity, sealed, expected: { ...expected, about: "other" } });
    await expect(moved).rejects.toThrow(Moved);
  });

  it("was sealed to the key that the card names", async () => {
    expect(card().keys[className]).toEqual({
      id: context.key,
      recipient: await identityToRecipient(identity),
    });
  });
});

describe("version 1", () => {
  it("wrote a key card that is read whole", () => {
    expect(card()).toMatchObject({
      practice,
      serial: 1,
      issued: "2026-11-23T08:00:00Z",
      succession: publicHalf(keys.succession),
      relay: keys.relay.fingerprint,
      fingerprint: keys.fingerprint,
    });
    expect(fingerprint(keys.signing)).toBe(keys.fingerprint);
  });

  it("wrote month keys that the card's relay signed", () => {
    const read = readMonthKeys({ jws: text("months.jws"), fingerprint: card().relay });
    expect([...read.months]).toEqual([["2026-12", keys.relay.months["2026-12"].recipient]]);
  });

  it("wrote a reach for the relay", async () => {
    const decrypter = new Decrypter();
    decrypter.addIdentity(keys.relay.months["2026-12"].identity);
    expect(unframe(await decrypter.decrypt(bytes("reach.age")))).toEqual(json("reach.json"));
    expect(json("reach.json").payload.secret).toBe(keys.link.secret);
    expect(linkHash(keys.link.secret)).toBe(keys.link.hash);
  });

  it("wrote a member's file that the passphrase opens, however it is typed", async () => {
    const { age, signing } = keys.member;
    const bare = keys.member.passphrase.normalize("NFD").replace(/\p{M}/gu, "").toUpperCase();
    expect(await unlock(bytes("member.age"), bare)).toEqual({ v: 1, age, signing });
    await expect(unlock(bytes("member.age"), newPassphrase("fr"))).rejects.toThrow();
  });

  it("wrote a grant of the desk's key to that member", async () => {
    const grant = { sealed: bytes("grant.age"), practice, key: "desk/1" };
    const opened = await openGrant({ identity: keys.member.age, ...grant });
    expect(opened).toBe(keys.classes.desk.identity);
  });

  it("wrote a sign-in that the member signed", () => {
    expect(readJws(text("sign-in.jws"), SIGN_IN)).toEqual({
      payload: { challenge: keys.challenge, member: keys.member.id },
      fingerprint: fingerprint(keys.member.signing),
    });
  });

  it("wrote a list card", async () => {
    const { beside, card: expected } = json("card.json");
    const key = keys.cards["cards/desk/1"];
    expect(await openCard({ key, beside, jwe: text("card.jwe") })).toEqual(expected);
  });

  it("wrote a sheet that its groups on paper open, and the same proof comes again", async () => {
    const { language, groups } = keys.sheet_groups;
    const root = await fromGroups(groups, language);
    const sheet = json("sheet.json");
    expect(fromBase64(sheet[0].sealed).length).toBeGreaterThan(1000);
    const proof = await proveSheet({ root, sheet, practice, card: text("key-card.jws") });
    // Ed25519 has no randomness: the same key over the same bytes signs the same.
    expect(proof).toBe(text("sheet-proof.jws"));
    expect(readJws(proof, SHEET_PROOF).fingerprint).toBe(fingerprint(keys.succession));
  });
});
