/** The key card, signed: what a practice publishes. Its keys are made in one place, `turn.ts`. */

import { KEY_CARD } from "../seal/keycard.ts";
import type { ClassKey, ClassName, PrivateJwk, PublicJwk } from "../types/sealed.ts";
import { publicHalf, sign } from "./signing.ts";

export interface ToPublish {
  practice: string;
  serial: number;
  /** RFC 3339, UTC, whole seconds. */
  issued: string;
  keys: Readonly<Record<ClassName, ClassKey>>;
  succession: PublicJwk;
  /** The relay's fingerprint. */
  relay: string;
}

export const signKeyCard = (
  { practice, serial, issued, keys, succession, relay }: ToPublish,
  signing: PrivateJwk,
): Promise<string> => {
  const named = ({ id, recipient }: ClassKey) => ({ id, recipient });
  const published = {
    care: named(keys.care),
    desk: named(keys.desk),
    rights: named(keys.rights),
  };
  return sign(
    {
      v: 1,
      practice,
      serial,
      issued,
      keys: published,
      succession: publicHalf(succession),
      relay,
    },
    signing,
    KEY_CARD,
  );
};
