/**
 * Reads a compact JWS with Ed25519, on any browser: the signature is checked in plain JavaScript,
 * since phones that stay on an older system have no Ed25519 in WebCrypto (adr 3).
 */

import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";
import type { PublicJwk } from "../types/sealed.ts";
import { base64url, fromBase64url } from "./base64.ts";
import { isObject, type JsonObject, readJson, utf8 } from "./json.ts";

const MOST_CHARACTERS = 256 * 1024;

/** It is no JWS, of another type or algorithm, or its signature does not hold. */
export class NotSigned extends Error {
  override name = "NotSigned";
}

export interface Signed {
  payload: JsonObject;
  /** The signer is whoever the header names: compare this with one that is already trusted. */
  fingerprint: string;
}

export const readJws = (token: string, typ: string): Signed => {
  if (token.length > MOST_CHARACTERS) throw new NotSigned("it is too large");
  const [head = "", body = "", signature = "", more] = token.split(".");
  if (more !== undefined) throw new NotSigned("it has too many parts");
  const signer = signerOf(readJson(decoded(head)), typ);
  if (!holds(decoded(signature), utf8(`${head}.${body}`), decoded(signer.x))) {
    throw new NotSigned("the signature does not hold");
  }
  const payload = readJson(decoded(body));
  if (!payload) throw new NotSigned("it holds something else than a JSON object");
  return { payload, fingerprint: fingerprint(signer) };
};

/** The RFC 7638 thumbprint of a public key: SHA-256, base64url. */
export const fingerprint = ({ kty, crv, x }: PublicJwk): string =>
  base64url(sha256(utf8(JSON.stringify({ crv, kty, x }))));

/** An Ed25519 public key, with nothing private beside it. */
export const isPublicJwk = (value: unknown): value is PublicJwk =>
  isObject(value) &&
  value.kty === "OKP" &&
  value.crv === "Ed25519" &&
  typeof value.x === "string" &&
  /^[\w-]{43}$/.test(value.x) &&
  !("d" in value);

// Exactly alg, jwk and typ: what we do not know (`crit`, `b64`, …) could change what is signed.
const signerOf = (header: JsonObject | undefined, typ: string): PublicJwk => {
  if (!header || Object.keys(header).sort().join() !== "alg,jwk,typ") {
    throw new NotSigned("its header is not one of ours");
  }
  if (header.alg !== "Ed25519" || header.typ !== typ) {
    throw new NotSigned("it is of another type or algorithm");
  }
  if (!isPublicJwk(header.jwk)) throw new NotSigned("it names no Ed25519 key");
  return header.jwk;
};

const holds = (signature: Uint8Array, signed: Uint8Array, key: Uint8Array): boolean => {
  try {
    // Strict, as RFC 8032: weak keys and second encodings of a signature are refused.
    return ed25519.verify(signature, signed, key, { zip215: false });
  } catch {
    return false;
  }
};

const decoded = (text: string): Uint8Array => {
  try {
    return fromBase64url(text);
  } catch {
    throw new NotSigned("it is not base64url");
  }
};
