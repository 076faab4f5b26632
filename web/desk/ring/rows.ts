/**
 * Whether the journal is what it was: edited, missing, reordered, replayed entries and forged signatures
 * are found. The vault does the same (vault/journal/verdict.py); tests/vectors/journal.json binds the two.
 */

import { sha256 } from "@noble/hashes/sha2.js";
import { base64url } from "../../seal/base64.ts";
import { utf8 } from "../../seal/json.ts";
import { readJws } from "../../seal/jws.ts";

export const HEAD = "quenotte-journal-head";

/** An entry as it is bound into the chain: the digest of its content stands for the content. */
export interface Link {
  number: number;
  previous: string | null;
  content: string;
  digest: string;
}

/** An entry with its content, which practitioners read. */
export interface Row {
  number: number;
  at: string;
  /** A member's id; null for the Publisher, on the instruction that is named. */
  who: string | null;
  act: string;
  what: string;
  purpose: string;
  instruction: number | null;
  previous: string | null;
  digest: string;
}

/** A place in the journal that somebody vouches for. */
export interface Point {
  number: number;
  digest: string;
}

export type Fault =
  | "missing"
  | "repeated"
  | "order"
  | "edited"
  | "broken"
  | "short"
  | "rewritten"
  | "forged"
  | "no-head"
  | "older-keys";

export interface Problem {
  fault: Fault;
  /** From which entry on. */
  number: number;
}

export interface Verdict {
  /** The lowest number first; none when all is as it was. */
  problems: Problem[];
  /** The last entry that was read. */
  to: Point | null;
}

export interface Shown {
  practice: string;
  /** From which number on the entries were asked for. */
  since: number;
  entries: readonly (Row | Link)[];
  heads: readonly string[];
  /** Fingerprints of the members' keys as they are now. */
  signers: readonly string[];
  /** Where the copy in the second place ends. */
  shipped: Point | null;
  /** The entry of the last head that this computer saw signed. */
  remembered: (Point & Partial<Seen>) | null;
}

interface Head extends Point {
  signer: string;
  /** How far the practice's keys and people had come when it was signed. */
  seen: Seen;
}

/** The newest key card's serial, and the newest roster's number. */
export interface Seen {
  card: number;
  roster: number;
}

/** How far keys and people had come for whoever signed last: a server that shows less shows the past. */
export const newestSeen = (heads: readonly string[], practice: string): Seen => {
  const seen = heads
    .map(readHead)
    .flatMap((head) => (head?.practice === practice ? [head.seen] : []));
  return {
    card: Math.max(0, ...seen.map(({ card }) => card)),
    roster: Math.max(0, ...seen.map(({ roster }) => roster)),
  };
};

export const verify = (shown: Shown): Verdict => {
  const { entries, since, remembered, shipped } = shown;
  const goesOn = remembered && since === remembered.number + 1 ? remembered : null;
  const last = entries.at(-1);
  const to = last ? { number: last.number, digest: last.digest } : goesOn;
  const named = namedIn(entries);
  const { signed, forged } = readHeads(shown, named);
  const vouched = [...signed, shipped, remembered].filter((point) => point !== null);
  const found = [
    ...forged,
    ...chained(shown, goesOn),
    ...held(entries, to, vouched),
    ...unsigned(shown, signed, named),
  ];
  return { problems: inOrder(found), to };
};

export const contentOf = ({ act, at, instruction, purpose, what, who }: Row): string =>
  digest({ act, at, instruction, purpose, what, who });

export const digestOf = (practice: string, { number, previous }: Row | Link, content: string) =>
  digest({ content, number, practice, previous, v: 1 });

/** The keys stand in their order, as the vault's canonical JSON has them. */
const digest = (said: object): string => base64url(sha256(utf8(JSON.stringify(said))));

const NAMED = /^journal\/head\/([1-9]\d{0,15})\/([\w-]{43})$/;

/** The heads that the entries say were signed: whoever left since has signed all the same. */
const namedIn = (entries: Shown["entries"]): ReadonlySet<string> => {
  const named = new Set<string>();
  for (const entry of entries) {
    const [, number, signer] = ("what" in entry && NAMED.exec(entry.what)) || [];
    if (number && signer) named.add(`${number} ${signer}`);
  }
  return named;
};

const readHeads = ({ heads, practice, signers }: Shown, named: ReadonlySet<string>) => {
  const signed: Head[] = [];
  const forged: Problem[] = [];
  for (const token of heads) {
    const head = readHead(token);
    const known =
      head &&
      (signers.includes(head.signer) || named.has(`${head.number} ${head.signer}`)) &&
      head.practice === practice &&
      head.number >= 1;
    if (known) signed.push(head);
    else forged.push({ fault: "forged", number: Math.max(head?.number ?? 0, 0) });
  }
  return { signed, forged };
};

/** What a head says, and whose it is; null when its signature does not hold. */
export const readHead = (token: string): (Head & { practice: unknown }) | null => {
  try {
    const { payload, fingerprint: signer } = readJws(token, HEAD);
    const { v, practice, number, digest, card, roster } = payload;
    const seen = { card: counted(card), roster: counted(roster) };
    const whole = v === 1 && Number.isSafeInteger(number) && typeof digest === "string";
    if (!whole) return { practice, signer, number: 0, digest: "", seen };
    return { practice, signer, number: number as number, digest, seen };
  } catch {
    return null;
  }
};

const counted = (said: unknown): number => (Number.isSafeInteger(said) ? (said as number) : 0);

/** Each entry is the one that its digest says, and follows the one before it. */
const chained = ({ practice, since, entries }: Shown, goesOn: Point | null): Problem[] => {
  const found: Problem[] = [];
  const say = (fault: Fault, number: number) => found.push({ fault, number });
  const seen = new Set<number>();
  let due = since;
  let before = since === 1 ? null : (entries[0]?.previous ?? null);
  if (goesOn) before = goesOn.digest;
  for (const entry of entries) {
    const { number, previous } = entry;
    if (seen.has(number)) say("repeated", number);
    else if (number < due) say("order", number);
    else if (number > due) say("missing", due);
    if (previous !== before) say("broken", number);
    const content = "content" in entry ? entry.content : contentOf(entry);
    if (digestOf(practice, entry, content) !== entry.digest) say("edited", number);
    seen.add(number);
    due = Math.max(due, number + 1);
    before = entry.digest;
  }
  return found;
};

/** Nothing that somebody vouches for is gone, or another one than it was. */
const held = (entries: Shown["entries"], to: Point | null, vouched: Point[]): Problem[] => {
  const digests = new Map(entries.map((entry) => [entry.number, entry.digest]));
  if (to && !digests.has(to.number)) digests.set(to.number, to.digest);
  let last = 0;
  for (const number of digests.keys()) last = Math.max(last, number);
  return vouched.flatMap(({ number, digest }): Problem[] => {
    if (number > last) return [{ fault: "short", number: last + 1 }];
    const there = digests.get(number) ?? digest;
    return there === digest ? [] : [{ fault: "rewritten", number }];
  });
};

/** Every head that was there is there still: the entries say which, and so does who saw one. */
const unsigned = (
  { entries, remembered }: Shown,
  signed: readonly Head[],
  named: ReadonlySet<string>,
): Problem[] => {
  const found: Problem[] = [];
  if (remembered && !signed.some(({ number }) => number >= remembered.number)) {
    found.push({ fault: "no-head", number: remembered.number });
  }
  const first = entries[0]?.number ?? 0;
  const there = new Set(signed.map(({ number, signer }) => `${number} ${signer}`));
  for (const each of named) {
    const number = Number(each.split(" ")[0]);
    if (!there.has(each) && number >= first) found.push({ fault: "no-head", number });
  }
  return found;
};

/** Each once, by number, then by name. */
const inOrder = (problems: Problem[]): Problem[] => {
  const once = new Map(problems.map((each) => [`${each.number} ${each.fault}`, each]));
  return [...once.values()].sort(
    (one, other) => one.number - other.number || (one.fault < other.fault ? -1 : 1),
  );
};
