/**
 * How far a member saw the journal signed, in this browser. Numbers and digests, nothing of anybody: it
 * is what a server that brings back an older journal, or none, is held against.
 */

import type { Point, Seen } from "./ring/rows.ts";

/** `person`: with a new key of their own, a member begins anew at a colleague's signature. */
export const remembered = (member: string, person: string): (Point & Partial<Seen>) | null => {
  const held = parsed(read(nameOf(member)));
  if (held?.person !== person) return null;
  const { number, digest } = held;
  if (!isCount(number) || typeof digest !== "string") return null;
  const { card, roster } = held;
  return isCount(card) && isCount(roster) ? { number, digest, card, roster } : { number, digest };
};

const isCount = (value: unknown): value is number => Number.isSafeInteger(value);

/** `at`: how far the journal was signed, and how far the practice's keys and people had come then. */
export const remember = (member: string, person: string, at: Point & Seen): void => {
  const { number, digest, card, roster } = at;
  try {
    const text = JSON.stringify({ person, number, digest, card, roster });
    localStorage.setItem(nameOf(member), text);
  } catch {
    // A browser without storage begins at a colleague's signature each time.
  }
};

const nameOf = (member: string): string => `journal.${member}`;

const read = (name: string): string | null => {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
};

const parsed = (text: string | null): Record<string, unknown> | null => {
  try {
    return JSON.parse(text ?? "null") as Record<string, unknown> | null;
  } catch {
    return null;
  }
};
