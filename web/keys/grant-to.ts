/** Seals to one member what their role may hold, out of what this desk holds. */

import { base64 } from "../seal/base64.ts";
import type { PrivateJwk } from "../types/sealed.ts";
import { makeGrant, type Secret } from "./grants.ts";
import { holds } from "./roles.ts";
import type { Seat } from "./roster.ts";
import type { SheetFile } from "./sheet.ts";

/** The practice's secrets that lie open at a desk, by name, of every epoch that it was granted. */
export interface Held {
  /** Null for whoever does not hold it. */
  signing: PrivateJwk | null;
  /** `desk/1` to `AGE-SECRET-KEY-PQ-1…` */
  classes: Readonly<Record<string, string>>;
  /** `cards/desk/1` to 32 bytes in base64url. */
  cards: Readonly<Record<string, string>>;
}

/** All of it by grant's name; the succession key is never among it. */
export const secretsOf = ({ signing, classes, cards }: Held): Record<string, Secret> => ({
  ...(signing ? { signing } : {}),
  ...classes,
  ...cards,
});

/** Every key that is both held here and for the seat's role; `among` narrows it to these names. */
export const grantsTo = (
  { recipient, role }: Pick<Seat, "recipient" | "role">,
  { practice, held, among }: { practice: string; held: Held; among?: readonly string[] },
): Promise<SheetFile[]> =>
  Promise.all(
    Object.entries(secretsOf(held))
      .filter(([key]) => holds(role, key) && (among?.includes(key) ?? true))
      .map(async ([key, identity]) => ({
        key,
        sealed: base64(await makeGrant({ recipient, practice, key, identity })),
      })),
  );
