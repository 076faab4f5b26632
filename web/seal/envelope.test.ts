import {
  Decrypter,
  generateHybridIdentity,
  generateX25519Identity,
  identityToRecipient,
} from "age-encryption";
import { describe, expect, it, vi } from "vitest";
import type { Context, Reach } from "../types/sealed.ts";
import { sealEnvelope, sealReach, WrongLock } from "./envelope.ts";
import { unframe } from "./frame.ts";
import { locks } from "./locks.ts";

const context: Context = {
  v: 1,
  practice: "mast",
  activity: "appointment",
  form: "appointment",
  version: "0123456789ab",
  id: "00000000-0000-0000-0000-000000000001",
  key: "desk/1",
  part: "core",
  about: "00000000-0000-0000-0000-000000000001",
  attachments: [],
};
const payload = { surname: "Rochat" };
const identity = await generateHybridIdentity();
const recipient = await identityToRecipient(identity);
const classical = await generateX25519Identity();
const month = await identityToRecipient(classical);
const reach: Reach = {
  address: "lea@patient.example",
  channel: "email",
  language: "fr",
  secret: "AAAAAAAAAAAAAAAAAAAAAA",
};

const opened = async (key: string, sealed: Uint8Array) => {
  const decrypter = new Decrypter();
  decrypter.addIdentity(key);
  return unframe(await decrypter.decrypt(sealed));
};

describe("an envelope", () => {
  it("has one post-quantum lock and opens with the class key", async () => {
    const sealed = await sealEnvelope({ recipient, context, payload });
    expect(locks(sealed)).toEqual(["mlkem768x25519"]);
    expect(await opened(identity, sealed)).toEqual({ context, payload });
  });

  it("has the same size whatever a short form says", async () => {
    const short = await sealEnvelope({ recipient, context, payload: {} });
    const long = await sealEnvelope({ recipient, context, payload: { a: "x".repeat(3000) } });
    expect(long).toHaveLength(short.length);
  });

  it("is never the same twice", async () => {
    const once = await sealEnvelope({ recipient, context, payload });
    expect(await sealEnvelope({ recipient, context, payload })).not.toEqual(once);
  });

  it("shows nothing of what it holds", async () => {
    const sealed = await sealEnvelope({ recipient, context, payload });
    expect(Buffer.from(sealed).includes("Rochat")).toBe(false);
    expect(Buffer.from(sealed).includes("mast")).toBe(false);
  });

  it.each<[string, unknown]>([
    ["a classical key", month],
    ["a classical tag key", `age1tag1${"q".repeat(59)}`],
    ["a post-quantum tag key", `age1tagpq1${"q".repeat(2005)}`],
    ["two keys in one text", `${recipient}\n${recipient}`],
    ["a key with another one behind a comma", `${recipient},${month}`],
    ["a list of keys", [recipient]],
    ["a list that mixes kinds", [recipient, month]],
    ["a recipient object of somebody's own", { wrapFileKey: () => [] }],
    ["a key in capitals", recipient.toUpperCase()],
    ["a key cut short", recipient.slice(0, -1)],
    [
      "a key with one letter changed",
      `${recipient.slice(0, -1)}${recipient.endsWith("q") ? "p" : "q"}`,
    ],
    ["a secret key", identity],
    ["nothing", ""],
    ["undefined", undefined],
  ])("is not sealed to %s", async (_, wrong) => {
    await expect(sealEnvelope({ recipient: wrong as string, context, payload })).rejects.toThrow(
      WrongLock,
    );
  });

  it("is not given out when the library put another lock on it", async () => {
    const library = await import("age-encryption");
    const original = library.Encrypter.prototype.addRecipient;
    const spy = vi.spyOn(library.Encrypter.prototype, "addRecipient").mockImplementation(function (
      this: InstanceType<typeof library.Encrypter>,
      to,
    ) {
      original.call(this, to);
      original.call(this, month);
    });
    await expect(sealEnvelope({ recipient, context, payload })).rejects.toThrow(WrongLock);
    spy.mockRestore();
  });
});

describe("a reach", () => {
  const about = context.about;

  it("has one X25519 lock and opens with the month's key", async () => {
    const sealed = await sealReach({ recipient: month, practice: "mast", about, reach });
    expect(locks(sealed)).toEqual(["X25519"]);
    expect(await opened(classical, sealed)).toEqual({
      context: { v: 1, practice: "mast", about },
      payload: reach,
    });
  });

  it("has the same size whatever the address", async () => {
    const short = await sealReach({ recipient: month, practice: "mast", about, reach });
    const address = `${"l".repeat(240)}@patient.example`;
    const long = await sealReach({
      recipient: month,
      practice: "mast",
      about,
      reach: { ...reach, address },
    });
    expect(long).toHaveLength(short.length);
  });

  it.each([
    ["a class key", recipient],
    ["a tag key", `age1tag1${"q".repeat(59)}`],
    ["two keys", `${month} ${month}`],
    ["a damaged key", `${month.slice(0, -1)}${month.endsWith("q") ? "p" : "q"}`],
  ])("is not sealed to %s", async (_, wrong) => {
    const sealing = sealReach({ recipient: wrong, practice: "mast", about, reach });
    await expect(sealing).rejects.toThrow(WrongLock);
  });
});

describe("locks", () => {
  it("are none where there is no age file", () => {
    expect(locks(new Uint8Array(3))).toEqual([]);
    expect(locks(new TextEncoder().encode("-> X25519 a\nb\n--- c\n"))).toEqual([]);
    expect(locks(new TextEncoder().encode("age-encryption.org/v1\n-> X25519 a\n"))).toEqual([]);
  });

  it("are all seen, in order", () => {
    const header = "age-encryption.org/v1\n-> X25519 a\nb\n-> scrypt a 18\nc\n--- mac\n-> X25519";
    expect(locks(new TextEncoder().encode(header))).toEqual(["X25519", "scrypt"]);
  });
});
