import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { describe, expect, it } from "vitest";
import { newPracticeKeys, signKeyCard } from "../keys/practice.ts";
import { newSigningKey, sign } from "../keys/signing.ts";
import { fingerprint } from "../seal/jws.ts";
import { RELAY_MONTHS } from "../seal/keycard.ts";
import type { KeysReply, Vault } from "./api.ts";
import { Keys, NotOpen, Untrusted } from "./trust.ts";

const practice = await newPracticeKeys();
const relay = await newSigningKey();
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
  card: await signKeyCard(by, {
    practice: "mast",
    serial,
    issued,
    relay: fingerprint(from),
  }),
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
    const said = await reply({ serial: 3, issued: LATER, by: await newPracticeKeys() });
    expect(() => keys.renew(said)).toThrow(Untrusted);
  });

  it("follow the practice to another relay, whose dates are its own", async () => {
    const keys = await read();
    const from = await newSigningKey();
    keys.renew(await reply({ serial: 3, issued: LATER, months: EARLIER, from }));
    expect(keys.months.issued).toBe(EARLIER);
  });
});
