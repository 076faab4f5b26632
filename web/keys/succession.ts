/** Endorses the practice's next signing key: by the key that it follows, or by the recovery sheet. */

import { fingerprint } from "../seal/jws.ts";
import { readKeyCard } from "../seal/keycard.ts";
import { readSuccession, SUCCESSION } from "../seal/succession.ts";
import type { PrivateJwk, PublicJwk } from "../types/sealed.ts";
import { sign } from "./signing.ts";

export { Forked, readSuccession, SUCCESSION, type Succession, walk } from "../seal/succession.ts";

export interface ToSucceed {
  practice: string;
  /** The newest key card of the key that is followed, JWS. */
  under: string;
  to: PublicJwk;
  issued: string;
  /** The former signing key, or the succession key as it was opened with the sheet. */
  signer: PrivateJwk;
}

export const makeSuccession = async (made: ToSucceed): Promise<string> => {
  const { practice, under, issued, signer } = made;
  const card = readKeyCard({ jws: under, practice });
  const by = fingerprint(signer) === card.fingerprint ? "key" : "sheet";
  const to = fingerprint(made.to);
  const said = { v: 1, practice, from: card.fingerprint, to, by, under, issued };
  const token = await sign(said, signer, SUCCESSION);
  readSuccession(token, practice); // a signer that is neither is found out here
  return token;
};
