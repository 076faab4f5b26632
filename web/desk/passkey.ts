/**
 * Passkeys in this browser. One ceremony gives two things: an answer for the server, built here field by
 * field, and the secret of the passkey's PRF, which opens a member's file and never leaves the page but
 * for the keys worker. `credential.toJSON()` would hold both: it is not used.
 */

import { base64url, fromBase64url } from "../seal/base64.ts";

export type Why = "unsupported" | "cancelled" | "exists" | "no-prf" | "wrong" | "failed";

/** The ceremony gave nothing; nothing changed. */
export class NoPasskey extends Error {
  override name = "NoPasskey";

  constructor(readonly why: Why) {
    super(why);
  }
}

/** What the server gets of a passkey that was made. */
export interface Made {
  id: string;
  rawId: string;
  type: string;
  response: { clientDataJSON: string; attestationObject: string; transports: string[] };
}

/** What the server gets of a passkey that was used. */
export interface Used {
  id: string;
  rawId: string;
  type: string;
  response: {
    clientDataJSON: string;
    authenticatorData: string;
    signature: string;
    userHandle: string | null;
  };
}

/** `secret`: 32 bytes in hex, a passphrase for age; null from a provider that has none. */
export interface Ceremony<Answer> {
  answer: Answer;
  secret: string | null;
}

/** WebAuthn's options as the server writes them: bytes are base64url. */
export interface RequestOptions {
  challenge: string;
  rpId?: string;
  timeout?: number;
}

export interface CreationOptions {
  challenge: string;
  rp: { id?: string; name: string };
  user: { id: string; name: string; displayName: string };
  pubKeyCredParams: PublicKeyCredentialParameters[];
  timeout?: number;
  excludeCredentials?: { id: string }[];
  authenticatorSelection?: AuthenticatorSelectionCriteria;
}

/** Fixed for ever: another salt is another secret, and what was sealed before would stay closed. */
const SALT = new TextEncoder().encode("quenotte member key 1");
const PRF_BYTES = 32;

export const hasPasskeys = (): boolean => "PublicKeyCredential" in window;

/** Makes a passkey on this person's device. Some devices tell the secret only when it is used. */
export const makePasskey = async (options: CreationOptions): Promise<Ceremony<Made>> => {
  const { challenge, user, excludeCredentials = [], rp, pubKeyCredParams, ...more } = options;
  const credential = await ceremony(() =>
    navigator.credentials.create({
      publicKey: {
        rp,
        pubKeyCredParams,
        authenticatorSelection: more.authenticatorSelection ?? {},
        timeout: more.timeout ?? 60_000,
        attestation: "none",
        challenge: bytesOf(challenge),
        user: { ...user, id: bytesOf(user.id) },
        excludeCredentials: excludeCredentials.map(({ id }) => named(id)),
        extensions: { prf: { eval: { first: SALT } } },
      },
    }),
  );
  return { answer: madeFor(credential), secret: secretOf(credential) };
};

/** Uses a passkey that the server asks for; any of this desk's when it names none. */
export const usePasskey = async (
  { challenge, rpId, timeout = 60_000 }: RequestOptions,
  among: readonly string[] = [],
): Promise<Ceremony<Used>> => {
  const credential = await ceremony(() =>
    navigator.credentials.get({
      publicKey: {
        challenge: bytesOf(challenge),
        ...(rpId === undefined ? {} : { rpId }),
        timeout,
        userVerification: "required",
        allowCredentials: among.map(named),
        extensions: { prf: { eval: { first: SALT } } },
      },
    }),
  );
  return { answer: usedFor(credential), secret: secretOf(credential) };
};

/** Asks a passkey for its secret alone: which one it was, and nothing for the server. */
export const secretAmong = async (
  credentials: readonly string[],
): Promise<{ credential: string; secret: string }> => {
  const challenge = base64url(crypto.getRandomValues(new Uint8Array(32)));
  const { answer, secret } = await usePasskey({ challenge }, credentials);
  if (secret === null) throw new NoPasskey("no-prf");
  return { credential: answer.id, secret };
};

/** Each field by its name, so that nothing else of the credential is ever posted. */
export const madeFor = ({ rawId, response }: PublicKeyCredential): Made => {
  const { clientDataJSON, attestationObject } = response as AuthenticatorAttestationResponse;
  const transports = (response as AuthenticatorAttestationResponse).getTransports?.() ?? [];
  const id = text(rawId);
  return {
    id,
    rawId: id,
    type: "public-key",
    response: {
      clientDataJSON: text(clientDataJSON),
      attestationObject: text(attestationObject),
      transports,
    },
  };
};

export const usedFor = ({ rawId, response }: PublicKeyCredential): Used => {
  const { clientDataJSON, authenticatorData, signature, userHandle } =
    response as AuthenticatorAssertionResponse;
  const id = text(rawId);
  return {
    id,
    rawId: id,
    type: "public-key",
    response: {
      clientDataJSON: text(clientDataJSON),
      authenticatorData: text(authenticatorData),
      signature: text(signature),
      userHandle: userHandle === null ? null : text(userHandle),
    },
  };
};

/** The PRF's 32 bytes in hex: letters and digits only, as the passphrase of an age file. */
export const secretOf = (credential: PublicKeyCredential): string | null => {
  const first = credential.getClientExtensionResults().prf?.results?.first;
  if (!first) return null;
  const bytes =
    first instanceof ArrayBuffer
      ? new Uint8Array(first)
      : new Uint8Array(first.buffer, first.byteOffset, first.byteLength);
  if (bytes.length !== PRF_BYTES) return null;
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
};

const ceremony = async (act: () => Promise<Credential | null>): Promise<PublicKeyCredential> => {
  if (!hasPasskeys()) throw new NoPasskey("unsupported");
  try {
    const credential = await act();
    if (credential) return credential as PublicKeyCredential;
  } catch (error) {
    throw new NoPasskey(BY_NAME[(error as Error).name] ?? "failed");
  }
  throw new NoPasskey("cancelled");
};

/** Browsers say the same of a cancelled dialog, of one that took too long and of a missing passkey. */
const BY_NAME: Readonly<Record<string, Why>> = {
  NotAllowedError: "cancelled",
  AbortError: "cancelled",
  InvalidStateError: "exists",
  NotSupportedError: "unsupported",
};

const named = (id: string): PublicKeyCredentialDescriptor => ({
  id: bytesOf(id),
  type: "public-key",
});

/** A copy with a buffer of its own, as WebAuthn wants it. */
const bytesOf = (said: string): Uint8Array<ArrayBuffer> => new Uint8Array(fromBase64url(said));

const text = (bytes: ArrayBuffer): string => base64url(new Uint8Array(bytes));
