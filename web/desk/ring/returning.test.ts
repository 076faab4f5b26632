/** Two locks: the screen's, which a PIN opens, and the full one, after which no key is left. */

import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { sealMember } from "../../keys/member.ts";
import { base64 } from "../../seal/base64.ts";
import { readJws } from "../../seal/jws.ts";
import {
  enter,
  type House,
  house,
  IDLE_MS,
  membership,
  player,
  type Ringing,
  ringing,
  signedIn,
  tab,
  unlock,
  why,
} from "./stage.ts";

type Player = Awaited<ReturnType<typeof player>>;
const PIN = "246810";
let mast: Player;
let ines: Player;
let practice: House;

beforeAll(async () => {
  mast = await player("Dr Mast", "PRACTITIONER");
  ines = await player("Inès", "ASSISTANT");
  practice = await house("mast", mast, ines);
});

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-11-23T07:00:00Z") });
});
afterEach(() => {
  vi.useRealTimers();
});

const opened = async (who: Player, pin: string | null = PIN, at = ringing()) => {
  const answer = await signedIn(who, [membership(practice, who)], { pin });
  const inside = await enter(at, who, answer);
  return { ...at, at, inside };
};

const back = async (at: Ringing, person: string, pin: string, challenge: string | null = null) =>
  at.ask.resume({ person, pin, challenge, idleMs: IDLE_MS }, tab);

describe("the screen lock", () => {
  it("comes after five idle minutes, and the keys stay for whoever has a PIN", async () => {
    const { ring, told, inside, at } = await opened(mast);
    vi.advanceTimersByTime(IDLE_MS - 1_000);
    ring.active();
    vi.advanceTimersByTime(IDLE_MS);
    ring.check();
    expect(ring.inside).not.toBeNull();
    vi.advanceTimersByTime(1);
    ring.check();
    expect(ring.inside).toBeNull();
    expect(told.at(-1)).toMatchObject({ screen: "idleness", held: [{ person: inside.person }] });
    expect(await why(() => ring.holding())).toBe("locked");
    const came = await back(at, inside.person, PIN);
    expect(came.inside?.person).toBe(inside.person);
    expect(ring.holding().key("desk/1")).toMatch(/^AGE-SECRET/);
  });

  it("lets nothing be opened, signed or sealed while it is there", async () => {
    const { ring, ask } = await opened(mast);
    ring.lockScreen("person");
    const jws = "x";
    expect(await why(() => ask.readChoices({ jws }, tab))).toBe("locked");
    expect(await why(() => ask.sealDraft({ draft: {} }, tab))).toBe("locked");
    expect(await why(() => ask.setPin({ pin: "111111" }, tab))).toBe("locked");
    const card = { activity: "appointment", id: "1", jwe: "x" };
    expect(await why(() => ask.readCard(card, tab))).toBe("locked");
  });

  it("is the full lock for somebody without a PIN", async () => {
    const { ring, told, isClosed } = await opened(mast, null);
    expect(ring.lockScreen("idleness")).toEqual([]);
    expect(told.at(-1)).toEqual({ locked: "idleness" });
    expect(isClosed()).toBe(true);
    expect(ring.held).toEqual([]);
  });

  it("takes away the keys of whoever has no PIN, and leaves a colleague's", async () => {
    const { at, inside } = await opened(ines);
    await opened(mast, null, at);
    const held = at.ring.lockScreen("idleness");
    expect(held.map(({ person }) => person)).toEqual([inside.person]);
    expect(held[0]?.last).toBe(false);
    expect(at.isClosed()).toBe(false);
  });

  it("says of the people who can come back their names and no more", async () => {
    const { ring } = await opened(mast);
    expect(JSON.stringify(ring.lockScreen("person"))).not.toMatch(/AGE-SECRET|246810|"d":/);
  });
});

describe("a PIN", () => {
  it("counts its failures, whoever's they are; the fifth in a row is the full lock", async () => {
    const { at, inside } = await opened(mast);
    const other = await opened(ines, "135791", at);
    at.ring.lockScreen("person");
    for (const who of [inside.person, other.inside.person, inside.person, inside.person]) {
      expect(await why(() => back(at, who, "000000"))).toBe("wrong-pin");
    }
    expect(at.isClosed()).toBe(false);
    expect(await why(() => back(at, inside.person, "000000"))).toBe("locked");
    expect(at.isClosed()).toBe(true);
    expect(at.told.at(-1)).toEqual({ locked: "pins" });
    expect(await why(() => back(at, inside.person, PIN))).toBe("locked");
  });

  it("of another is guessed no more often by whoever comes back in between", async () => {
    const { at, inside } = await opened(mast);
    const other = await opened(ines, "135791", at);
    for (const left of [4, 3, 2, 1]) {
      at.ring.lockScreen("person");
      const failed = back(at, inside.person, "000000");
      await expect(failed).rejects.toMatchObject({ why: "wrong-pin", n: left });
      await back(at, other.inside.person, "135791");
    }
    at.ring.lockScreen("person");
    expect(await why(() => back(at, inside.person, "000000"))).toBe("locked");
  });

  it("says how many attempts are left, and counts anew after a right one", async () => {
    const { at, inside } = await opened(mast);
    for (const left of [4, 3, 2, 1]) {
      at.ring.lockScreen("person");
      const failed = back(at, inside.person, "000000");
      await expect(failed).rejects.toMatchObject({ why: "wrong-pin", n: left });
    }
    await back(at, inside.person, PIN);
    at.ring.lockScreen("person");
    await expect(back(at, inside.person, "000000")).rejects.toMatchObject({ n: 4 });
  });

  it("is set by the person before the screen, and counts once the server kept it", async () => {
    const { at, inside } = await opened(mast, null);
    const age = await at.ask.setPin({ pin: "135791" }, tab);
    expect(age).not.toContain("135791");
    expect(at.ring.inside?.pin).toBe(false);
    expect((await at.ask.mineKept(null, tab)).pin).toBe(true);
    at.ring.lockScreen("person");
    expect((await back(at, inside.person, "135791")).inside?.person).toBe(inside.person);
    const answer = await signedIn(mast, [membership(practice, mast)]);
    await unlock(at, mast);
    const again = at.ask.enter({ signedIn: { ...answer, mine: age }, idleMs: 1 }, tab);
    expect((await again).pin).toBe(true);
  });

  it.each(["12345", "1234567", "12345a", ""])("is six digits and not %j", async (pin) => {
    const { at } = await opened(mast);
    expect(await why(() => at.ask.setPin({ pin }, tab))).toBe("wrong-pin");
  });
});

describe("a colleague", () => {
  it("takes over with their own PIN by signing a new challenge", async () => {
    const { at, inside } = await opened(ines);
    await opened(mast, PIN, at);
    at.ring.lockScreen("person");
    const { inside: none, proof } = await back(at, inside.person, PIN, "another number");
    expect(none).toBeNull();
    expect(readJws(proof ?? "", "quenotte-sign-in").payload).toEqual({
      challenge: "another number",
      member: ines.seat.id,
    });
    expect(at.ring.inside).toBeNull();
    const signed = await signedIn(ines, [membership(practice, ines)]);
    const entered = await at.ask.enter({ signedIn: signed, idleMs: IDLE_MS }, tab);
    expect(entered.person).toBe(inside.person);
    expect(at.ring.held.find(({ last }) => last)?.person).toBe(inside.person);
  });

  it("does not get in without a challenge: the server's session is somebody else's", async () => {
    const { at, inside } = await opened(ines);
    await opened(mast, PIN, at);
    at.ring.lockScreen("person");
    expect(await back(at, inside.person, PIN)).toEqual({ inside: null, proof: null });
    expect(at.ring.inside).toBeNull();
  });

  it("whose answer was lost leaves nobody with a session that may be another's", async () => {
    const { at, inside } = await opened(mast);
    await opened(ines, PIN, at);
    at.ring.lockScreen("person");
    await back(at, inside.person, PIN, "a number");
    expect(at.ring.held.some(({ last }) => last)).toBe(false);
  });
});

describe("a passkey", () => {
  it("brings back whose file it opens, and nobody else", async () => {
    const { at, inside } = await opened(mast);
    at.ring.lockScreen("person");
    const prf = "ab".repeat(32);
    const file = async (who: Player) => base64(await sealMember(who, prf, { workFactor: 2 }));
    const asked = { person: inside.person, prf, challenge: null, idleMs: IDLE_MS };
    const another = { ...asked, sealed: await file(ines) };
    expect(await why(() => at.ask.resumeWithPrf(another, tab))).toBe("other-key");
    const wrong = { ...asked, sealed: await file(mast), prf: "cd".repeat(32) };
    expect(await why(() => at.ask.resumeWithPrf(wrong, tab))).toBe("wrong-passphrase");
    const own = { ...asked, sealed: await file(mast) };
    expect((await at.ask.resumeWithPrf(own, tab)).inside?.person).toBe(inside.person);
  });
});

describe("the full lock", () => {
  it("comes in the evening, by the vault's clock, for whoever's evening it is", async () => {
    const at = ringing();
    const wrong = new Date(Date.now() + 3 * 60 * 60_000); // this computer is three hours late
    const until = new Date(wrong.valueOf() + 60 * 60_000);
    const late = await signedIn(mast, [membership(practice, mast)], { now: wrong, until });
    await enter(at, mast, late);
    expect(at.ring.inside?.clockOffMs).toBe(3 * 60 * 60_000);
    vi.advanceTimersByTime(59 * 60_000);
    at.ring.active();
    at.ring.check();
    expect(at.ring.inside).not.toBeNull();
    vi.advanceTimersByTime(61_000);
    at.ring.check();
    expect(at.told.at(-1)).toEqual({ locked: "evening" });
    expect(at.isClosed()).toBe(true);
  });

  it("leaves no key to anybody", async () => {
    const { ring, told, isClosed } = await opened(mast);
    const holding = ring.holding();
    ring.lock("person");
    expect(told.at(-1)).toEqual({ locked: "person" });
    expect(isClosed()).toBe(true);
    expect(holding.keys.size).toBe(0);
    expect(holding.signing).toBeNull();
    expect(ring.held).toEqual([]);
  });
});

describe("guessing a passphrase", () => {
  it("gets slower, says for how long, and never closes for good", async () => {
    const at = ringing();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 10; attempt += 1) {
      const failed = await unlock(at, mast, "wrong words").catch((error) => error);
      expect(failed).toMatchObject({ why: "wrong-passphrase" });
      waits.push(failed.n);
      const early = await unlock(at, mast).catch((error) => error);
      expect(early).toMatchObject({ why: "slow", n: failed.n });
      vi.advanceTimersByTime(failed.n * 1000);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60, 60]);
    expect(await unlock(at, mast)).toMatch(/^ey/);
    expect((await unlock(at, mast, "wrong words").catch((error) => error)).n).toBe(1);
  });
});
