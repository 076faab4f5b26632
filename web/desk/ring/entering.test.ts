/** Nobody gets in with keys that the practice did not make, sign, or that the person never trusted. */

import { beforeAll, describe, expect, it, vi } from "vitest";
import { makeGrant } from "../../keys/grants.ts";
import { newSigningKey, sign } from "../../keys/signing.ts";
import { base64, base64url } from "../../seal/base64.ts";
import { readJws } from "../../seal/jws.ts";
import type { Membership } from "../api.ts";
import {
  enter,
  fingerprintOf,
  type House,
  house,
  membership,
  player,
  ringing,
  rosterOf,
  signedIn,
  tab,
  turned,
  unlock,
  why,
} from "./stage.ts";

type Player = Awaited<ReturnType<typeof player>>;
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

const entering = async (who: Player, changes: Partial<Membership>, from = practice) => {
  const at = ringing();
  const answer = await signedIn(who, [membership(from, who, changes)]);
  const outcome = await why(() => enter(at, who, answer));
  expect(at.ring.unlocked).toBe(false);
  if (outcome !== "opened") expect(at.ring.inside).toBeNull();
  return outcome;
};

describe("the way in", () => {
  it("says that a passphrase is wrong, and nothing more", async () => {
    expect(await why(() => unlock(ringing(), mast, "other words"))).toBe("wrong-passphrase");
  });

  it("signs the challenge with the person's own key", async () => {
    const { payload, fingerprint } = readJws(await unlock(ringing(), mast), "quenotte-sign-in");
    expect(payload).toEqual({ challenge: "challenge", member: mast.seat.id });
    expect(fingerprint).toBe(fingerprintOf(mast));
  });

  it("shows what each role holds, and the keys of nobody else (P15b)", async () => {
    for (const [who, keys, signs] of [
      [mast, ["care/1", "desk/1", "rights/1"], true],
      [ines, ["care/1", "desk/1"], false],
      [nadia, ["desk/1"], false],
    ] as const) {
      const inside = await enter(ringing(), who, await signedIn(who, [membership(practice, who)]));
      expect([...inside.keys].filter((key) => key !== "signing").sort()).toEqual(keys);
      expect(inside.signs).toBe(signs);
      expect(JSON.stringify(inside)).not.toMatch(/AGE-SECRET|"d":/);
    }
  });

  it("needs the passphrase anew for each entry", async () => {
    const at = ringing();
    const answer = await signedIn(mast, [membership(practice, mast)]);
    await enter(at, mast, answer);
    expect(await why(() => at.ask.enter({ signedIn: answer, idleMs: 1 }, tab))).toBe("locked");
  });

  it("holds nobody's key after a wrong passphrase, nor a minute after a lost answer", async () => {
    vi.useFakeTimers();
    const at = ringing();
    await unlock(at, mast);
    expect(at.ring.unlocked).toBe(true);
    await why(() => unlock(at, mast, "other words"));
    expect(at.ring.unlocked).toBe(false);
    vi.advanceTimersByTime(1_000);
    await unlock(at, mast);
    vi.advanceTimersByTime(61_000);
    at.ring.check();
    expect(at.ring.unlocked).toBe(false);
    vi.useRealTimers();
  });
});

describe("what the server answers", () => {
  it.each(["another practice's keys under our name", "a practice that was never trusted"])(
    "is refused when it shows %s (P12)",
    async (what) => {
      const other = await house("mast", mast);
      const pins = what.startsWith("another")
        ? { mast: membership(practice, mast).fingerprint }
        : { favre: membership(practice, mast).fingerprint };
      const at = ringing();
      const answer = await signedIn(mast, [membership(other, mast)], { pins });
      const outcome = await why(() => enter(at, mast, answer));
      expect(outcome).toBe(what.startsWith("another") ? "other-key" : "not-pinned");
      expect(at.ring.inside).toBeNull();
    },
  );

  it("is refused when another person signed what pins the practices", async () => {
    const answer = await signedIn(ines, [membership(practice, mast)]);
    expect(await why(() => enter(ringing(), mast, answer))).not.toBe("opened");
  });

  it("is refused with what the person signed earlier", async () => {
    const at = ringing();
    const answer = (number: number) =>
      signedIn(mast, [membership(practice, mast)], { number, pin: "111111" });
    await enter(at, mast, await answer(3));
    expect(await why(async () => enter(at, mast, await answer(2)))).toBe("other-key");
  });

  it("is refused with a roster that another key signed, or with none", async () => {
    const forged = await sign(
      readJws(practice.before.roster, "quenotte-roster").payload,
      await newSigningKey(),
      "quenotte-roster",
    );
    expect(await entering(nadia, { roster: forged })).toBe("other-key");
    expect(await entering(nadia, { roster: null as unknown as string })).not.toBe("opened");
  });

  it("is refused with the roster of another practice", async () => {
    const favre = await house("favre", mast);
    expect(await entering(nadia, { roster: favre.before.roster })).toBe("other-key");
  });

  it("is refused with a list cards' key whose digest does not stand in the roster", async () => {
    const identity = base64url(crypto.getRandomValues(new Uint8Array(32)));
    const grant = { recipient: nadia.recipient, practice: "mast", key: "cards/desk/1", identity };
    const sealed = base64(await makeGrant(grant));
    const grants = membership(practice, nadia).grants.map((each) =>
      each.key === "cards/desk/1" ? { ...each, sealed } : each,
    );
    expect(rosterOf(practice).cards["cards/desk/1"]).toBeDefined();
    expect(await entering(nadia, { grants })).toBe("other-key");
  });

  it.each(["desk/1", "care/1"])("is refused with another %s than the card names", async (key) => {
    const other = await house("mast", mast, ines, nadia);
    const grants = membership(practice, ines).grants.map(
      (each) =>
        membership(other, ines).grants.find((one) => each.key === key && one.key === key) ?? each,
    );
    expect(await entering(ines, { grants })).toBe("other-key");
  });

  it("is refused by a practitioner to whom the signing key was not granted", async () => {
    const grants = membership(practice, mast).grants.filter(({ key }) => key !== "signing");
    expect(await entering(mast, { grants })).toBe("other-key");
  });

  it("is refused with an older roster than the one that this desk read", async () => {
    const later = await turned(practice, { why: "left", leaving: [ines.seat.id] });
    const at = ringing();
    await enter(at, mast, await signedIn(mast, [membership(later, mast)]));
    const older = { card: practice.before.card, roster: practice.before.roster };
    const answer = await signedIn(mast, [membership(later, mast, older)]);
    expect(await why(() => enter(at, mast, answer))).not.toBe("opened");
  });

  it("is opened under a successor's key, from the fingerprint that was trusted first", async () => {
    const former = membership(practice, mast).fingerprint;
    const later = await turned(practice, { why: "compromised", signing: true });
    const now = membership(later, mast);
    expect(now.fingerprint).not.toBe(former);
    const pins = { mast: former };
    const at = ringing();
    await enter(at, mast, await signedIn(mast, [now], { pins }));
    expect(at.ring.holding().chain).toEqual([former, now.fingerprint]);
    expect(at.ring.holding().isOurs(former)).toBe(true);
    const cut = await signedIn(mast, [{ ...now, successions: [] }], { pins });
    expect(await why(() => enter(ringing(), mast, cut))).toBe("other-key");
  });
});

describe("several practices", () => {
  it("open with one passphrase, home first, each with its own keys", async () => {
    const favre = await house("favre", mast);
    const at = ringing();
    const answer = await signedIn(mast, [membership(practice, mast), membership(favre, mast)]);
    const inside = await enter(at, mast, answer);
    expect(inside.seats.map((each) => each.practice.slug)).toEqual(["mast", "favre"]);
    expect(at.ring.holding().slug).toBe("mast");
    expect(at.ring.holding("favre").key("desk/1")).not.toBe(at.ring.holding("mast").key("desk/1"));
    expect(await why(() => at.ring.holding("rossi"))).toBe("other-practice");
  });

  it("leave one out whose keys do not fit, and the person is told which", async () => {
    const favre = await house("favre", mast);
    const stranger = await house("rossi", mast);
    const answer = await signedIn(
      mast,
      [
        membership(practice, mast),
        membership(favre, mast, { roster: practice.before.roster }),
        membership(stranger, mast),
      ],
      {
        pins: {
          mast: membership(practice, mast).fingerprint,
          favre: membership(favre, mast).fingerprint,
        },
      },
    );
    const inside = await enter(ringing(), mast, answer);
    expect(inside.seats.map((each) => each.practice.slug)).toEqual(["mast"]);
    expect(inside.leftOut).toEqual([
      { practice: "Cabinet favre", why: "other-key" },
      { practice: "Cabinet rossi", why: "not-pinned" },
    ]);
  });
});
