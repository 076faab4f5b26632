/**
 * The small card that the desk makes when it first opens an envelope, so that a day's list needs no
 * envelope opened: JWE (dir, A256GCM) under the class's card key, kept beside the envelope.
 */

import { CompactEncrypt, compactDecrypt } from "jose";
import { fromBase64url } from "../seal/base64.ts";
import { type JsonObject, readJson, utf8 } from "../seal/json.ts";

const TYPE = "quenotte-list-card";
const FLOOR = 256;

/** The card is not ours to read: another key, another record, or damaged. */
export class NotThisCard extends Error {
  override name = "NotThisCard";
}

/** The record that a card stands beside. It is authenticated: a card does not open beside another. */
export interface Beside {
  practice: string;
  activity: string;
  id: string;
}

export interface CardToSeal {
  /** The identity in the grant `cards/<class>/<epoch>`: base64url of 32 bytes. */
  key: string;
  beside: Beside;
  card: object;
}

export const sealCard = ({ key, beside, card }: CardToSeal): Promise<string> =>
  new CompactEncrypt(padded(card))
    .setProtectedHeader({ alg: "dir", enc: "A256GCM", typ: TYPE, ...named(beside) })
    .encrypt(fromBase64url(key));

export const openCard = async ({
  key,
  beside,
  jwe,
}: {
  key: string;
  beside: Beside;
  jwe: string;
}): Promise<JsonObject> => {
  const { protectedHeader, plaintext } = await compactDecrypt(jwe, fromBase64url(key), {
    keyManagementAlgorithms: ["dir"],
    contentEncryptionAlgorithms: ["A256GCM"],
  }).catch(() => {
    throw new NotThisCard("this key does not open the card");
  });
  const expected = { typ: TYPE, ...named(beside) };
  for (const [name, value] of Object.entries(expected)) {
    if (protectedHeader[name] !== value) throw new NotThisCard(`the card has another ${name}`);
  }
  const card = readJson(plaintext);
  if (!card) throw new NotThisCard("the card holds something else than a JSON object");
  return card;
};

const named = ({ practice, activity, id }: Beside): Beside => ({ practice, activity, id });

// JSON may end in spaces: the card's size then does not tell how long a name is.
const padded = (card: object): Uint8Array => {
  const bytes = utf8(JSON.stringify(card));
  let size = FLOOR;
  while (size < bytes.length) size *= 2;
  const whole = new Uint8Array(size).fill(0x20);
  whole.set(bytes);
  return whole;
};
