/**
 * On each unlock: the journal of access of every practice is held against what was signed before, and
 * signed anew. What does not hold is said in a banner that stays.
 */

import { call, type Membership, type Practice, Refused, Unreachable } from "./api.ts";
import { say } from "./dom.ts";
import { remember, remembered } from "./journal-memory.ts";
import type { Keys } from "./keys.ts";
import type { Inside, Seat } from "./protocol.ts";
import type { Link, Point, Problem } from "./ring/rows.ts";
import { language, words } from "./words.ts";

interface Links {
  after: number;
  links: Link[];
  heads: string[];
  shipped: Point | null;
  most: number;
}

export const watchJournals = async (inside: Inside, keys: Keys, signal: AbortSignal) => {
  sayWrong([]);
  const wrong: Wrong[] = [];
  const unread: Practice[] = [];
  for (const seat of inside.seats) {
    try {
      const found = await check(seat, inside, keys, signal);
      wrong.push(...found.map((problem) => ({ practice: seat.practice, problem })));
    } catch (error) {
      // Locked meanwhile, or no answer: nothing is signed, and the next unlock looks again.
      if (error instanceof Refused || error instanceof Unreachable) unread.push(seat.practice);
    }
  }
  if (signal.aborted) return;
  sayWrong(wrong);
  const [first] = unread;
  if (wrong.length === 0 && first) sayUnread(first);
};

interface Wrong {
  practice: Practice;
  problem: Problem;
}

/** The first thing that is wrong is enough to telephone: it says from which entry on. */
export const sayWrong = ([first]: readonly Wrong[]): void => {
  const what = first ? problemInWords(first.problem) : "";
  const practice = first?.practice.name ?? "";
  say("journal-wrong", first ? words("journal-wrong", { practice, what }) : null);
};

/** A server that answers everything but this could hide behind it. */
const sayUnread = ({ name }: Practice): void =>
  say("journal-wrong", words("journal-unread", { practice: name }));

export const problemInWords = ({ fault, number }: Problem): string =>
  words(`journal-fault.${fault}`, { number });

const check = async (
  { practice: { slug: practice }, member }: Seat,
  inside: Inside,
  keys: Keys,
  signal: AbortSignal,
): Promise<Problem[]> => {
  const { person } = inside;
  let known = remembered(member.id, person);
  let { after, links, heads, shipped } = await since(practice, known?.number ?? null, signal);
  if (!known && after > 0) {
    known = await keys.ask("journalAnchor", { practice, number: after, heads });
    // Whoever signed last may have left: then all of it is looked at.
    if (!known) ({ after, links, heads, shipped } = await since(practice, 0, signal));
  }
  const shown = { practice, since: after + 1, entries: links, heads, shipped, remembered: known };
  let found = await keys.ask("checkJournal", { ...shown, sign: true });
  if (found.behind) {
    // Somebody turned keys since the sign-in; or the server shows older ones than were signed.
    const query = new URLSearchParams({ practice, language: language() });
    const said = await call<Membership>(`membership?${query}`, { signal });
    Object.assign(inside, await keys.ask("renew", { said }));
    found = await keys.ask("checkJournal", { ...shown, sign: true });
  }
  const { problems, to, head, seen, behind } = found;
  if (head && to) {
    await call(`journal/head?practice=${practice}`, { method: "PUT", body: { jws: head }, signal });
    remember(member.id, person, { ...to, ...seen });
  }
  return behind ? [...problems, { fault: "older-keys", number: 0 }] : problems;
};

/** All links after that number; from the newest head on when there is none. */
const since = async (
  practice: string,
  after: number | null,
  signal: AbortSignal,
): Promise<Links> => {
  const ask = (from: number | null) =>
    call<Links>(`journal/links?practice=${practice}${from === null ? "" : `&after=${from}`}`, {
      signal,
    });
  const first = await ask(after);
  const all = { ...first, links: [...first.links], heads: [...first.heads] };
  for (let last = first; last.links.length >= last.most; ) {
    last = await ask(last.links.at(-1)?.number ?? null);
    all.links.push(...last.links);
    all.heads.push(...last.heads);
  }
  // Where the copy ends is as it was at first: the links may have grown since, not the other way round.
  return all;
};
