/** The last step of every way in: the proof goes to the server, its answer to the worker. */

import { call, type SignedIn } from "./api.ts";
import type { Keys } from "./keys.ts";
import type { Inside } from "./protocol.ts";
import { language } from "./words.ts";

interface Proven {
  /** The member's id at this door. */
  member: string;
  /** The signed challenge, as the worker made it. */
  proof: string;
  idleMs: number;
}

/** From a signed challenge to the open desk. The session may exist although this throws. */
export const admitted = async (keys: Keys, { member, proof, idleMs }: Proven): Promise<Inside> => {
  const body = { member, proof, language: language() };
  const signedIn = await call<SignedIn>("sign-in", { method: "POST", body });
  return keys.ask("enter", { signedIn, idleMs });
};
