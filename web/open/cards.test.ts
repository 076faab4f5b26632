import { CompactEncrypt } from "jose";
import { describe, expect, it } from "vitest";
import { base64url } from "../seal/base64.ts";
import { NotThisCard, openCard, sealCard } from "./cards.ts";

const bytes = new Uint8Array(32).fill(7);
const key = base64url(bytes);
const beside = {
  practice: "mast",
  activity: "appointment",
  id: "00000000-0000-0000-0000-00000000000a",
};
const card = { name: "Léa Rochat", age: 34 };
const jwe = await sealCard({ key, beside, card });

describe("a list card", () => {
  it("opens beside its record", async () => {
    expect(await openCard({ key, beside, jwe })).toEqual(card);
  });

  it("shows neither its words nor how long they are", async () => {
    const longer = await sealCard({
      key,
      beside,
      card: { ...card, name: "Léa Rochat de Saint-Prex" },
    });
    expect(longer).toHaveLength(jwe.length);
    expect(Buffer.from(jwe.split(".")[3] ?? "", "base64url").includes("Rochat")).toBe(false);
  });

  it("is never the same twice", async () => {
    expect(await sealCard({ key, beside, card })).not.toBe(jwe);
  });

  it.each([
    ["practice", { ...beside, practice: "favre" }],
    ["activity", { ...beside, activity: "questionnaire" }],
    ["id", { ...beside, id: "00000000-0000-0000-0000-00000000000b" }],
  ])("does not open beside another %s", async (_, elsewhere) => {
    await expect(openCard({ key, beside: elsewhere, jwe })).rejects.toThrow(NotThisCard);
  });

  it("does not open when its header was rewritten for another record", async () => {
    const [, ...rest] = jwe.split(".");
    const other = { ...beside, id: "00000000-0000-0000-0000-00000000000b" };
    const header = { alg: "dir", enc: "A256GCM", typ: "quenotte-list-card", ...other };
    const moved = [Buffer.from(JSON.stringify(header)).toString("base64url"), ...rest].join(".");
    await expect(openCard({ key, beside: other, jwe: moved })).rejects.toThrow(NotThisCard);
  });

  it("does not open with another key, or one of another length", async () => {
    const other = base64url(new Uint8Array(32).fill(8));
    await expect(openCard({ key: other, beside, jwe })).rejects.toThrow(NotThisCard);
    await expect(openCard({ key: "AAAA", beside, jwe })).rejects.toThrow(NotThisCard);
  });

  it("of another kind is refused under the same key", async () => {
    const other = await new CompactEncrypt(new TextEncoder().encode("{}"))
      .setProtectedHeader({ alg: "dir", enc: "A256GCM", typ: "other", ...beside })
      .encrypt(bytes);
    await expect(openCard({ key, beside, jwe: other })).rejects.toThrow(NotThisCard);
  });
});
