import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { describe, expect, it } from "vitest";
import { newPractice } from "../keys/cast.ts";
import { signKeyCard } from "../keys/practice.ts";
import { newSigningKey, sign } from "../keys/signing.ts";
import { turn } from "../keys/turn.ts";
import { fingerprint } from "../seal/jws.ts";
import { RELAY_MONTHS } from "../seal/keycard.ts";
import type { KeysReply, Vault } from "./api.ts";
import { Keys, NotOpen, Untrusted } from "./trust.ts";

const relay = await newSigningKey();
const practice = await newPractice({ relay: fingerprint(relay) });
const month = await identityToRecipient(await generateX25519Identity());
const EARLIER = "2026-11-22T08:00:00Z";
const TODAY = "2026-11-23T08:00:00Z";
const LATER = "2026-11-24T08:00:00Z";

const reply = async ({
  serial = 2,
  issued = TODAY,
  months = TODAY,
  by = practice,
  from = relay,
} = {}): Promise<KeysReply> => ({
  open: true,
  card: await signKeyCard(
    {
      practice: "mast",
      serial,
      issued,
      keys: by.classes,
      succession: by.succession,
      relay: fingerprint(from),
    },
    by.signing,
  ),
  relay: await sign({ v: 1, issued: months, months: { "2026-11": month } }, from, RELAY_MONTHS),
});

const read = async (said?: KeysReply): Promise<Keys> => {
  const first = said ?? (await reply());
  return Keys.read({ practice: "mast", keys: async () => first } as unknown as Vault, undefined);
};

describe("keys that a page holds", () => {
  it("are those that the practice published", async () => {
    expect((await read()).card.serial).toBe(2);
    await expect(read({ open: false })).rejects.toThrow(NotOpen);
  });

  it("are replaced by newer ones", async () => {
    const keys = await read();
    keys.renew(await reply({ serial: 3, issued: LATER, months: LATER }));
    expect([keys.card.serial, keys.months.issued]).toEqual([3, LATER]);
  });

  it("may be read again as they were", async () => {
    const keys = await read();
    keys.renew(await reply());
    expect(keys.card.serial).toBe(2);
  });

  it.each([
    ["a lower serial", { serial: 1, issued: LATER }],
    ["an earlier date", { serial: 3, issued: EARLIER }],
    ["months of an earlier date", { months: EARLIER }],
  ])("are not replaced by %s, though it is well signed", async (_, older) => {
    const keys = await read();
    const said = await reply(older);
    expect(() => keys.renew(said)).toThrow(Untrusted);
    expect([keys.card.serial, keys.card.issued, keys.months.issued]).toEqual([2, TODAY, TODAY]);
  });

  it("are not replaced by those of another practice's key (P12)", async () => {
    const keys = await read();
    const said = await reply({ serial: 3, issued: LATER, by: await newPractice() });
    expect(() => keys.renew(said)).toThrow(Untrusted);
  });

  it("follow the practice to another relay, whose dates are its own", async () => {
    const keys = await read();
    const from = await newSigningKey();
    keys.renew(await reply({ serial: 3, issued: LATER, months: EARLIER, from }));
    expect(keys.months.issued).toBe(EARLIER);
  });

  describe("of a practice that was handed over", () => {
    const handedOver = async () => {
      const what = { why: "handed-over", today: "2026-11-24", at: new Date(LATER) } as const;
      const { turn: made } = await turn(practice.before, what);
      return {
        ...(await reply({ months: LATER })),
        card: made.card,
        successions: [made.succession ?? ""],
      };
    };
    const opened = (said: KeysReply, pinned?: string) =>
      Keys.read({ practice: "mast", keys: async () => said } as unknown as Vault, pinned);
    const pinned = fingerprint(practice.signing);

    it("are trusted by a link from before, and by a page that was open meanwhile (P12)", async () => {
      const said = await handedOver();
      expect((await opened(said, pinned)).card.serial).toBe(2);
      const keys = await opened(await reply({ serial: 1 }), pinned);
      keys.renew(said);
      expect(keys.card.fingerprint).not.toBe(pinned);
    });

    it("are not trusted without the succession, nor with another's", async () => {
      const { successions, ...said } = await handedOver();
      await expect(opened(said, pinned)).rejects.toThrow(Untrusted);
      const other = await handedOver();
      const wrong = { ...said, successions: other.successions };
      await expect(opened(wrong, pinned)).rejects.toThrow(Untrusted);
      const forked = { ...said, successions: [...successions, ...other.successions] };
      await expect(opened(forked, pinned)).rejects.toThrow(Untrusted);
    });

    it("are not those of the former key any more", async () => {
      const { successions } = await handedOver();
      await expect(opened({ ...(await reply()), successions }, pinned)).rejects.toThrow(Untrusted);
    });
  });
});
