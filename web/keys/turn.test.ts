/** Keys are turned in one way, for exactly those whom the roster names. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { fromBase64 } from "../seal/base64.ts";
import { fingerprint, readJws } from "../seal/jws.ts";
import { readKeyCard } from "../seal/keycard.ts";
import { type Cast, newPerson, newPractice, type Person } from "./cast.ts";
import { openGrant } from "./grants.ts";
import { readRoster } from "./roster.ts";
import { seat } from "./seating.ts";
import { NotThisSheet, SHEET_PROOF } from "./sheet.ts";
import { walk } from "./succession.ts";
import { type Before, prove, type Turned, turn } from "./turn.ts";

const LATER = { today: "2026-11-24", at: new Date("2026-11-24T08:00:00Z") };
const FIRST = {
  PRACTITIONER: ["cards/care/1", "cards/desk/1", "care/1", "desk/1", "rights/1", "signing"],
  ASSISTANT: ["cards/care/1", "cards/desk/1", "care/1", "desk/1"],
  SECRETARY: ["cards/desk/1", "desk/1"],
};

let mast: Cast;
let ines: Person;
let nadia: Person;
/** Dr Mast's desk, with Inès, the assistant, and Nadia, the secretary, in the roster. */
let before: Before;

beforeAll(async () => {
  mast = await newPractice();
  ines = await newPerson("Inès R.", "ASSISTANT");
  nadia = await newPerson("Nadia B.", "SECRETARY");
  before = mast.before;
  for (const { seat: newcomer } of [ines, nadia]) {
    before = { ...before, roster: (await seat(before, newcomer, LATER)).roster };
  }
});

const after = (made: Turned): Before => ({ ...before, ...made.held, ...made.turn, admissions: [] });
const card = (jws: string) => readKeyCard({ jws, practice: "mast" });
const granted = ({ turn: { grants } }: Turned, { seat: { id } }: Person) =>
  grants
    .filter(({ member }) => member === id)
    .map(({ key }) => key)
    .sort();

describe("the first turn", () => {
  it("gives whoever sets up all keys, and seals all to the sheet", async () => {
    expect(mast.first.grants.map(({ key }) => key).sort()).toEqual(FIRST.PRACTITIONER);
    expect(mast.first.sheet.map(({ key }) => key).sort()).toEqual(
      [...FIRST.PRACTITIONER, "succession"].sort(),
    );
  });

  it("grants what the member's own key opens, and what the card publishes", async () => {
    for (const { key, sealed } of mast.first.grants) {
      const file = { identity: mast.owner.age, sealed: fromBase64(sealed), practice: "mast", key };
      const secret = await openGrant(file);
      if (key === "signing") expect(secret).toEqual(mast.signing);
    }
    expect(card(mast.first.card).fingerprint).toBe(fingerprint(mast.signing));
  });

  it("holds nothing secret in what is sent", () => {
    const sent = JSON.stringify(mast.first);
    const bodies = sent.match(/[\w-]{100,}/g)?.map((part) => Buffer.from(part, "base64url"));
    expect(sent + bodies?.join()).not.toMatch(/AGE-SECRET|"d":/);
  });

  it("is proven with the root key that was printed, and with no other", async () => {
    const member = mast.owner.seat;
    const facts = { why: "first", practice: "mast", relay: "r".repeat(43), member } as const;
    const made = await turn(null, { ...facts, at: LATER.at });
    expect(made.turn.proof).toBeNull();
    const { proof } = await prove(made, made.paper.root);
    expect(readJws(proof ?? "", SHEET_PROOF).fingerprint).toBe(fingerprint(made.paper.succession));
    await expect(prove(made, mast.root.identity)).rejects.toThrow();
  });

  it("keeps all keys but those on paper, for sheets that are printed anew", async () => {
    const { signing, classes, cards } = mast.before;
    const keep = { signing, classes, cards };
    const member = mast.owner.seat;
    const facts = { why: "first", practice: "mast", relay: "r".repeat(43), member } as const;
    const made = await turn(null, { ...facts, keep, at: LATER.at });
    expect(made.held).toEqual(keep);
    expect(made.paper.root).not.toBe(mast.root.identity);
    expect(card(made.turn.card).keys).toEqual(card(mast.first.card).keys);
    expect(made.turn.grants).toHaveLength(6);
  });

  it("is the only one that needs nothing before it", async () => {
    // @ts-expect-error - the types say so, too
    await expect(turn(null, { why: "left", ...LATER })).rejects.toThrow("nothing yet");
  });
});

describe("somebody who leaves", () => {
  let made: Turned;

  beforeAll(async () => {
    made = await turn(before, { why: "left", leaving: [nadia.seat.id], ...LATER });
  });

  it("renews what they held, and nothing else", () => {
    const ids = Object.values(card(made.turn.card).keys).map(({ id }) => id);
    expect(ids).toEqual(["care/1", "desk/2", "rights/1"]);
    expect(card(made.turn.card)).toMatchObject({
      serial: 2,
      fingerprint: fingerprint(mast.signing),
    });
  });

  it("stands in no roster and is granted nothing (P11)", () => {
    expect(granted(made, nadia)).toEqual([]);
    const { members } = readRoster({ jws: made.turn.roster, card: card(made.turn.card) });
    expect(members.map(({ name }) => name)).toEqual(["Dr Mast", "Inès R."]);
  });

  it("leaves the new keys to the others, by their role", () => {
    expect(granted(made, mast.owner)).toEqual(["cards/desk/2", "desk/2"]);
    expect(granted(made, ines)).toEqual(["cards/desk/2", "desk/2"]);
    expect(made.turn.grants).toHaveLength(4);
  });

  it("leaves the old ones where they are, and the sheet as it is", () => {
    expect(Object.keys(made.held.classes).sort()).toEqual([
      "care/1",
      "desk/1",
      "desk/2",
      "rights/1",
    ]);
    expect(made.paper).toBeNull();
    expect(made.turn.sheet.map(({ key }) => key).sort()).toEqual(["cards/desk/2", "desk/2"]);
  });

  it("seals the new key to the sheet that is printed", async () => {
    const found = made.turn.sheet.find((file) => file.key === "desk/2");
    const { key, sealed } = found ?? { key: "", sealed: "" };
    const file = {
      identity: mast.root.identity,
      sealed: fromBase64(sealed),
      practice: "mast",
      key,
    };
    expect(await openGrant(file)).toBe(made.held.classes["desk/2"]);
  });

  it("takes the signing key along when it was a practitioner's: another one signs from then on", async () => {
    const mottet = await newPerson("Dre Mottet", "PRACTITIONER");
    const { roster } = await seat(before, mottet.seat, LATER);
    const gone = await turn(
      { ...before, roster },
      { why: "left", leaving: [mottet.seat.id], ...LATER },
    );
    const { fingerprint: now } = card(gone.turn.card);
    expect(now).not.toBe(fingerprint(mast.signing));
    expect(walk(fingerprint(mast.signing), [gone.turn.succession ?? ""], "mast").at(-1)).toBe(now);
    expect(granted(gone, mast.owner)).toContain("signing");
    expect(granted(gone, mottet)).toEqual([]);
  });

  it("is granted nothing either once their last day is over", async () => {
    const until = { [nadia.seat.id]: "2026-11-24" };
    const dated = await turn(before, { why: "compromised", classes: ["rights"], until, ...LATER });
    expect(granted(dated, nadia)).toEqual([]); // rights are not hers
    const over = await turn(after(dated), { why: "left", ...LATER, today: "2026-11-25" });
    expect(granted(over, nadia)).toEqual([]);
    expect(granted(over, ines)).toEqual(["cards/desk/2", "desk/2"]);
  });
});

describe("after a compromise", () => {
  it("every class takes a new key, three times in a row", async () => {
    let now = before;
    for (const epoch of [2, 3, 4]) {
      const made = await turn(now, { why: "compromised", ...LATER });
      expect(card(made.turn.card).serial).toBe(epoch);
      expect(made.turn.succession).not.toBeNull();
      expect(granted(made, ines)).toEqual(
        FIRST.ASSISTANT.map((key) => key.replace("/1", `/${epoch}`)),
      );
      now = after(made);
    }
    expect(Object.keys(now.classes)).toHaveLength(12);
  });
});

describe("a hand-over", () => {
  it("makes a new signing key and new sheets, which carry all that the former ones did", async () => {
    const made = await turn(before, { why: "handed-over", ...LATER });
    expect(made.paper).not.toBeNull();
    expect(made.turn.sheet.map(({ key }) => key).sort()).toEqual(
      [...FIRST.PRACTITIONER, "succession"].sort(),
    );
    expect(granted(made, mast.owner)).toEqual(["signing"]);
    const body = await prove(made, made.paper?.root ?? "");
    expect(body.proof).not.toBeNull();
    await expect(prove(made, mast.root.identity)).rejects.toThrow();
  });

  it("is endorsed by the sheet where the signing key is lost", async () => {
    const lost = { ...before, signing: null };
    const what = { why: "handed-over", sheets: false, ...LATER } as const;
    await expect(turn(lost, what)).rejects.toThrow("needs the signing key");
    const made = await turn(lost, { ...what, succession: mast.succession });
    const walked = walk(fingerprint(mast.signing), [made.turn.succession ?? ""], "mast");
    expect(walked.at(-1)).toBe(card(made.turn.card).fingerprint);
  });
});

describe("new sheets", () => {
  it("carry every epoch, and nothing that lay under the former ones counts any more (P11)", async () => {
    const turned = after(await turn(before, { why: "compromised", ...LATER }));
    const made = await turn(turned, { why: "new-sheets", ...LATER });
    expect(made.turn.sheet).toHaveLength(17); // fifteen of three epochs, signing, succession
    const ids = Object.values(card(made.turn.card).keys).map(({ id }) => id);
    expect(ids).toEqual(["care/3", "desk/3", "rights/3"]);
    expect(card(made.turn.card).fingerprint).not.toBe(card(turned.card).fingerprint);
    expect(granted(made, mast.owner)).toContain("signing");
    expect(card(made.turn.card).succession).not.toEqual(card(turned.card).succession);
    const half = { ...made, turn: { ...made.turn, sheet: made.turn.sheet.slice(6) } };
    await expect(prove(half, made.paper?.root ?? "")).rejects.toThrow(NotThisSheet);
  });
});

describe("keys of a practice", () => {
  it("are made nowhere else", () => {
    const makers = /\b(generateHybridIdentity|newSigningKey|newCardKey|newPracticeKeys)\b/;
    const allowed = ["keys/turn.ts", "keys/member.ts", "keys/signing.ts", "keys/make-vectors.ts"];
    const web = new URL("..", import.meta.url).pathname;
    const found = readdirSync(web, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
      .filter((name) => makers.test(readFileSync(join(web, name), "utf8")));
    expect(found.sort()).toEqual([...allowed].sort());
  });
});
