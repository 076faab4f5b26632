/** A desk signs the end of a journal that it found whole, once, and takes no stranger's word for it. */

import { beforeAll, describe, expect, it } from "vitest";
import { sign } from "../../keys/signing.ts";
import { readJws } from "../../seal/jws.ts";
import type { Tab } from "./group.ts";
import { journal } from "./journal.ts";
import { contentOf, digestOf, HEAD, type Link, type Point, type Row } from "./rows.ts";
import { enter, type House, house, membership, player, ringing, signedIn } from "./stage.ts";

type Player = Awaited<ReturnType<typeof player>>;
const TAB: Tab = {};

let mast: Player;
let nadia: Player;
let stranger: Player;
let home: House;

beforeAll(async () => {
  [mast, nadia, stranger] = await Promise.all([
    player("Dr Mast", "PRACTITIONER"),
    player("Nadia", "SECRETARY"),
    player("Somebody", "SECRETARY"),
  ]);
  home = await house("mast", mast, nadia);
});

const rows = (count: number): Row[] => {
  const made: Row[] = [];
  for (let number = 1; number <= count; number += 1) {
    const row = {
      number,
      at: "2026-11-23T07:00:00Z",
      who: mast.seat.id,
      act: "OPENED",
      what: `questionnaire/${number}/detail`,
      purpose: "questionnaire",
      instruction: null,
      previous: made.at(-1)?.digest ?? null,
      digest: "",
    };
    made.push({ ...row, digest: digestOf("mast", row, contentOf(row)) });
  }
  return made;
};

const linksOf = (given: Row[]): Link[] =>
  given.map((row) => ({
    number: row.number,
    previous: row.previous,
    content: contentOf(row),
    digest: row.digest,
  }));

const pointOf = ({ number, digest }: Row): Point => ({ number, digest });

const headBy = ({ signing }: Player, at: Row, practice = "mast", seen = { card: 1, roster: 1 }) =>
  sign({ v: 1, practice, ...pointOf(at), ...seen, issued: at.at }, signing, HEAD);

const open = async (who = nadia) => {
  const at = ringing();
  await enter(at, who, await signedIn(who, [membership(home, who)]));
  return journal(at.ring);
};

const shown = (entries: (Row | Link)[], more: object = {}) => ({
  practice: "mast",
  since: 1,
  entries,
  heads: [] as string[],
  shipped: null,
  remembered: null,
  sign: true,
  ...more,
});

describe("on unlocking", () => {
  it("signs the end of what it found whole, with the member's own key, once", async () => {
    const asks = await open();
    const links = linksOf(rows(3));
    const { problems, head } = await asks.checkJournal(shown(links), TAB);
    expect(problems).toEqual([]);
    const { payload, fingerprint } = readJws(head ?? "", HEAD);
    const end = { number: 3, digest: links[2]?.digest };
    expect(payload).toMatchObject({ practice: "mast", ...end, card: 1, roster: 1 });
    expect(fingerprint).toBe(readJws(await headBy(nadia, rows(1)[0] as Row), HEAD).fingerprint);
    expect((await asks.checkJournal(shown(links), TAB)).head).toBeNull();
  });

  it("signs nothing that does not hold, and says what is wrong", async () => {
    const asks = await open();
    const links = linksOf(rows(3));
    const without = links.filter(({ number }) => number !== 2);
    const { problems, head } = await asks.checkJournal(shown(without), TAB);
    expect(head).toBeNull();
    expect(problems[0]).toEqual({ fault: "missing", number: 2 });
  });

  it("goes on from what it remembers, and misses what was there", async () => {
    const asks = await open();
    const all = rows(5);
    const remembered = pointOf(all[2] as Row);
    const heads = [await headBy(mast, all[2] as Row)];
    const since = { since: 4, heads, remembered };
    const later = linksOf(all.slice(3));
    expect((await asks.checkJournal(shown(later, since), TAB)).problems).toEqual([]);
    const lost = await asks.checkJournal(shown(later, { ...since, heads: [] }), TAB);
    expect(lost.problems).toEqual([{ fault: "no-head", number: 3 }]);
  });

  it("signs nothing where somebody, or this computer, saw newer keys or people", async () => {
    const asks = await open();
    const all = rows(3);
    for (const seen of [
      { card: 2, roster: 1 },
      { card: 1, roster: 2 },
    ]) {
      const heads = [await headBy(mast, all[2] as Row, "mast", seen)];
      const told = await asks.checkJournal(shown(linksOf(all), { heads }), TAB);
      expect(told).toMatchObject({ problems: [], behind: true, head: null });
      const remembered = { ...pointOf(all[0] as Row), ...seen };
      const known = { since: 2, heads: [await headBy(mast, all[0] as Row)], remembered };
      const since = await asks.checkJournal(shown(linksOf(all.slice(1)), known), TAB);
      expect(since).toMatchObject({ problems: [], behind: true, head: null });
    }
    const now = await asks.checkJournal(shown(linksOf(all)), TAB);
    expect(now).toMatchObject({ behind: false, seen: { card: 1, roster: 1 } });
    expect(now.head).not.toBeNull();
  });

  it("takes whoever left for no forger, and their word for nothing", async () => {
    const asks = await open();
    const all = rows(3);
    const heads = [await headBy(stranger, all[1] as Row)];
    const { problems } = await asks.checkJournal(shown(linksOf(all), { heads }), TAB);
    expect(problems).toEqual([]);
    const anchor = { practice: "mast", number: 2, heads };
    expect(await asks.journalAnchor(anchor, TAB)).toBeNull();
  });
});

describe("a computer that saw nothing yet", () => {
  it("begins at a head that a member signed", async () => {
    const asks = await open();
    const [, second] = rows(2) as [Row, Row];
    const heads = [await headBy(mast, second)];
    expect(await asks.journalAnchor({ practice: "mast", number: 2, heads }, TAB)).toEqual(
      pointOf(second),
    );
    const next = [await headBy(mast, second, "favre")];
    expect(await asks.journalAnchor({ practice: "mast", number: 2, heads: next }, TAB)).toBeNull();
  });
});

describe("what a practitioner reads", () => {
  it("is checked with its content, against every head", async () => {
    const asks = await open(mast);
    const all = rows(4);
    const heads = [await headBy(stranger, all[1] as Row)];
    const forged = await asks.checkJournal(shown(all, { heads, sign: false }), TAB);
    expect(forged.problems).toEqual([{ fault: "forged", number: 2 }]);
    const edited = all.map((row) => (row.number === 3 ? { ...row, who: null } : row));
    const { problems } = await asks.checkJournal(shown(edited, { sign: false }), TAB);
    expect(problems).toEqual([{ fault: "edited", number: 3 }]);
  });
});
