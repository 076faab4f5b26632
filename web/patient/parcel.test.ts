import {
  generateHybridIdentity,
  generateX25519Identity,
  identityToRecipient,
} from "age-encryption";
import { beforeAll, describe, expect, it } from "vitest";
import type { Form, KeyCard } from "../seal/index.ts";
import type { Put, Vault } from "./api.ts";
import { type Contents, Correctable, NotSealed, Parcel } from "./parcel.ts";
import type { Keys } from "./trust.ts";

const FORM: Form = {
  activity: "appointment",
  digest: "0".repeat(64),
  version: "000000000000",
  class: "desk",
  parts: ["core", "detail"],
  groups: [],
  fields: [
    {
      name: "surname",
      kind: "text",
      part: "core",
      required: true,
      group: "main",
      label: "Surname",
      hint: null,
      short: null,
      most: 80,
      choices: [],
      when: null,
      one_of: null,
      alert: [],
    },
  ],
};
const KEPT: Put = {
  is: "kept",
  again: false,
  kept: { kept: "x", received_at: "2026-11-23T07:00:00Z", status: "REQUESTED", answer_by: null },
};

let recipient: string;
let month: string;

beforeAll(async () => {
  recipient = await identityToRecipient(await generateHybridIdentity());
  month = await identityToRecipient(await generateX25519Identity());
});

const keysOf = (serial: number): Keys => {
  const key = (id: string) => ({ id, recipient });
  const card = {
    serial,
    keys: { care: key("care/1"), desk: key(`desk/${serial}`), rights: key("rights/1") },
  } as unknown as KeyCard;
  const held = {
    practice: "mast",
    card,
    months: { issued: "2026-11-01T00:00:00Z", months: new Map([["2026-11", month]]) },
    renew: () => {
      held.card = keysOf(serial + 1).card;
    },
  };
  return held as unknown as Keys;
};

class Sent {
  readonly puts: { id: string; body: Record<string, unknown> }[] = [];
  constructor(readonly replies: (Put | Error)[]) {}

  vault = {
    keys: async () => ({ open: true }),
    put: async (_activity: string, id: string, body: Record<string, unknown>) => {
      this.puts.push({ id, body });
      const reply = this.replies.shift() ?? KEPT;
      if (reply instanceof Error) throw reply;
      return reply;
    },
  } as unknown as Vault;
}

const contents = (surname = "Rochat"): Contents => ({
  form: FORM,
  answers: { surname },
  about: "a782cace-99b1-0221-3f3c-70952c8a735f",
  secret: "AAAAAAAAAAAAAAAAAAAAAA",
  facts: { type: "control", start: "2026-11-26T13:30:00Z", resource: null, language: "fr" },
  reach: {
    address: "lea@example.org",
    channel: "email",
    start: "2026-11-26T13:30:00Z",
    minutes: 45,
  },
});

describe("a parcel", () => {
  it("is sent again under the same id and with the same bytes", async () => {
    const sent = new Sent([new Error("cut")]);
    const parcel = new Parcel();
    const keys = keysOf(1);
    await expect(parcel.send(sent.vault, keys, contents())).rejects.toThrow("cut");
    await parcel.send(sent.vault, keys, contents());
    expect(sent.puts[1]).toEqual(sent.puts[0]);
  });

  it("keeps its id when an answer was changed, and seals anew", async () => {
    const sent = new Sent([new Error("cut")]);
    const parcel = new Parcel();
    const keys = keysOf(1);
    await expect(parcel.send(sent.vault, keys, contents())).rejects.toThrow();
    await parcel.send(sent.vault, keys, contents("Modèle"));
    expect(sent.puts[1]?.id).toBe(sent.puts[0]?.id);
    expect(sent.puts[1]?.body.parts).not.toEqual(sent.puts[0]?.body.parts);
  });

  it("is sealed again, once and unasked, when the key was retired", async () => {
    const sent = new Sent([{ is: "retired", keys: { open: true } }]);
    const put = await new Parcel().send(sent.vault, keysOf(1), contents());
    expect(put.is).toBe("kept");
    expect(sent.puts.map(({ body }) => body.key)).toEqual(["desk/1", "desk/2"]);
    expect(sent.puts[1]?.id).toBe(sent.puts[0]?.id);
  });

  it("never says whether the second part holds anything (P20b)", async () => {
    const sent = new Sent([]);
    await new Parcel().send(sent.vault, keysOf(1), contents());
    const parts = sent.puts[0]?.body.parts as { part: string; age: string }[];
    expect(parts.map(({ part }) => part)).toEqual(["core", "detail"]);
    expect(parts[0]?.age.length).toBe(parts[1]?.age.length);
  });

  it("sends nothing when sealing fails (P15)", async () => {
    const sent = new Sent([]);
    const keys = keysOf(1);
    (keys.card.keys.desk as { recipient: string }).recipient = month; // a classical lock
    await expect(new Parcel().send(sent.vault, keys, contents())).rejects.toThrow(NotSealed);
    expect(sent.puts).toEqual([]);
  });

  it("carries no word of the answers, the address or the secret outside its seals (P15)", async () => {
    const sent = new Sent([]);
    await new Parcel().send(sent.vault, keysOf(1), contents());
    const wire = JSON.stringify(sent.puts);
    for (const word of ["Rochat", "lea@example.org", "AAAAAAAAAAAAAAAAAAAAAA"]) {
      expect(wire).not.toContain(word);
    }
  });
});

describe("what may be corrected", () => {
  const attempts = async (...surnames: string[]) => {
    const sent = new Sent(surnames.map(() => new Error("cut")));
    const correctable = new Correctable();
    for (const surname of surnames) {
      const attempt = correctable.send(sent.vault, keysOf(1), contents(surname), "secret");
      await expect(attempt).rejects.toThrow("cut");
    }
    return sent.puts;
  };

  it("goes under the same id, in the same bytes, while nothing was changed", async () => {
    const [first, second] = await attempts("Rochat", "Rochat");
    expect(second).toEqual(first);
  });

  it("goes under a new id once something was changed: the earlier attempt may have arrived", async () => {
    const ids = (await attempts("Rochat", "Modèle", "Modèle")).map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
    expect(ids[2]).toBe(ids[1]);
  });

  it("goes under a third id when the change was taken back: the second may have arrived too", async () => {
    const ids = (await attempts("Rochat", "Modèle", "Rochat")).map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
  });

  it("is not held once it was forgotten", async () => {
    const sent = new Sent([]);
    const correctable = new Correctable();
    await correctable.send(sent.vault, keysOf(1), contents(), "secret");
    correctable.forget();
    await correctable.send(sent.vault, keysOf(1), contents(), "secret");
    expect(sent.puts[1]?.id).not.toBe(sent.puts[0]?.id);
  });
});
