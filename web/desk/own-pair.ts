/** A person's own key pair, made on a page: the public halves, the locked file, and what they trust. */

import { newMember, sealMember } from "../keys/member.ts";
import { makeMine } from "../keys/mine.ts";
import { publicHalf } from "../keys/signing.ts";
import { base64 } from "../seal/base64.ts";
import type { PublicJwk } from "../types/sealed.ts";

/** What `join` and `forgotten` take: public or sealed. Both files are null for a key kept elsewhere. */
export interface OwnPair {
  recipient: string;
  signing: PublicJwk;
  sealed_key: string | null;
  mine: string | null;
}

/** Makes it; it trusts this one practice. Takes a second. */
export const makePair = async (
  passphrase: string,
  { practice, fingerprint }: { practice: string; fingerprint: string },
): Promise<OwnPair & { sealed_key: string; mine: string }> => {
  const member = await newMember();
  const practices = { [practice]: fingerprint };
  return {
    recipient: member.recipient,
    signing: publicHalf(member.signing),
    sealed_key: base64(await sealMember(member, passphrase)),
    mine: base64(await makeMine(member, { pin: null, practices })),
  };
};
