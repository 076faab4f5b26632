/**
 * How far a member saw the journal signed, in this browser. Numbers and digests, nothing of anybody: it
 * is what a server that brings back an older journal, or none, is held against.
 */

import type { Point } from "./ring/rows.ts";

/** `person`: with a new key of their own, a member begins anew at a colleague's signature. */
export const remembered = (member: string, person: string): Point | null => {
  const held = parsed(read(nameOf(member)));
  if (held?.person !== person) return null;
  const { number, digest } = held;
  return Number.isSafeInteger(number) && typeof digest === "string"
    ? { number: number as number, digest }
    : null;
};

export const remember = (member: string, person: string, { number, digest }: Point): void => {
  try {
    localStorage.setItem(nameOf(member), JSON.stringify({ person, number, digest }));
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
