/** A recovery, with a server that is honest, and with ones that are not. */

import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type Cast, newPerson, newPractice } from "../keys/cast.ts";
import { openGrant } from "../keys/grants.ts";
import { unlock } from "../keys/member.ts";
import { OWN_PAIR } from "../keys/own-pair.ts";
import { readRoster, signRoster } from "../keys/roster.ts";
import { fromBase64 } from "../seal/base64.ts";
import { fingerprint, readJws } from "../seal/jws.ts";
import { readKeyCard } from "../seal/keycard.ts";
import type { PublicJwk } from "../types/sealed.ts";
import { OtherKeys, OtherSheet, RECOVERY, Recovering } from "./recovering.ts";

const CHALLENGE = "c".repeat(43);
let mast: Cast;
let favre: Cast;
let sent: { path: string; body: Record<string, unknown> }[];
/** What the server answers, by path; a function sees the request. */
let answers: Record<string, (body: Record<string, unknown>) => [number, unknown]>;

const shown = (cast: Cast, changes: object = {}) => ({
  practice: { slug: "mast", name: "Cabinet Mast", zone: "Europe/Zurich" },
  cards: [cast.first.card],
  successions: [],
  roster: cast.first.roster,
  admissions: [],
  members: [{ id: cast.owner.seat.id, name: "Dr Mast", role: "PRACTITIONER" }],
  sheet: cast.first.sheet,
  now: "2026-11-23T08:00:00Z",
  ...changes,
});

beforeAll(async () => {
  mast = await newPractice();
  favre = await newPractice({ practice: "favre" });
});

beforeEach(() => {
  sent = [];
  answers = {
    recovery: () => [200, { challenge: CHALLENGE, sheet: mast.first.sheet.filter(isSuccession) }],
    "recovery/prove": () => [200, shown(mast)],
    "recovery/enter": () => [200, { practices: [] }],
  };
  vi.stubGlobal("document", { documentElement: { lang: "fr" } });
  vi.stubGlobal("fetch", async (url: string, { body }: { body: string }) => {
    const path = url.replace("/v1/desk/", "");
    const given = JSON.parse(body) as Record<string, unknown>;
    sent.push({ path, body: given });
    const [status, answer] = answers[path]?.(given) ?? [404, {}];
    return new Response(JSON.stringify(answer), { status });
  });
});

afterEach(() => vi.unstubAllGlobals());

const begin = async (root = mast.root.identity): Promise<Recovering> => {
  const recovering = new Recovering("mast", root);
  await recovering.open();
  return recovering;
};
const isSuccession = ({ key }: { key: string }): boolean => key === "succession";
const body = (path: string) => sent.filter((one) => one.path === path).at(-1)?.body ?? {};

describe("with the sheet", () => {
  it("signs the server's number with the succession key, and sends no key", async () => {
    await begin();
    const signed = readJws(String(body("recovery/prove").proof), RECOVERY);
    expect(signed.payload).toEqual({ practice: "mast", challenge: CHALLENGE });
    expect(signed.fingerprint).toBe(fingerprint(mast.succession));
    const root = mast.root.identity.slice("AGE-SECRET-KEY-PQ-1".length);
    expect(JSON.stringify(sent)).not.toContain(root);
    expect(JSON.stringify(sent)).not.toContain("SECRET");
  });

  it("grants every key to a pair that the new passphrase opens", async () => {
    const recovering = await begin();
    const [member = null] = recovering.practitioners;
    await recovering.enter("six words", { member, name: "Dr Mast" });
    const { sealed_key, grants, roster, recipient } = body("recovery/enter") as {
      sealed_key: string;
      grants: { key: string; sealed: string }[];
      roster: string;
      recipient: string;
    };
    const own = await unlock(fromBase64(sealed_key), "six words");
    const keys = await Promise.all(
      grants.map(async ({ key, sealed }) => {
        const grant = { identity: own.age, sealed: fromBase64(sealed), practice: "mast", key };
        return [key, await openGrant(grant)] as const;
      }),
    );
    const all = { signing: mast.signing, ...mast.before.classes, ...mast.cards };
    expect(Object.fromEntries(keys)).toEqual(all);
    const card = readKeyCard({ jws: mast.first.card, practice: "mast" });
    const read = readRoster({ jws: roster, card });
    expect(read.number).toBe(2);
    expect(read.members).toEqual([expect.objectContaining({ id: member?.id, recipient })]);
  });

  it("seats a successor beside those who are there", async () => {
    const recovering = await begin();
    await recovering.enter("six words", { member: null, name: "Dr Neuf" });
    const said = body("recovery/enter");
    expect(said.member).toBe(null);
    const card = readKeyCard({ jws: mast.first.card, practice: "mast" });
    const { members } = readRoster({ jws: String(said.roster), card });
    expect(members.map(({ name, role }) => [name, role])).toEqual([
      ["Dr Mast", "PRACTITIONER"],
      ["Dr Neuf", "PRACTITIONER"],
    ]);
    const { payload, fingerprint: signer } = readJws(String(said.proof), OWN_PAIR);
    expect(payload).toMatchObject({ practice: "mast", member: members[1]?.id });
    expect(signer).toBe(fingerprint(said.signing as PublicJwk));
  });

  it("reads the roster anew, once, when somebody was seated in between", async () => {
    const recovering = await begin();
    const card = readKeyCard({ jws: mast.first.card, practice: "mast" });
    const before = readRoster({ jws: mast.first.roster, card });
    const ines = await newPerson("Inès", "ASSISTANT");
    const { seat } = ines;
    const members = [...before.members, seat];
    const newer = await signRoster(before, { ...before, members }, mast.signing);
    let times = 0;
    answers["recovery/enter"] = () => {
      times += 1;
      return times === 1 ? [409, { refused: { field: "roster", reason: "changed" } }] : [200, {}];
    };
    answers["recovery/prove"] = () => [200, shown(mast, { roster: newer })];
    await recovering.enter("six words", { member: null, name: "Dr Neuf" });
    const read = readRoster({ jws: String(body("recovery/enter").roster), card });
    expect(read.members.map(({ name }) => name)).toEqual(["Dr Mast", "Inès", "Dr Neuf"]);
  });
});

describe("with something else", () => {
  it("another practice's sheet opens nothing, and proves nothing", async () => {
    await expect(begin(favre.root.identity)).rejects.toThrow(OtherSheet);
    expect(sent.map(({ path }) => path)).toEqual(["recovery"]);
  });

  it.each<[string, () => object]>([
    ["another practice's key card", () => ({ cards: [favre.first.card] })],
    ["no key card", () => ({ cards: [] })],
    ["another practice's roster", () => ({ roster: favre.first.roster })],
  ])("a server that shows %s gets nothing more", async (_, changes) => {
    answers["recovery/prove"] = () => [200, shown(mast, changes())];
    await expect(begin()).rejects.toThrow(OtherKeys);
  });

  it("a roster that names another sheet is refused", async () => {
    const card = readKeyCard({ jws: mast.first.card, practice: "mast" });
    const before = readRoster({ jws: mast.first.roster, card });
    const said = { ...before, sheet: favre.root.recipient };
    const roster = await signRoster(null, said, mast.signing);
    answers["recovery/prove"] = () => [200, shown(mast, { roster })];
    await expect(begin()).rejects.toThrow(OtherKeys);
  });
});
