/** The two base64 alphabets of adr 2, strict in both directions: one text for one value. */

import { base64urlnopad, base64 as padded } from "@scure/base";

export const base64 = (bytes: Uint8Array): string => padded.encode(bytes);

/** Throws for anything that `base64` would not write. */
export const fromBase64 = (text: string): Uint8Array => padded.decode(text);

export const base64url = (bytes: Uint8Array): string => base64urlnopad.encode(bytes);

/** Throws for anything that `base64url` would not write. */
export const fromBase64url = (text: string): Uint8Array => base64urlnopad.decode(text);
