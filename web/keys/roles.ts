/** Which keys each role holds (design.md, Grants): the one place that says so in the browser. */

import type { ClassName, KeyCard } from "../types/sealed.ts";

export type Role = "PRACTITIONER" | "ASSISTANT" | "SECRETARY";

export const CLASSES_OF: Readonly<Record<Role, readonly ClassName[]>> = {
  PRACTITIONER: ["care", "desk", "rights"],
  ASSISTANT: ["care", "desk"],
  SECRETARY: ["desk"],
};

/** The classes whose lists have a key of their own, named `cards/<class>/<epoch>`. */
export const LISTED = ["care", "desk"] as const;

/** Each role holds all that the next one holds. */
const FROM_MOST = ["PRACTITIONER", "ASSISTANT", "SECRETARY"] as const;

const NAMED = /^(?:cards\/(?=care|desk))?(care|desk|rights)\/[1-9]\d{0,8}$/;

export const isRole = (value: unknown): value is Role => FROM_MOST.some((role) => role === value);

/** The one of both that holds less: what a colleague can vouch for. */
export const lesser = (one: Role, other: Role): Role =>
  FROM_MOST.indexOf(one) > FROM_MOST.indexOf(other) ? one : other;

/** Whether the key with this name, of whatever epoch, is for that role. */
export const holds = (role: Role, key: string): boolean => {
  if (key === "signing") return role === "PRACTITIONER";
  const name = NAMED.exec(key)?.[1] as ClassName | undefined;
  return name !== undefined && CLASSES_OF[role].includes(name);
};

/** The names of all that a role holds of these epochs: `desk/2` and `cards/desk/2` for a secretary. */
export const keysOf = (role: Role, current: KeyCard["keys"]): string[] => [
  ...(role === "PRACTITIONER" ? ["signing"] : []),
  ...CLASSES_OF[role].flatMap((name) => withCards(current[name].id)),
];

/** A class key's name, with that of the list cards' key that goes with it. */
export const withCards = (id: string): string[] =>
  LISTED.some((name) => id.startsWith(`${name}/`)) ? [id, `cards/${id}`] : [id];
