/** What is posted of a passkey is built field by field: its secret is not in it, however it is written. */

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { base64, base64url } from "../seal/base64.ts";
import {
  type CreationOptions,
  makePasskey,
  NoPasskey,
  secretAmong,
  usePasskey,
} from "./passkey.ts";

const SECRET = crypto.getRandomValues(new Uint8Array(32));
const HEX = Array.from(SECRET, (byte) => byte.toString(16).padStart(2, "0")).join("");
const ID = new Uint8Array([1, 2, 3, 250]);
const CHALLENGE = base64url(new Uint8Array(16));
const CREATION: CreationOptions = {
  challenge: CHALLENGE,
  rp: { id: "desk.localhost", name: "Cabinet dentaire du Lac" },
  user: {
    id: base64url(new Uint8Array(16)),
    name: "Dre Anne Mottet",
    displayName: "Dre Anne Mottet",
  },
  pubKeyCredParams: [{ type: "public-key", alg: -7 }],
  excludeCredentials: [{ id: base64url(ID) }],
};

const buffer = (...bytes: number[]): ArrayBuffer => new Uint8Array(bytes).buffer;

/** As Chromium gives it: the secret lies in the results and in `toJSON()`. */
const credential = (prf: object | undefined) => ({
  id: base64url(ID),
  rawId: ID.buffer,
  type: "public-key",
  authenticatorAttachment: "platform",
  response: {
    clientDataJSON: buffer(1),
    attestationObject: buffer(2),
    authenticatorData: buffer(3),
    signature: buffer(4),
    userHandle: buffer(5),
    getTransports: () => ["internal"],
  },
  getClientExtensionResults: () => ({ prf }),
  toJSON: () => {
    throw new Error("toJSON holds the secret");
  },
});

const browser = (answer: () => unknown): { asked: CredentialCreationOptions[] } => {
  const asked: CredentialCreationOptions[] = [];
  const act = (options: CredentialCreationOptions) => {
    asked.push(options);
    return Promise.resolve().then(answer);
  };
  vi.stubGlobal("navigator", { credentials: { create: act, get: act } });
  return { asked };
};

const writtenAnyhow = (): string[] => [
  HEX,
  base64(SECRET),
  base64url(SECRET),
  [...SECRET].join(","),
];

beforeEach(() => vi.stubGlobal("window", { PublicKeyCredential: class {} }));
afterEach(() => vi.unstubAllGlobals());

describe("what is posted", () => {
  const whole = credential({ enabled: true, results: { first: SECRET.buffer } });

  it("holds nothing of the secret when a passkey is made", async () => {
    browser(() => whole);
    const { answer, secret } = await makePasskey(CREATION);
    expect(secret).toBe(HEX);
    for (const written of writtenAnyhow()) expect(JSON.stringify(answer)).not.toContain(written);
    expect(Object.keys(answer).sort()).toEqual(["id", "rawId", "response", "type"]);
    expect(Object.keys(answer.response).sort()).toEqual([
      "attestationObject",
      "clientDataJSON",
      "transports",
    ]);
  });

  it("holds nothing of the secret when a passkey is used", async () => {
    browser(() => whole);
    const { answer, secret } = await usePasskey({ challenge: CHALLENGE, rpId: "desk.localhost" });
    expect(secret).toBe(HEX);
    for (const written of writtenAnyhow()) expect(JSON.stringify(answer)).not.toContain(written);
    expect(Object.keys(answer).sort()).toEqual(["id", "rawId", "response", "type"]);
    expect(Object.keys(answer.response).sort()).toEqual([
      "authenticatorData",
      "clientDataJSON",
      "signature",
      "userHandle",
    ]);
  });
});

describe("what is asked of the browser", () => {
  it("is the same secret each time: one salt, and a verified person", async () => {
    const { asked } = browser(() => credential({ results: { first: SECRET } }));
    await usePasskey({ challenge: CHALLENGE });
    await makePasskey(CREATION);
    const [used, made] = asked.map(({ publicKey }) => publicKey);
    expect(used).toMatchObject({ userVerification: "required" });
    expect(used?.extensions).toEqual(made?.extensions);
    const { first } = used?.extensions?.prf?.eval ?? {};
    expect(new TextDecoder().decode(first as Uint8Array)).toBe("quenotte member key 1");
  });
});

describe("a secret", () => {
  it("is read from a view into a larger buffer, too", async () => {
    const larger = new Uint8Array(64);
    larger.set(SECRET, 16);
    browser(() => credential({ results: { first: larger.subarray(16, 48) } }));
    expect(await secretAmong([base64url(ID)])).toEqual({ credential: base64url(ID), secret: HEX });
  });

  it.each([
    ["no PRF", undefined],
    ["PRF without a result", { enabled: true }],
    ["half of one", { results: { first: SECRET.slice(0, 16) } }],
  ])("is missing with %s, and the ceremony still counts", async (_, prf) => {
    browser(() => credential(prf));
    expect((await usePasskey({ challenge: CHALLENGE })).secret).toBeNull();
    await expect(secretAmong([base64url(ID)])).rejects.toThrow(new NoPasskey("no-prf"));
  });
});

describe("a ceremony that gives nothing", () => {
  it.each([
    ["NotAllowedError", "cancelled"],
    ["AbortError", "cancelled"],
    ["InvalidStateError", "exists"],
    ["NotSupportedError", "unsupported"],
    ["SecurityError", "failed"],
  ] as const)("after %s is said to be %s", async (name, why) => {
    browser(() => {
      throw new DOMException("", name);
    });
    await expect(makePasskey(CREATION)).rejects.toMatchObject({ why });
  });

  it("is unsupported in a browser without passkeys", async () => {
    vi.stubGlobal("window", {});
    await expect(usePasskey({ challenge: CHALLENGE })).rejects.toMatchObject({
      why: "unsupported",
    });
  });
});
