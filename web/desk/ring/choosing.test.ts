/** The practice's choices: signed by whoever holds its key, read from its own signature alone. */

import { beforeAll, describe, expect, it } from "vitest";
import { newSigningKey, sign } from "../../keys/signing.ts";
import { readJws } from "../../seal/jws.ts";
import { digestOf } from "../accepting.ts";
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

type Player = Awaited<ReturnType<typeof player>>;
const TYP = "quenotte-choices";
const choices = { off: ["newsletter"] };
const facts = [{ name: "name", text: "Santé Exemple SA" }];
const hosting = { facts, digest: digestOf(facts) };
let mast: Player;
let ines: Player;
let nadia: Player;
let practice: House;

beforeAll(async () => {
  mast = await player("Dr Mast", "PRACTITIONER");
  ines = await player("Inès", "ASSISTANT");
  nadia = await player("Nadia", "SECRETARY");
  practice = await house("mast", mast, ines, nadia);
});

const opened = async (who: Player, of = practice, now = new Date()) => {
  const at = ringing();
  const pins = { mast: membership(practice, mast).fingerprint };
  await enter(at, who, await signedIn(who, [membership(of, who)], { pins, now }));
  return at;
};

describe("signing the practice's choices", () => {
  it("signs the first, then what follows it, for this practice alone", async () => {
    const { ask } = await opened(mast);
    const first = await ask.signChoices({ previous: null, choices, hosting }, tab);
    const read = readJws(first, TYP);
    expect(read.fingerprint).toBe(membership(practice, mast).fingerprint);
    expect(read.payload).toMatchObject({ practice: "mast", number: 1, previous: null, choices });
    const second = await ask.signChoices({ previous: first, choices, hosting }, tab);
    expect(readJws(second, TYP).payload).toMatchObject({ number: 2 });
    expect(readJws(second, TYP).payload.previous).toMatch(/^[\w-]{43}$/);
  });

  it("is dated by the vault's clock, whatever this computer's says", async () => {
    const { ask } = await opened(mast, practice, new Date("2031-05-01T08:00:00Z"));
    const jws = await ask.signChoices({ previous: null, choices, hosting }, tab);
    expect(readJws(jws, TYP).payload.issued).toMatch(/^2031-05-01T08:00:/);
  });

  it("continues what the practice's former key signed", async () => {
    const before = await opened(mast);
    const first = await before.ask.signChoices({ previous: null, choices, hosting }, tab);
    const later = await opened(mast, await turned(practice, { why: "compromised", signing: true }));
    const second = await later.ask.signChoices({ previous: first, choices, hosting }, tab);
    expect(readJws(second, TYP).payload.number).toBe(2);
    expect(readJws(second, TYP).fingerprint).not.toBe(readJws(first, TYP).fingerprint);
  });

  it("continues nothing that another practice signed", async () => {
    const { ask } = await opened(mast);
    const payload = { practice: "mast", number: 7 };
    const other = await sign(payload, await newSigningKey(), TYP);
    const signing = practice.before.signing;
    if (!signing) throw new Error("the owner holds the signing key");
    const favre = await sign({ ...payload, practice: "favre" }, signing, TYP);
    for (const previous of [other, favre]) {
      expect(await why(() => ask.signChoices({ previous, choices, hosting }, tab))).toBe(
        "other-key",
      );
    }
  });

  it("accepts the facts that were shown, never a digest that the server names", async () => {
    const { ask } = await opened(mast);
    const other = "0".repeat(64);
    const accepting = (digest: string | null) => ({ ...choices, hosting: digest });
    const lied = { facts, digest: other };
    for (const asked of [
      { choices: accepting(other), hosting: lied },
      { choices: accepting(hosting.digest), hosting: lied },
      { choices, hosting: lied },
      { choices: accepting(other), hosting },
    ]) {
      expect(await why(() => ask.signChoices({ previous: null, ...asked }, tab))).toBe(
        "other-facts",
      );
    }
    const asked = { previous: null, choices: accepting(hosting.digest), hosting };
    const previous = await ask.signChoices(asked, tab);
    const others = [{ name: "name", text: "Autre Hébergeur SA" }];
    const moved = { facts: others, digest: digestOf(others) };
    const kept = { previous, choices: accepting(hosting.digest), hosting: moved };
    expect(await why(() => ask.signChoices(kept, tab))).toBe("opened"); // accepted before, it may stay
  });

  it("reads what was signed before out of the signature, for whoever is inside", async () => {
    const owner = await opened(mast);
    const first = await owner.ask.signChoices({ previous: null, choices, hosting }, tab);
    const payload = { practice: "mast", number: 1, choices: {} };
    const other = await sign(payload, await newSigningKey(), TYP);
    for (const who of [mast, nadia]) {
      const { ask, ring } = await opened(who);
      const read = (jws: string | null) => ask.readChoices({ jws }, tab);
      expect(await read(first)).toEqual(choices);
      expect(await read(null)).toBeNull();
      expect(await why(() => read(other))).toBe("other-key");
      expect(await why(() => read(`${first.slice(0, -4)}AAAA`))).toBe("damaged");
      ring.drop();
      expect(await why(() => read(first))).toBe("locked");
    }
  });

  it("is for practitioners", async () => {
    for (const who of [ines, nadia]) {
      const { ask } = await opened(who);
      const asked = { previous: null, choices, hosting };
      expect(await why(() => ask.signChoices(asked, tab))).toBe("no-key");
    }
  });

  it("is over when the desk closes", async () => {
    const { ask, ring } = await opened(mast);
    ring.drop();
    const asked = { previous: null, choices, hosting };
    expect(await why(() => ask.signChoices(asked, tab))).toBe("locked");
  });
});
