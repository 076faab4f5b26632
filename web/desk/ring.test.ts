/** The ring opens what belongs where it lies, and holds nothing once it is dropped. */

import { beforeAll, describe, expect, it } from "vitest";
import { makeGrant } from "../keys/grants.ts";
import { newMember, sealMember } from "../keys/member.ts";
import { GRANTS_OF, grantable, newPracticeKeys, type Role, signKeyCard } from "../keys/practice.ts";
import { sign } from "../keys/signing.ts";
import { base64 } from "../seal/base64.ts";
import { sealEnvelope } from "../seal/envelope.ts";
import { fingerprint, readJws } from "../seal/jws.ts";
import type { Field, Form } from "../types/form.ts";
import type { Context } from "../types/sealed.ts";
import { digestOf } from "./accepting.ts";
import type { Role as MemberRole, SealedEnvelope, SignedIn } from "./api.ts";
import { Ring, whyClosed } from "./ring.ts";

const PRACTICE = { slug: "mast", name: "Cabinet Mast", zone: "Europe/Zurich" };
const ID = "00000000-0000-4000-8000-000000000001";
const OTHER = "00000000-0000-4000-8000-000000000002";
const PASSPHRASE = "six words that nobody guessed yet";
const PLACE = { activity: "appointment", id: ID, part: "core", about: ID } as const;

const surname: Field = {
  name: "surname",
  kind: "text",
  part: "core",
  required: true,
  group: "patient",
  label: "Surname",
  hint: null,
  short: null,
  most: 80,
  choices: [],
  when: null,
  one_of: null,
  alert: [],
};

const form = (activity: string, group: string): Form => ({
  activity,
  digest: "",
  version: "0123456789ab",
  class: group,
  parts: ["core"],
  fields: [surname],
  groups: [],
});

const FORMS = {
  appointment: form("appointment", "desk"),
  questionnaire: form("questionnaire", "care"),
};

type Keys = Awaited<ReturnType<typeof newPracticeKeys>>;
let keys: Keys;
let member: Awaited<ReturnType<typeof newMember>>;
let sealedKey: string;

beforeAll(async () => {
  keys = await newPracticeKeys();
  member = await newMember();
  sealedKey = base64(await sealMember(member, PASSPHRASE, { workFactor: 2 }));
});

const unlock = (ring: Ring, passphrase = PASSPHRASE) =>
  ring.unlock({ sealedKey, passphrase, challenge: "challenge", member: "mast" });

/** What the server answers: the role's grants, out of these keys, beside a card. */
const signedIn = async (
  role: Role,
  from: Keys = keys,
  named: Pick<Keys, "signing" | "succession" | "classes"> = keys,
): Promise<SignedIn> => {
  const secrets = grantable(from);
  const sealed = GRANTS_OF[role].map(async (key) => {
    const grant = {
      recipient: member.recipient,
      practice: "mast",
      key,
      identity: secrets[key] ?? "",
    };
    return { key, sealed: base64(await makeGrant(grant)) };
  });
  const facts = {
    practice: "mast",
    serial: 1,
    issued: "2026-11-23T07:00:00Z",
    relay: "r".repeat(43),
  };
  return {
    member: { id: "mast", name: "Dr Mast", role: role.toUpperCase() as MemberRole },
    practice: PRACTICE,
    fingerprint: fingerprint(named.signing),
    grants: await Promise.all(sealed),
    card: await signKeyCard(named, facts),
    forms: FORMS,
  };
};

const opened = async (role: Role): Promise<Ring> => {
  const ring = new Ring();
  await unlock(ring);
  await ring.enter({ signedIn: await signedIn(role), idleMs: 1 });
  return ring;
};

const envelope = async (about = ID, payload: object = { surname: "Rochat" }) => {
  const { id: key, recipient } = keys.classes.desk;
  const context: Context = {
    ...PLACE,
    v: 1,
    practice: "mast",
    form: "appointment",
    version: "0123456789ab",
    key,
    about,
    attachments: [],
  };
  const age = base64(await sealEnvelope({ recipient, context, payload }));
  return {
    ...PLACE,
    key,
    age,
    form: "appointment",
    received_at: "",
    version: "",
  } as SealedEnvelope;
};

const why = (promise: Promise<unknown>) => promise.then(() => "opened", whyClosed);

describe("the ring of keys", () => {
  it("says that a passphrase is wrong, and nothing more", async () => {
    expect(await why(unlock(new Ring(), "other words"))).toBe("wrong-passphrase");
  });

  it("opens an envelope where it belongs", async () => {
    const ring = await opened("secretary");
    const read = await ring.open({ sealed: await envelope(), place: PLACE });
    expect(read).toEqual({ answers: { surname: "Rochat" }, problems: [], version: "0123456789ab" });
  });

  it("opens an envelope that breaks the form's rules, and says which", async () => {
    const ring = await opened("secretary");
    const { problems } = await ring.open({
      sealed: await envelope(ID, { shoe: "43" }),
      place: PLACE,
    });
    expect(problems).toEqual([
      { field: "surname", reason: "missing" },
      { field: "shoe", reason: "unknown" },
    ]);
  });

  it("refuses an envelope that was sealed for another appointment (P16)", async () => {
    const ring = await opened("practitioner");
    expect(await why(ring.open({ sealed: await envelope(OTHER), place: PLACE }))).toBe("moved");
  });

  it("gives a secretary no key of the carers (P15b)", async () => {
    const ring = await opened("secretary");
    expect(ring.inside?.keys).toEqual(["desk/1"]);
    const sealed = { ...(await envelope()), key: "care/1" };
    expect(await why(ring.open({ sealed, place: PLACE }))).toBe("no-key");
  });

  it("refuses class keys that are not those of the key card (P12)", async () => {
    const ring = new Ring();
    await unlock(ring);
    const foreign = await signedIn("secretary", await newPracticeKeys());
    expect(await why(ring.enter({ signedIn: foreign, idleMs: 1 }))).toBe("other-key");
    expect(ring.inside).toBeNull();
    expect(await why(ring.open({ sealed: await envelope(), place: PLACE }))).toBe("locked");
  });

  it.each(["secretary", "assistant"] as const)(
    "refuses a card of a later epoch, signed by another, from which the %s holds no key",
    async (role) => {
      const ring = new Ring();
      await unlock(ring);
      const foreign = await newPracticeKeys();
      for (const key of Object.values(foreign.classes)) key.id = key.id.replace("/1", "/2");
      const answer = await signedIn(role, keys, foreign);
      expect(await why(ring.enter({ signedIn: answer, idleMs: 1 }))).toBe("other-key");
      expect(ring.inside).toBeNull();
      expect(ring.unlocked).toBe(false);
    },
  );

  it("refuses a practitioner to whom the signing key was not granted", async () => {
    const ring = new Ring();
    await unlock(ring);
    const whole = await signedIn("practitioner");
    const answer = { ...whole, grants: whole.grants.filter(({ key }) => key !== "signing") };
    expect(await why(ring.enter({ signedIn: answer, idleMs: 1 }))).toBe("other-key");
    expect(ring.inside).toBeNull();
  });

  it("holds no member's key after a wrong passphrase, nor once it was told to forget", async () => {
    const ring = new Ring();
    await unlock(ring);
    expect(ring.unlocked).toBe(true);
    await why(unlock(ring, "other words"));
    expect(ring.unlocked).toBe(false);
    await unlock(ring);
    ring.forget();
    expect(await why(ring.enter({ signedIn: await signedIn("secretary"), idleMs: 1 }))).toBe(
      "locked",
    );
  });

  it("reads back the card that it made, beside the same record only", async () => {
    const ring = await opened("secretary");
    const beside = { activity: "appointment", id: ID };
    const jwe = await ring.makeCard({
      ...beside,
      key: "desk/1",
      card: { v: 1, surname: "Rochat" },
    });
    expect(await ring.readCard({ ...beside, jwe })).toEqual({ v: 1, surname: "Rochat" });
    expect(await why(ring.readCard({ ...beside, id: OTHER, jwe }))).toBe("damaged");
  });

  describe("signing the practice's choices", () => {
    const choices = { off: ["newsletter"] };
    const facts = [{ name: "name", text: "Santé Exemple SA" }];
    const hosting = { facts, digest: digestOf(facts) };

    it("signs the first, then what follows it, for this practice alone", async () => {
      const ring = await opened("practitioner");
      const first = await ring.signChoices({ previous: null, choices, hosting });
      const read = readJws(first, "quenotte-choices");
      expect(read.fingerprint).toBe(fingerprint(keys.signing));
      expect(read.payload).toMatchObject({ practice: "mast", number: 1, previous: null, choices });
      const second = readJws(
        await ring.signChoices({ previous: first, choices, hosting }),
        "quenotte-choices",
      );
      expect(second.payload.number).toBe(2);
      expect(second.payload.previous).toMatch(/^[\w-]{43}$/);
    });

    it("continues nothing that another practice signed", async () => {
      const ring = await opened("practitioner");
      const payload = { practice: "mast", number: 7 };
      const other = await sign(payload, (await newPracticeKeys()).signing, "quenotte-choices");
      expect(await why(ring.signChoices({ previous: other, choices, hosting }))).toBe("other-key");
      const favre = await sign({ ...payload, practice: "favre" }, keys.signing, "quenotte-choices");
      expect(await why(ring.signChoices({ previous: favre, choices, hosting }))).toBe("other-key");
    });

    it("accepts the facts that were shown, never a digest that the server names", async () => {
      const ring = await opened("practitioner");
      const other = "0".repeat(64);
      const accepting = (digest: string | null) => ({ ...choices, hosting: digest });
      const lied = { facts, digest: other };
      for (const asked of [
        { choices: accepting(other), hosting: lied },
        { choices: accepting(hosting.digest), hosting: lied },
        { choices, hosting: lied },
        { choices: accepting(other), hosting },
      ]) {
        expect(await why(ring.signChoices({ previous: null, ...asked }))).toBe("other-facts");
      }
      const accepted = await ring.signChoices({
        previous: null,
        choices: accepting(hosting.digest),
        hosting,
      });
      const others = [{ name: "name", text: "Autre Hébergeur SA" }];
      const moved = { facts: others, digest: digestOf(others) };
      const kept = { previous: accepted, choices: accepting(hosting.digest), hosting: moved };
      expect(await why(ring.signChoices(kept))).toBe("opened"); // what was accepted before may stay
    });

    it("reads what was signed before out of the signature, for whoever is inside", async () => {
      const first = await (await opened("practitioner")).signChoices({
        previous: null,
        choices,
        hosting,
      });
      const other = await sign(
        { practice: "mast", number: 1, choices: {} },
        (await newPracticeKeys()).signing,
        "quenotte-choices",
      );
      for (const role of ["practitioner", "secretary"] as const) {
        const ring = await opened(role);
        expect(await ring.readChoices({ jws: first })).toEqual(choices);
        expect(await ring.readChoices({ jws: null })).toBeNull();
        expect(await why(ring.readChoices({ jws: other }))).toBe("other-key");
        expect(await why(ring.readChoices({ jws: `${first.slice(0, -4)}AAAA` }))).toBe("damaged");
        ring.drop();
        expect(await why(ring.readChoices({ jws: first }))).toBe("locked");
      }
    });

    it.each(["secretary", "assistant"] as const)("is not for the %s", async (role) => {
      const ring = await opened(role);
      expect(ring.inside?.signs).toBe(false);
      expect(await why(ring.signChoices({ previous: null, choices, hosting }))).toBe("no-key");
    });

    it("is over when the desk locks", async () => {
      const ring = await opened("practitioner");
      expect(ring.inside?.signs).toBe(true);
      ring.drop();
      expect(await why(ring.signChoices({ previous: null, choices, hosting }))).toBe("locked");
    });
  });

  it("opens nothing after it was dropped", async () => {
    const ring = await opened("practitioner");
    ring.drop();
    expect(ring.inside).toBeNull();
    expect(await why(ring.open({ sealed: await envelope(), place: PLACE }))).toBe("locked");
  });

  it("needs the passphrase anew for each entry", async () => {
    const ring = await opened("practitioner");
    expect(await why(ring.enter({ signedIn: await signedIn("secretary"), idleMs: 1 }))).toBe(
      "locked",
    );
  });
});
