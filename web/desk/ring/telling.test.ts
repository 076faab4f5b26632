/** The agreement and the instructions: signed by whoever holds the practice's key, each after the one before. */

import { sha256 } from "@noble/hashes/sha2.js";
import { beforeAll, describe, expect, it } from "vitest";
import { newSigningKey, sign } from "../../keys/signing.ts";
import { base64url } from "../../seal/base64.ts";
import { utf8 } from "../../seal/json.ts";
import { readJws } from "../../seal/jws.ts";
import { AGREEMENT_TYP, INSTRUCTION_TYP } from "../telling.ts";
import {
  enter,
  type House,
  house,
  membership,
  player,
  ringing,
  signedIn,
  tab,
  turned,
  why,
} from "./stage.ts";
import { telling } from "./telling.ts";

type Player = Awaited<ReturnType<typeof player>>;
const standing = { acts: ["publish"], until: null, about: null, withdraws: null };
const digest = (text: string) => base64url(sha256(utf8(text)));
let mast: Player;
let nadia: Player;
let practice: House;

beforeAll(async () => {
  mast = await player("Dr Mast", "PRACTITIONER");
  nadia = await player("Nadia", "SECRETARY");
  practice = await house("mast", mast, nadia);
});

const opened = async (who: Player, of = practice, now = new Date()) => {
  const at = ringing();
  const pins = { mast: membership(practice, mast).fingerprint };
  await enter(at, who, await signedIn(who, [membership(of, who)], { pins, now }));
  return telling(at.ring);
};

describe("signing the agreement", () => {
  it("signs the digest of the text that was shown", async () => {
    const text = "Annexe : ce que l’éditeur traite pour le cabinet";
    const ask = await opened(mast, practice, new Date("2031-05-01T08:00:00Z"));
    const { payload } = readJws(await ask.signAgreement({ text }, tab), AGREEMENT_TYP);
    expect(payload).toMatchObject({ v: 1, practice: "mast", text: digest(text) });
    expect(payload.member).toBe(membership(practice, mast).member.id);
    expect(payload.issued).toMatch(/^2031-05-01T08:00:/);
  });

  it("is not signed by whoever holds no signing key", async () => {
    const ask = await opened(nadia);
    expect(await why(async () => ask.signAgreement({ text: "x" }, tab))).toBe("no-key");
  });
});

describe("signing an instruction", () => {
  it("signs the first, then what follows it", async () => {
    const ask = await opened(mast);
    const first = await ask.signInstruction({ previous: null, told: standing }, tab);
    expect(readJws(first, INSTRUCTION_TYP).payload).toMatchObject({
      number: 1,
      previous: null,
      ...standing,
    });
    const back = { acts: [], until: null, about: null, withdraws: 1 };
    const second = await ask.signInstruction({ previous: first, told: back }, tab);
    const next = { number: 2, previous: digest(first), ...back };
    expect(readJws(second, INSTRUCTION_TYP).payload).toMatchObject(next);
  });

  it("follows what a former key of the practice signed", async () => {
    const before = await opened(mast);
    const first = await before.signInstruction({ previous: null, told: standing }, tab);
    const after = await opened(mast, await turned(practice, { why: "compromised", signing: true }));
    const second = await after.signInstruction({ previous: first, told: standing }, tab);
    expect(readJws(second, INSTRUCTION_TYP).payload).toMatchObject({ number: 2 });
  });

  it("follows nothing that somebody else signed", async () => {
    const ask = await opened(mast);
    const forged = await sign(
      { practice: "mast", number: 7 },
      await newSigningKey(),
      INSTRUCTION_TYP,
    );
    const asked = { previous: forged, told: standing };
    expect(await why(async () => ask.signInstruction(asked, tab))).toBe("other-key");
  });

  it("is not signed by whoever holds no signing key", async () => {
    const ask = await opened(nadia);
    expect(
      await why(async () => ask.signInstruction({ previous: null, told: standing }, tab)),
    ).toBe("no-key");
  });
});
