/** Keys go to whoever the practice itself seated, and to nobody whom a server names. */

import { beforeAll, describe, expect, it } from "vitest";
import { fingerprint } from "../seal/jws.ts";
import { AnotherKey, AnotherPractice, Malformed, readKeyCard } from "../seal/keycard.ts";
import { admissionsUnder, makeAdmission, readAdmission } from "./admission.ts";
import { type Cast, newPerson, newPractice, type Person } from "./cast.ts";
import {
  isListed,
  OlderRoster,
  ROSTER,
  type Roster,
  readRoster,
  signRoster,
  standing,
} from "./roster.ts";
import { admit, seat } from "./seating.ts";
import { sign } from "./signing.ts";
import { type Before, turn } from "./turn.ts";

const TODAY = { today: "2026-11-24", at: new Date("2026-11-24T08:00:00Z") };

let mast: Cast;
let favre: Cast;
let ines: Person;
let nadia: Person;
let before: Before;
let roster: Roster;

const cardOf = (held: Before) => readKeyCard({ jws: held.card, practice: held.practice });
const readOf = (held: Before, known?: Roster) =>
  readRoster({ jws: held.roster, card: cardOf(held), known });

beforeAll(async () => {
  [mast, favre] = [await newPractice(), await newPractice({ practice: "favre" })];
  ines = await newPerson("Inès R.", "ASSISTANT");
  nadia = await newPerson("Nadia B.", "SECRETARY");
  before = mast.before;
  for (const each of [ines, nadia]) {
    before = { ...before, roster: (await seat(before, each.seat, TODAY)).roster };
  }
  roster = readOf(before);
});

describe("a roster", () => {
  it("names who was seated, one number after the other", () => {
    expect(roster.number).toBe(3);
    expect(roster.members.map(({ name }) => name)).toEqual(["Dr Mast", "Inès R.", "Nadia B."]);
    expect(roster.previous).toMatch(/^[\w-]{43}$/);
  });

  it("is refused when another key signed it, the former one of a practice included", async () => {
    const jws = await signRoster(roster, roster, favre.signing);
    expect(() => readRoster({ jws, card: cardOf(before) })).toThrow(AnotherKey);
    const { turn: turned } = await turn(before, { why: "handed-over", ...TODAY });
    const card = readKeyCard({ jws: turned.card, practice: "mast" });
    expect(() => readRoster({ jws: before.roster, card })).toThrow(AnotherKey);
  });

  it("of Dr Favre is refused at Dr Mast's", async () => {
    const jws = await signRoster(roster, { ...roster, practice: "favre" }, mast.signing);
    expect(() => readRoster({ jws, card: cardOf(before) })).toThrow(AnotherPractice);
  });

  it("is refused when it is older than the one that this desk knows", () => {
    expect(() => readOf(mast.before, roster)).toThrow(OlderRoster);
    expect(readOf(before, readOf(mast.before)).number).toBe(3);
    expect(readOf(before, roster)).toEqual(roster);
  });

  it("is refused when it is another one of the same number, or follows another one", async () => {
    const said = { ...roster, members: roster.members.slice(0, 2) };
    for (const number of [2, 3]) {
      const jws = await signRoster({ number, digest: "d".repeat(43) }, said, mast.signing);
      expect(() => readRoster({ jws, card: cardOf(before), known: roster })).toThrow(OlderRoster);
    }
  });

  it("is refused when the keys were turned since, though this desk knows none", async () => {
    const { turn: turned } = await turn(before, {
      why: "left",
      leaving: [nadia.seat.id],
      ...TODAY,
    });
    const card = readKeyCard({ jws: turned.card, practice: "mast" });
    expect(() => readRoster({ jws: before.roster, card })).toThrow(OlderRoster);
    expect(readRoster({ jws: turned.roster, card, known: roster }).number).toBe(4);
  });

  it.each<[string, object]>([
    ["another version", { v: 2 }],
    ["no number", { number: 0 }],
    ["nothing before it", { previous: null }],
    ["no date", { issued: "today" }],
    ["a classical sheet", { sheet: `age1${"q".repeat(58)}` }],
    ["no list of members", { members: {} }],
    ["a member who is none", { members: [null] }],
    ["a role that is none", { members: [{ role: "OWNER" }] }],
    ["list cards' keys of rights", { cards: { "cards/rights/1": "d".repeat(43) } }],
  ])("is refused with %s", async (_, change) => {
    const { digest: __, ...payload } = roster;
    const changed = structuredClone({ v: 1, ...payload, ...change }) as Record<string, unknown>;
    const jws = await sign(changed, mast.signing, ROSTER);
    expect(() => readRoster({ jws, card: cardOf(before) })).toThrow(Malformed);
  });

  it("is refused when it names one key twice", async () => {
    const [first, second] = roster.members as [Person["seat"], Person["seat"]];
    const members = [first, { ...second, recipient: first.recipient }];
    const jws = await signRoster(roster, { ...roster, members }, mast.signing);
    expect(() => readRoster({ jws, card: cardOf(before) })).toThrow("twice");
  });

  it("knows the list cards' keys, and no other of that name", () => {
    expect(isListed(roster, "cards/desk/1", mast.cards["cards/desk/1"] ?? "")).toBe(true);
    expect(isListed(roster, "cards/desk/1", favre.cards["cards/desk/1"] ?? "")).toBe(false);
    expect(isListed(roster, "cards/desk/2", mast.cards["cards/desk/1"] ?? "")).toBe(false);
    expect(isListed(roster, "toString", mast.cards["cards/desk/1"] ?? "")).toBe(false);
  });
});

describe("a member whom the server made", () => {
  it("is granted no key: they stand in no roster (P12)", async () => {
    const made = await newPerson("Dr Server", "PRACTITIONER");
    const { turn: turned } = await turn(before, { why: "compromised", ...TODAY });
    expect(turned.grants.some(({ member }) => member === made.seat.id)).toBe(false);
    const said = { roster, member: nadia.seat.id, issued: "2026-11-24T08:00:00Z" };
    const admission = await makeAdmission({ ...said, ...made.seat }, made.signing);
    expect(() => readAdmission(admission, roster)).toThrow(AnotherKey);
    expect(admissionsUnder(roster, [admission, "", "x.y.z"])).toEqual([]);
  });
});

describe("an admission", () => {
  const again = async (who: Person) => {
    const { seat: pair, ...keys } = await newPerson(who.seat.name, who.seat.role);
    const { recipient, signing } = pair;
    return { ...keys, joining: { member: who.seat.id, recipient, signing } };
  };

  it("gives a colleague's new key what the role holds", async () => {
    const { joining } = await again(nadia);
    const made = await admit(before, joining, { signing: ines.signing }, TODAY);
    expect(made.grants.map(({ key }) => key).sort()).toEqual(["cards/desk/1", "desk/1"]);
    expect(readAdmission(made.admission, roster)).toMatchObject({ ...joining, by: ines.seat });
  });

  it("is not for somebody who holds more than who signs", async () => {
    const { joining } = await again(ines);
    const { signing } = nadia;
    await expect(admit(before, joining, { signing }, TODAY)).rejects.toThrow("holds less");
    const token = await makeAdmission(
      { roster, ...joining, issued: `${TODAY.today}T08:00:00Z` },
      signing,
    );
    expect(admissionsUnder(roster, [token])).toEqual([]);
  });

  it("by somebody who leaves is over: the next roster names the former pair", async () => {
    const { joining } = await again(nadia);
    const { admission } = await admit(before, joining, { signing: ines.signing }, TODAY);
    const held = { ...before, admissions: [admission] };
    const { turn: turned } = await turn(held, { why: "left", leaving: [ines.seat.id], ...TODAY });
    const card = readKeyCard({ jws: turned.card, practice: "mast" });
    const next = readRoster({ jws: turned.roster, card });
    const her = next.members.find(({ id }) => id === nadia.seat.id);
    expect(her?.recipient).toBe(nadia.seat.recipient);
  });

  it("by the practitioner is absorbed whole", async () => {
    const { joining } = await again(ines);
    const { admission } = await admit(before, joining, { signing: mast.owner.signing }, TODAY);
    const held = { ...before, admissions: [admission] };
    const { turn: turned } = await turn(held, { why: "compromised", ...TODAY });
    const keys = turned.grants.filter(({ member }) => member === ines.seat.id);
    expect(keys).toHaveLength(4);
  });

  it("counts under one roster only", async () => {
    const { joining } = await again(nadia);
    const { admission } = await admit(before, joining, { signing: ines.signing }, TODAY);
    const { roster: next } = await seat(
      before,
      (await newPerson("Maya D.", "SECRETARY")).seat,
      TODAY,
    );
    expect(() => readAdmission(admission, readOf({ ...before, roster: next }))).toThrow(
      OlderRoster,
    );
  });

  it("is nobody's for themselves, nor by whose last day is over, nor for a stranger", async () => {
    const { joining } = await again(ines);
    const own = { signing: ines.signing };
    await expect(admit(before, joining, own, TODAY)).rejects.toThrow("themselves");
    const stranger = { ...joining, member: "00000000-0000-4000-8000-000000000001" };
    await expect(admit(before, stranger, own, TODAY)).rejects.toThrow("not in the roster");
    const dated = { ...ines.seat, until: "2026-11-23" };
    const held = { ...before, roster: (await seat(before, dated, TODAY)).roster };
    const { joining: hers } = await again(nadia);
    await expect(admit(held, hers, own, TODAY)).rejects.toThrow("has left");
  });
});

describe("who stands in it", () => {
  it("stands until the last day, which counts", async () => {
    const dated = { ...nadia.seat, until: "2026-11-24" };
    const held = { ...before, roster: (await seat(before, dated, TODAY)).roster };
    const names = (today: string) => standing(readOf(held), [], today).map(({ name }) => name);
    expect(names("2026-11-24")).toContain("Nadia B.");
    expect(names("2026-11-25")).not.toContain("Nadia B.");
  });

  it("is seated by whoever signs for the practice alone", async () => {
    const made = seat({ ...before, signing: null }, nadia.seat, TODAY);
    await expect(made).rejects.toThrow("signing key");
    expect(fingerprint(mast.signing)).toBe(cardOf(before).fingerprint);
  });
});
