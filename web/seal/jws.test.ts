import { createPrivateKey, sign as raw } from "node:crypto";
import { CompactSign, exportJWK, generateKeyPair } from "jose";
import { describe, expect, it } from "vitest";
import { newSigningKey, publicHalf, sign } from "../keys/signing.ts";
import { base64url } from "./base64.ts";
import { utf8 } from "./json.ts";
import { fingerprint, NotSigned, readJws } from "./jws.ts";

const TYP = "quenotte-test";
const key = await newSigningKey();
const token = await sign({ a: 1 }, key, TYP);
const [head = "", body = "", signature = ""] = token.split(".");

const secret = createPrivateKey({ key: { ...key }, format: "jwk" });
const somebodyElse = publicHalf(await newSigningKey());

/** Signed for real, under a header of our choice. */
const signedAs = (header: object, payload = utf8('{"a":1}')): string => {
  const signed = `${base64url(utf8(JSON.stringify(header)))}.${base64url(payload)}`;
  return `${signed}.${base64url(raw(null, utf8(signed), secret))}`;
};

const ours = { alg: "Ed25519", typ: TYP, jwk: publicHalf(key) };

describe("a signature", () => {
  it("made by jose is read, and its signer is named", () => {
    expect(readJws(token, TYP)).toEqual({ payload: { a: 1 }, fingerprint: fingerprint(key) });
  });

  it("is read under the header that we expect", async () => {
    expect(readJws(signedAs(ours), TYP).payload).toEqual({ a: 1 });
  });

  it("names its signer by the thumbprint of RFC 8037, appendix A.3", () => {
    const x = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
    expect(fingerprint({ kty: "OKP", crv: "Ed25519", x })).toBe(
      "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
    );
  });

  it("is refused with any one of its characters changed", () => {
    for (let at = 0; at < token.length; at += 7) {
      const other = token[at] === "A" ? "B" : "A";
      const changed = token.slice(0, at) + other + token.slice(at + 1);
      expect(() => readJws(changed, TYP), `character ${at}`).toThrow(NotSigned);
    }
  });

  it.each([
    ["another type", { ...ours, typ: "quenotte-feed" }],
    ["no type", { alg: "Ed25519", jwk: publicHalf(key) }],
    ["the older name of the algorithm", { ...ours, alg: "EdDSA" }],
    ["no algorithm", { ...ours, alg: "none" }],
    ["critical extensions", { ...ours, crit: ["b64"], b64: false }],
    ["an unknown header", { ...ours, kid: "a" }],
    ["the private key in it", { ...ours, jwk: key }],
    ["another curve", { ...ours, jwk: { ...publicHalf(key), crv: "X25519" } }],
    ["another kind of key", { ...ours, jwk: { ...publicHalf(key), kty: "EC" } }],
    ["a key of another length", { ...ours, jwk: { ...publicHalf(key), x: "AAAA" } }],
    ["no key", { alg: "Ed25519", typ: TYP }],
    ["somebody else's key", { ...ours, jwk: somebodyElse }],
  ])("with %s is refused", (_, header) => {
    const forged = signedAs(header);
    expect(() => readJws(forged, TYP)).toThrow(NotSigned);
  });

  it.each([
    ["nothing", ""],
    ["a word", "word"],
    ["no signature", `${head}.${body}`],
    ["an empty signature", `${head}.${body}.`],
    ["a short signature", `${head}.${body}.${signature.slice(0, 20)}`],
    ["a fourth part", `${token}.`],
    ["padding", `${head}.${body}.${signature}==`],
    ["the other base64", `${head}.${body}.${signature.replace(/[-_]/g, "+")}+`],
  ])("that is %s is refused", (_, forged) => {
    expect(() => readJws(forged, TYP)).toThrow(NotSigned);
  });

  it("by a weak key, for which anybody's signature holds, is refused", () => {
    // The neutral point as key and as R, zero as S: true for every message where ZIP 215 is the rule.
    const x = `AQ${"A".repeat(41)}`;
    const header = base64url(utf8(JSON.stringify({ ...ours, jwk: { ...ours.jwk, x } })));
    const forged = `${header}.${base64url(utf8("{}"))}.AQ${"A".repeat(84)}`;
    expect(() => readJws(forged, TYP)).toThrow(NotSigned);
  });

  it("over more than a page should read is refused, though it holds", () => {
    const long = (length: number) => signedAs(ours, utf8(`{"a":"${"x".repeat(length)}"}`));
    expect(() => readJws(long(1000), TYP)).not.toThrow();
    expect(() => readJws(long(256 * 1024), TYP)).toThrow(NotSigned);
  });

  it("over something else than an object is refused", async () => {
    const list = signedAs(ours, utf8("[1]"));
    expect(() => readJws(list, TYP)).toThrow(NotSigned);
  });

  it("of another algorithm is refused, though its own key is beside it", async () => {
    const { privateKey, publicKey } = await generateKeyPair("ES256");
    const other = await new CompactSign(utf8('{"a":1}'))
      .setProtectedHeader({ alg: "ES256", typ: TYP, jwk: await exportJWK(publicKey) })
      .sign(privateKey);
    expect(() => readJws(other, TYP)).toThrow(NotSigned);
  });
});
