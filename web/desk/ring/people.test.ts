/** Nobody is let in by the server's word, and whoever left opens nothing of what comes after. */

import { beforeAll, describe, expect, it } from "vitest";
import { newPerson } from "../../keys/cast.ts";
import { checkWords } from "../../keys/check-words.ts";
import { type Mine, makeMine, openMine } from "../../keys/mine.ts";
import type { Role } from "../../keys/roles.ts";
import { readRoster } from "../../keys/roster.ts";
import { sign } from "../../keys/signing.ts";
import { openEnvelope } from "../../open/open.ts";
import { base64, fromBase64 } from "../../seal/base64.ts";
import { sealEnvelope } from "../../seal/envelope.ts";
import { readKeyCard } from "../../seal/keycard.ts";
import type { ClassName, Context } from "../../types/sealed.ts";
import type { Membership, SealedEnvelope } from "../api.ts";
import { HEAD } from "./rows.ts";
import {
  enter,
  type House,
  house,
  membership,
  player,
  type Ringing,
  ringing,
  rosterOf,
  signedIn,
  tab,
  turned,
  why,
} from "./stage.ts";

type Player = Awaited<ReturnType<typeof player>>;

let mast: Player;
let nadia: Player;
let lac: House;

beforeAll(async () => {
  mast = await player("Dr Mast", "PRACTITIONER");
  nadia = await player("Nadia B.", "SECRETARY");
  lac = await house("lac", mast, nadia);
});

const opened = async (who: Player, at: House = lac): Promise<Ringing> => {
  const ring = ringing();
  await enter(ring, who, await signedIn(who, [membership(at, who)]));
  return ring;
};

const cardOf = ({ before }: House) => readKeyCard({ jws: before.card, practice: before.practice });

const comes = async (role: Role) => {
  const person = await newPerson("Inès R.", role);
  const { recipient, signing, seat } = person;
  const joining = { id: "j", recipient, signing: seat.signing };
  const { fingerprint } = cardOf(lac);
  const { id, name, until } = seat;
  const place = { fingerprint, member: id, role };
  const words = checkWords({ ...place, recipient, signing }, "fr").join(" ");
  return { person, joining, words, who: { id, name, role, until } };
};

describe("a newcomer", () => {
  it("is seated with the keys of the role once the words are typed", async () => {
    const { joining, words, who } = await comes("ASSISTANT");
    const { ask } = await opened(mast);
    const made = await ask.seatNewcomer({ joining, words, who }, tab);
    const roster = readRoster({ jws: made.roster, card: cardOf(lac), known: rosterOf(lac) });
    expect(roster.members.map(({ name }) => name)).toEqual(["Dr Mast", "Nadia B.", "Inès R."]);
    const keys = made.grants.map(({ key }) => key).sort();
    expect(keys).toEqual(["cards/care/1", "cards/desk/1", "care/1", "desk/1"]);
  });

  it("whose pair the server made has other words, and gets nothing (P12)", async () => {
    const { words, who } = await comes("ASSISTANT");
    const { joining: servers } = await comes("ASSISTANT");
    const { ask } = await opened(mast);
    expect(await why(() => ask.seatNewcomer({ joining: servers, words, who }, tab))).toBe(
      "wrong-words",
    );
  });

  it("who was shown another practice's key has other words, and gets nothing", async () => {
    const { joining, person, who } = await comes("ASSISTANT");
    const { fingerprint } = cardOf(await house("lac", mast));
    const { recipient, signing } = person;
    const place = { fingerprint, member: who.id, role: who.role };
    const words = checkWords({ ...place, recipient, signing }, "fr").join(" ");
    const { ask } = await opened(mast);
    expect(await why(() => ask.seatNewcomer({ joining, words, who }, tab))).toBe("wrong-words");
  });

  it("is seated in the role and the place that they were told of, and in no other", async () => {
    const { joining, words, who } = await comes("SECRETARY");
    const { ask } = await opened(mast);
    const more = { joining, words, who: { ...who, role: "PRACTITIONER" as const } };
    expect(await why(() => ask.seatNewcomer(more, tab))).toBe("wrong-words");
    const place = { joining, words, who: { ...who, id: (await comes("SECRETARY")).who.id } };
    expect(await why(() => ask.seatNewcomer(place, tab))).toBe("wrong-words");
  });

  it("does not take the place of somebody who is there", async () => {
    const { joining, person } = await comes("PRACTITIONER");
    const { recipient, signing } = person;
    const { id, name, role, until } = mast.seat;
    const place = { fingerprint: cardOf(lac).fingerprint, member: id, role };
    const words = checkWords({ ...place, recipient, signing }, "fr").join(" ");
    const { ask } = await opened(mast);
    const who = { id, name, role, until };
    expect(await why(() => ask.seatNewcomer({ joining, words, who }, tab))).toBe("other-key");
  });

  it("is seated by nobody who does not sign for the practice", async () => {
    const { joining, words, who } = await comes("SECRETARY");
    const { ask } = await opened(nadia);
    expect(await why(() => ask.seatNewcomer({ joining, words, who }, tab))).toBe("no-key");
  });
});

describe("who forgot the passphrase", () => {
  it("is let in again by whoever holds as much, and can open the desk", async () => {
    const again = await newPerson("Nadia B.", "SECRETARY");
    const { recipient, signing } = again;
    const joining = { id: "j", recipient, signing: again.seat.signing };
    const { fingerprint } = cardOf(lac);
    const place = { fingerprint, member: nadia.seat.id, role: nadia.seat.role };
    const words = checkWords({ ...place, recipient, signing }, "de").join(" ");
    const { ask } = await opened(mast);
    const made = await ask.admitAgain({ joining, words, member: nadia.seat.id }, tab);
    expect(made.grants.map(({ key }) => key).sort()).toEqual(["cards/desk/1", "desk/1"]);
    const back = { ...again, seat: { ...again.seat, id: nadia.seat.id } };
    const said = membership(lac, back, {
      grants: made.grants,
      admissions: [made.admission],
    });
    const ring = ringing();
    const inside = await enter(ring, back, await signedIn(back, [said]));
    expect(inside.keys).toEqual(["desk/1"]);
    expect(inside.signs).toBe(false);
  });

  it("is not let in again by a colleague who holds less", async () => {
    const again = await newPerson("Dr Mast", "PRACTITIONER");
    const { recipient, signing } = again;
    const joining = { id: "j", recipient, signing: again.seat.signing };
    const { fingerprint } = cardOf(lac);
    const place = { fingerprint, member: mast.seat.id, role: mast.seat.role };
    const words = checkWords({ ...place, recipient, signing }, "de").join(" ");
    const { ask } = await opened(nadia);
    await expect(ask.admitAgain({ joining, words, member: mast.seat.id }, tab)).rejects.toThrow();
  });

  it("and nobody admitted gets no desk without the practice's signature", async () => {
    const said = membership(lac, mast, {
      grants: (lac.grants[mast.seat.id] ?? []).filter(({ key }) => key !== "signing"),
    });
    const ring = ringing();
    const answer = await signedIn(mast, [said]);
    expect(await why(() => enter(ring, mast, answer))).toBe("other-key");
  });
});

describe("a person's own key for one more practice", () => {
  it("is brought with the fingerprint that the link names", async () => {
    const { ask } = await opened(nadia);
    const made = await ask.bringKey({ practice: "favre", fingerprint: "f".repeat(43) }, tab);
    expect(made.recipient).toBe(nadia.recipient);
    expect(Object.keys(made.signing).sort()).toEqual(["crv", "kty", "x"]);
  });

  it("trusts no other key of a practice that it knows", async () => {
    const { ask } = await opened(nadia);
    const other = { practice: "lac", fingerprint: "f".repeat(43) };
    expect(await why(() => ask.bringKey(other, tab))).toBe("other-key");
  });
});

describe("keys that were turned", () => {
  it("go to those who stay, and to nobody who left (P12b)", async () => {
    const ring = await opened(mast);
    const made = await ring.ask.turnKeys({ why: "left", leaving: [nadia.seat.id] }, tab);
    expect(new Set(made.grants.map(({ member }) => member))).toEqual(new Set([mast.seat.id]));
    expect(made.grants.map(({ key }) => key).sort()).toEqual(["cards/desk/2", "desk/2"]);
    expect(made.succession).toBeNull();
  });

  it("come with another signature when a practitioner leaves", async () => {
    const mottet = await player("Dre Mottet", "PRACTITIONER");
    const both = await house("lac", mast, mottet);
    const { ask } = await opened(mast, both);
    const made = await ask.turnKeys({ why: "left", leaving: [mottet.seat.id] }, tab);
    expect(made.succession).not.toBeNull();
  });

  it("count at the open desk once they were read back", async () => {
    const ring = await opened(nadia);
    const next = await turned(lac, { why: "compromised", signing: true });
    const inside = await ring.ask.renew({ said: membership(next, nadia) }, tab);
    expect(inside.keys.sort()).toEqual(["desk/1", "desk/2"]);
    const { roster, fingerprint } = await ring.ask.rostered({}, tab);
    expect(roster).toBe(next.before.roster);
    expect(fingerprint).toBe(cardOf(next).fingerprint);
  });

  it("are refused when the server brings older ones back, or another practice's", async () => {
    const next = await turned(lac, { why: "compromised" });
    const ring = await opened(nadia, next);
    expect(await why(() => ring.ask.renew({ said: membership(lac, nadia) }, tab))).toBe(
      "other-key",
    );
    const false_ = await house("lac", mast, nadia);
    const said = membership(false_, nadia);
    expect(await why(() => ring.ask.renew({ said }, tab))).toBe("other-key");
    expect(ring.ring.inside?.keys.sort()).toEqual(["desk/1", "desk/2"]);
  });

  it("with new sheets wait for one that was read back", async () => {
    const { ask } = await opened(mast);
    expect(await why(() => ask.proveSheets({ root: "AGE-SECRET-KEY-PQ-1" }, tab))).toBe("locked");
    const { root } = await ask.layOutSheets({ why: "new-sheets" }, tab);
    const other = (await ringingSheets()).root;
    expect(await why(() => ask.proveSheets({ root: other }, tab))).not.toBe("opened");
    const made = await ask.proveSheets({ root }, tab);
    expect(made.proof).not.toBeNull();
    expect(JSON.stringify(made)).not.toContain(root);
  });
});

describe("a practice that moved to another vault", () => {
  const relay = "s".repeat(43);
  const at = async (changes: Partial<Membership>): Promise<Ringing> => {
    const ring = ringing();
    await enter(ring, mast, await signedIn(mast, [membership(lac, mast, changes)]));
    return ring;
  };
  const cardIn = ({ card }: { card: string }) => readKeyCard({ jws: card, practice: "lac" });

  it("signs the keys that it has for that vault's relay, and makes none", async () => {
    const { ask } = await at({ relay });
    expect((await ask.rostered({}, tab)).moved).toBe(true);
    const made = await ask.turnKeys({ why: "moved" }, tab);
    expect(cardIn(made).relay).toBe(relay);
    expect(cardIn(made).keys).toEqual(cardOf(lac).keys);
    expect([made.grants, made.sheet, made.succession]).toEqual([[], [], null]);
  });

  it("changes the relay by that turn alone, which a person asks for", async () => {
    const { ask } = await at({ relay });
    const made = await ask.turnKeys({ why: "left", leaving: [nadia.seat.id] }, tab);
    expect(cardIn(made).relay).toBe(cardOf(lac).relay);
  });

  it("has not moved where the relay is the same, or is none", async () => {
    for (const changes of [{}, { relay: "" }, { relay: "another" }]) {
      const { ask } = await at(changes);
      expect((await ask.rostered({}, tab)).moved).toBe(false);
      const made = await ask.turnKeys({ why: "left", leaving: [nadia.seat.id] }, tab);
      expect(cardIn(made).relay).toBe(cardOf(lac).relay);
    }
  });
});

const ringingSheets = async () => {
  const { ask } = await opened(mast);
  return ask.layOutSheets({ why: "new-sheets" }, tab);
};

describe("a practice's newest key", () => {
  const mineOf = async (who: Player, practices: Record<string, string>, before: Mine | null) =>
    base64(await makeMine(who, { pin: null, practices }, before));

  it("is the one that is trusted, once it was walked to (P11)", async () => {
    const next = await turned(lac, { why: "compromised" });
    const pinned = cardOf(lac).fingerprint;
    const mine = await mineOf(nadia, { lac: pinned }, null);
    const ring = ringing();
    await enter(ring, nadia, { ...(await signedIn(nadia, [membership(next, nadia)])), mine });
    const kept = await ring.ask.newlyTrusted(null, tab);
    const { practices, number } = await openMine(nadia, fromBase64(kept ?? ""));
    expect(practices).toEqual({ lac: cardOf(next).fingerprint });
    expect(number).toBe(2);
    ring.ask.mineKept(null, tab);
    expect(await ring.ask.newlyTrusted(null, tab)).toBeNull();
  });

  it("has no other beside it, whoever holds a former one", async () => {
    const [next, other] = await Promise.all([
      turned(lac, { why: "compromised" }),
      turned(lac, { why: "compromised" }),
    ]);
    const ring = await opened(nadia, next);
    expect(await why(() => ring.ask.renew({ said: membership(other, nadia) }, tab))).toBe(
      "other-key",
    );
  });

  it("is asked for where a colleague signed that there is one (P76)", async () => {
    const next = await turned(lac, { why: "compromised" });
    const { serial } = cardOf(next);
    const { number } = rosterOf(next);
    const said = { v: 1, practice: "lac", number: 4, digest: "d", issued: "2026-11-24T07:00:00Z" };
    for (const seen of [
      { card: serial, roster: 1 },
      { card: 1, roster: number },
    ]) {
      const heads = [await sign({ ...said, ...seen }, mast.signing, HEAD)];
      const ring = ringing();
      const old = await signedIn(nadia, [membership(lac, nadia, { heads })]);
      expect(await why(() => enter(ring, nadia, old))).toBe("other-key");
      const now = await signedIn(nadia, [membership(next, nadia, { heads })]);
      expect(await why(() => enter(ringing(), nadia, now))).toBe("opened");
    }
  });
});

describe("after a compromise", () => {
  const sealed = async (
    at: House,
    id: string,
    payload: object,
    changes: Partial<Context> = {},
  ): Promise<SealedEnvelope> => {
    const { id: key, recipient } = cardOf(at).keys["care" as ClassName];
    const context: Context = {
      v: 1,
      practice: "lac",
      activity: "questionnaire",
      form: "questionnaire",
      version: "0123456789ab",
      id,
      key,
      part: "detail",
      about: "a",
      attachments: [],
      ...changes,
    };
    const age = base64(await sealEnvelope({ recipient, context, payload }));
    const lies = {
      activity: "questionnaire",
      id,
      part: "detail",
      about: "a",
      form: "",
      version: "",
    };
    return { ...lies, key, age, received_at: "" };
  };

  const afterwards = async () => {
    const next = await turned(lac, { why: "compromised" });
    return { next, ...(await opened(mast, next)) };
  };

  it("a copy says and holds the same under the new key, and counts once it is kept", async () => {
    const payload = { heart: "yes", treatments: "é ü 漢 \u2028" };
    const one = await sealed(lac, "1", payload);
    const { ask, ring } = await afterwards();
    const { copies, closed } = await ask.reseal({ envelopes: [one] }, tab);
    expect([copies.length, closed]).toEqual([1, 0]);
    const [copy] = copies as [(typeof copies)[number]];
    expect(copy.key).toBe("care/2");
    const open = await openEnvelope({
      identity: ring.holding().key("care/2"),
      sealed: fromBase64(copy.age),
      expected: {
        practice: "lac",
        activity: "questionnaire",
        id: "1",
        part: "detail",
        key: "care/2",
        about: "a",
      },
    });
    expect(open.payload).toEqual(payload);
    expect((await ask.sum({}, tab)).count).toBe(0);
    await ask.resealed({ copies }, tab);
    expect((await ask.sum({}, tab)).count).toBe(1);
  });

  it("what nobody could open is named, and taken over only when a person says so", async () => {
    const moved = await sealed(lac, "1", {}, { id: "2" });
    const junk = { ...(await sealed(lac, "3", {})), age: base64(new Uint8Array(5000)) };
    const { ask } = await afterwards();
    const envelopes = [moved, junk];
    expect(await ask.reseal({ envelopes }, tab)).toEqual({ copies: [], closed: 2 });
    const { copies } = await ask.reseal({ envelopes, asTheyAre: true }, tab);
    expect(copies.map(({ age }) => age)).toEqual(envelopes.map(({ age }) => age));
  });

  it("a copy of an earlier sitting counts when it is the same, and not when it was made up", async () => {
    const one = await sealed(lac, "1", { heart: "yes" });
    const first = await afterwards();
    const { copies } = await first.ask.reseal({ envelopes: [one] }, tab);
    const [copy] = copies as [(typeof copies)[number]];
    const second = await opened(mast, first.next);
    const kept = { ...one, copy: { key: copy.key, age: copy.age } };
    expect(await second.ask.readBack({ kept: [kept] }, tab)).toBe(1);
    await first.ask.resealed({ copies }, tab);
    expect(await second.ask.sum({}, tab)).toEqual(await first.ask.sum({}, tab));

    const { age } = await sealed(first.next, "1", { heart: "no" });
    const madeUp = { ...one, copy: { key: "care/2", age } };
    expect(await why(() => second.ask.readBack({ kept: [madeUp] }, tab))).toBe("damaged");
    const asItWas = { ...one, copy: { key: "care/2", age: one.age } };
    expect(await why(() => second.ask.readBack({ kept: [asItWas] }, tab))).toBe("other-key");
  });
});
