/** Asks about unfinished entries: sealed to the person's own key before anything of them is stored. */

import { Encrypter } from "age-encryption";
import { decrypt } from "../../open/decrypt.ts";
import { base64, fromBase64 } from "../../seal/base64.ts";
import { readJson, utf8 } from "../../seal/json.ts";
import { StaysClosed } from "./closed.ts";
import type { Group } from "./group.ts";

export interface DraftsAsks {
  /** Base64 of an age file: what may lie in this browser's storage. */
  sealDraft: { ask: { draft: object }; answer: string };
  openDraft: { ask: { sealed: string }; answer: Record<string, unknown> };
}

const FLOOR = 1024;

export const drafts: Group<DraftsAsks> = (ring) => ({
  sealDraft: async ({ draft }) => {
    const { id: person, recipient } = ring.here();
    const encrypter = new Encrypter();
    encrypter.addRecipient(recipient);
    return base64(await encrypter.encrypt(padded({ v: 1, person, draft })));
  },

  openDraft: async ({ sealed }) => {
    const { id, keys } = ring.here();
    const file = readJson(await decrypt(keys.age, fromBase64(sealed)));
    if (file?.v !== 1 || file.person !== id) throw new StaysClosed("damaged");
    return file.draft as Record<string, unknown>;
  },
});

/** JSON may end in spaces: the size does not tell how much somebody wrote. */
const padded = (file: object): Uint8Array => {
  const bytes = utf8(JSON.stringify(file));
  let size = FLOOR;
  while (size < bytes.length) size *= 2;
  const whole = new Uint8Array(size).fill(0x20);
  whole.set(bytes);
  return whole;
};
