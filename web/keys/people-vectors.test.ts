/** What version 1 wrote while a practice's people changed is read by every later release. */

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fromBase64 } from "../seal/base64.ts";
import { fingerprint } from "../seal/jws.ts";
import { readKeyCard } from "../seal/keycard.ts";
import { readAdmission } from "./admission.ts";
import { isChecked } from "./check-words.ts";
import { openGrant } from "./grants.ts";
import { openMine } from "./mine.ts";
import { isListed, readRoster } from "./roster.ts";
import { openSheet } from "./sheet.ts";
import { walk } from "./succession.ts";

const written = JSON.parse(
  readFileSync(new URL("../../tests/vectors/people.json", import.meta.url), "utf8"),
);
const { practice, people, steps, roots } = written;
const [setUp, seatInes, , admit, , left, handedOver] = steps;
const [mast, ines, , again] = people;
const [pinned, successor] = written.fingerprints;
const cardOf = ({ turn }: { turn: { card: string } }) => readKeyCard({ jws: turn.card, practice });

describe("a practice's first weeks", () => {
  it("are signed by one key, then by its successor", () => {
    expect([setUp, left, handedOver].map((step) => cardOf(step).fingerprint)).toEqual([
      ...[pinned, pinned],
      successor,
    ]);
    expect(walk(pinned, written.successions, practice)).toEqual([pinned, successor]);
  });

  it("name who was there, one roster after the other", () => {
    const first = readRoster({ jws: setUp.turn.roster, card: cardOf(setUp) });
    const second = readRoster({ jws: seatInes.roster, card: cardOf(setUp), known: first });
    const last = readRoster({ jws: handedOver.turn.roster, card: cardOf(handedOver) });
    const names = [first, second, last].map(({ members }) => members.map(({ name }) => name));
    expect(names).toEqual([["Dr Mast"], ["Dr Mast", "Inès R."], ["Dr Mast", "Inès R."]]);
    expect(isListed(last, "cards/desk/2", written.held.cards["cards/desk/2"])).toBe(true);
  });

  it("admit the pair whose words were typed", () => {
    const roster = readRoster({ jws: steps[2].roster, card: cardOf(setUp) });
    const admission = readAdmission(admit.admission, roster);
    expect(admission).toMatchObject({ member: ines.id, by: { id: mast.id } });
    const compared = { ...admission, fingerprint: pinned, role: ines.role };
    expect(isChecked(compared, written.check_words)).toBe(true);
  });

  it("granted keys that the member's own key opens", async () => {
    const granted = left.turn.grants.find(({ member }: { member: string }) => member === ines.id);
    const file = { identity: again.age, sealed: fromBase64(granted.sealed), practice };
    const secret = await openGrant({ ...file, key: granted.key });
    expect([written.held.classes, written.held.cards].map((held) => held[granted.key])).toContain(
      secret,
    );
  });

  it("sealed all to the sheet, and to the new one when it was handed over", async () => {
    const sheets = [setUp, handedOver].map(({ turn: { sheet } }, at) =>
      openSheet({ root: roots[at], sheet, practice }),
    );
    const [first, last] = await Promise.all(sheets);
    expect(first?.size).toBe(7);
    expect(last?.size).toBe(9);
    expect(last?.get("signing")).toEqual(written.held.signing);
  });

  it("kept what each person signed for themselves", async () => {
    const mine = await openMine(mast, fromBase64(setUp.member.mine));
    expect(mine).toEqual({
      person: fingerprint(mast.signing),
      number: 1,
      pin: "482915",
      practices: { [practice]: pinned },
    });
  });
});
