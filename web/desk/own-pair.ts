/** A person's own key pair, made on a page: the public halves, the locked file, and what they trust. */

import { newMember, sealMember } from "../keys/member.ts";
import { makeMine } from "../keys/mine.ts";
import { type Place, provenPair, type WholePair } from "../keys/own-pair.ts";

/** Makes it; it trusts this one practice. Takes a second. */
export const makePair = async (
  passphrase: string,
  { fingerprint, ...place }: Place & { fingerprint: string },
): Promise<WholePair> => {
  const member = await newMember();
  const practices = { [place.practice]: fingerprint };
  const mine = await makeMine(member, { pin: null, practices });
  return provenPair(member, { sealed: await sealMember(member, passphrase), mine }, place);
};
