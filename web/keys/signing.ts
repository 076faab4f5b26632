/** Ed25519 keys and signatures at the desk, by jose over WebCrypto (adr 3). */

import { CompactSign, exportJWK, generateKeyPair, importJWK } from "jose";
import { writeJson } from "../seal/json.ts";
import type { PrivateJwk, PublicJwk } from "../types/sealed.ts";

const ALGORITHM = "Ed25519";

export const newSigningKey = async (): Promise<PrivateJwk> => {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const { x, d } = await exportJWK(privateKey);
  if (!x || !d) throw new Error("this browser makes no Ed25519 key");
  return { kty: "OKP", crv: ALGORITHM, x, d };
};

/** Without the private half: what may leave the practice. */
export const publicHalf = ({ kty, crv, x }: PublicJwk): PublicJwk => ({ kty, crv, x });

/** A compact JWS whose header carries the public key, as `readJws` expects it. */
export const sign = async (payload: object, key: PrivateJwk, typ: string): Promise<string> =>
  new CompactSign(writeJson(payload))
    .setProtectedHeader({ alg: ALGORITHM, typ, jwk: publicHalf(key) })
    .sign(await importJWK(key, ALGORITHM));
