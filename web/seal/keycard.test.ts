import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { describe, expect, it } from "vitest";
import { newPractice } from "../keys/cast.ts";
import { signKeyCard } from "../keys/practice.ts";
import { newSigningKey, publicHalf, sign } from "../keys/signing.ts";
import { fingerprint, NotSigned } from "./jws.ts";
import {
  AnotherKey,
  AnotherPractice,
  KEY_CARD,
  Malformed,
  RELAY_MONTHS,
  readKeyCard,
  readMonthKeys,
} from "./keycard.ts";

const keys = await newPractice();
const published = { keys: keys.classes, succession: keys.succession };
const relay = await newSigningKey();
const issued = "2026-11-23T08:00:00Z";
const facts = { practice: "mast", serial: 1, issued, relay: fingerprint(relay) };
const jws = await signKeyCard({ ...published, ...facts }, keys.signing);
const month = await identityToRecipient(await generateX25519Identity());
const pinned = fingerprint(keys.signing);

describe("a key card", () => {
  it("is read with its signer", () => {
    const card = readKeyCard({ jws, practice: "mast", pinned });
    expect(card.keys.care).toEqual({ id: "care/1", recipient: keys.classes.care.recipient });
    expect(card.succession).toEqual(publicHalf(keys.succession));
    expect(card).toMatchObject({ ...facts, fingerprint: pinned });
  });

  it("is read by a link that pins nothing", () => {
    expect(readKeyCard({ jws, practice: "mast" }).fingerprint).toBe(pinned);
  });

  it("holds nothing secret", () => {
    const body = Buffer.from(jws.split(".")[1] ?? "", "base64url").toString();
    expect(body).not.toMatch(/SECRET|"d"/);
  });

  it("of Dr Favre is refused at Dr Mast's", async () => {
    const favre = await signKeyCard({ ...published, ...facts, practice: "favre" }, keys.signing);
    expect(() => readKeyCard({ jws: favre, practice: "mast", pinned })).toThrow(AnotherPractice);
  });

  it("that another key signed is refused when the link pins one", async () => {
    const forged = await signKeyCard({ ...published, ...facts }, (await newPractice()).signing);
    expect(() => readKeyCard({ jws: forged, practice: "mast", pinned })).toThrow(AnotherKey);
  });

  it("is not taken for the month keys", () => {
    expect(() => readMonthKeys({ jws, fingerprint: pinned })).toThrow(NotSigned);
  });

  const good = {
    v: 1,
    ...facts,
    succession: publicHalf(keys.succession),
    keys: Object.fromEntries(
      Object.entries(keys.classes).map(([name, { id, recipient }]) => [name, { id, recipient }]),
    ),
  };

  it.each<[string, object]>([
    ["another version", { ...good, v: 2 }],
    ["no serial", { ...good, serial: "1" }],
    ["a serial of zero", { ...good, serial: 0 }],
    ["no date", { ...good, issued: "today" }],
    ["no relay", { ...good, relay: "relay" }],
    ["no succession key", { ...good, succession: null }],
    ["a private succession key", { ...good, succession: keys.succession }],
    ["no keys", { ...good, keys: [] }],
    ["a class missing", { ...good, keys: { ...good.keys, rights: undefined } }],
    [
      "a classical class key",
      { ...good, keys: { ...good.keys, care: { id: "care/1", recipient: month } } },
    ],
    [
      "a class key under another class's name",
      { ...good, keys: { ...good.keys, care: { ...good.keys.care, id: "desk/1" } } },
    ],
  ])("with %s is refused", async (_, payload) => {
    const signed = await sign(payload, keys.signing, KEY_CARD);
    expect(() => readKeyCard({ jws: signed, practice: "mast", pinned })).toThrow(Malformed);
  });
});

describe("the month keys", () => {
  const good = { v: 1, issued, months: { "2026-11": month } };
  const signed = (payload: object) => sign(payload, relay, RELAY_MONTHS);

  it("are read when the relay of the key card signed them", async () => {
    const read = readMonthKeys({ jws: await signed(good), fingerprint: fingerprint(relay) });
    expect(read.months.get("2026-11")).toBe(month);
    expect(read.months.get("2026-12")).toBeUndefined();
  });

  it("of another relay are refused", async () => {
    const jws = await signed(good);
    expect(() => readMonthKeys({ jws, fingerprint: pinned })).toThrow(AnotherKey);
  });

  it.each<[string, object]>([
    ["another version", { ...good, v: 2 }],
    ["no date", { ...good, issued: null }],
    ["a thirteenth month", { ...good, months: { "2026-13": month } }],
    ["a post-quantum key", { ...good, months: { "2026-11": keys.classes.desk.recipient } }],
    ["no months", { ...good, months: "none" }],
  ])("with %s are refused", async (_, payload) => {
    const jws = await signed(payload);
    expect(() => readMonthKeys({ jws, fingerprint: fingerprint(relay) })).toThrow(Malformed);
  });
});
