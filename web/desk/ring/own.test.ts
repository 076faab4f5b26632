/** The same keys in another file: only for whoever opens the file that counts now, and only their own. */

import { beforeAll, describe, expect, it } from "vitest";
import { type MemberKeys, newMember, sealMember, unlock } from "../../keys/member.ts";
import { base64, fromBase64 } from "../../seal/base64.ts";
import { fingerprint, readJws } from "../../seal/jws.ts";
import type { Tab } from "./group.ts";
import type { Ring } from "./index.ts";
import { OWN_KEY, own } from "./own.ts";

const QUICK = { workFactor: 2 };
const WORDS = "oser abeille tulipe cuivre nager mardi";
const SECRET = "ab".repeat(32);
const TAB: Tab = {};

let keys: MemberKeys;
let stranger: MemberKeys;
let file: string;

beforeAll(async () => {
  keys = await newMember();
  stranger = await newMember();
  file = base64(await sealMember(keys, WORDS, QUICK));
});

const asks = () => own({ here: () => ({ id: fingerprint(keys.signing) }) } as unknown as Ring);

describe("a passkey's file", () => {
  it("opens with the passkey's secret and holds the same keys", async () => {
    const sealed = await asks().sealForPasskey(
      { sealed: file, passphrase: WORDS, secret: SECRET },
      TAB,
    );
    expect(await unlock(fromBase64(sealed), SECRET)).toEqual({
      v: 1,
      age: keys.age,
      signing: keys.signing,
    });
    expect(await asks().opens({ sealed, secret: SECRET }, TAB)).toBe(true);
    await expect(asks().opens({ sealed, secret: "cd".repeat(32) }, TAB)).rejects.toThrow();
  });

  it("is not made without the passphrase, nor out of somebody else's file", async () => {
    const wrong = { sealed: file, passphrase: "six other words", secret: SECRET };
    await expect(asks().sealForPasskey(wrong, TAB)).rejects.toThrow();
    const theirs = base64(await sealMember(stranger, WORDS, QUICK));
    const taken = { sealed: theirs, passphrase: WORDS, secret: SECRET };
    await expect(asks().sealForPasskey(taken, TAB)).rejects.toMatchObject({ why: "other-key" });
  });
});

describe("a new passphrase", () => {
  it("opens a new file, for which the key itself signs", async () => {
    const said = {
      member: "m",
      sealed: file,
      secret: WORDS,
      passphrase: "lune sable été or vent ami",
    };
    const { sealed, proof } = await asks().sealAnew(said, TAB);
    const opened = await unlock(fromBase64(sealed), "Lune, sable; ete or vent AMI");
    expect(opened.age).toBe(keys.age);
    const { payload, fingerprint: signer } = readJws(proof, OWN_KEY);
    expect(signer).toBe(fingerprint(keys.signing));
    expect(payload).toMatchObject({ v: 1, member: "m" });
    expect(payload.previous).not.toBe(payload.sealed_key);
    await expect(unlock(fromBase64(sealed), WORDS)).rejects.toThrow();
  });
});
