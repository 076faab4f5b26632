/** The age library as installed, against the format's own vectors (C2SP CCTV). */

import { createHash } from "node:crypto";
import { inflateSync } from "node:zlib";
import { Decrypter } from "age-encryption";
import * as vectors from "cctv-age";
import { describe, expect, it } from "vitest";
import { WrongLock } from "../seal/envelope.ts";
import { hasOneLock, locks, MLKEM768_X25519 } from "../seal/locks.ts";
import { decrypt } from "./decrypt.ts";

interface Vector {
  name: string;
  expect: string;
  payload: string | undefined;
  identities: string[];
  passphrases: string[];
  file: Uint8Array;
}

const read = (name: string, bytes: Uint8Array): Vector | undefined => {
  const raw = Buffer.from(bytes);
  const end = raw.indexOf("\n\n");
  const facts = new Map<string, string[]>();
  for (const line of raw.subarray(0, end).toString().split("\n")) {
    const [key = "", value = ""] = line.split(": ");
    facts.set(key, [...(facts.get(key) ?? []), value]);
  }
  if (facts.has("armored")) return undefined;
  const rest = raw.subarray(end + 2);
  return {
    name,
    expect: facts.get("expect")?.[0] ?? "",
    payload: facts.get("payload")?.[0],
    identities: facts.get("identity") ?? [],
    passphrases: facts.get("passphrase") ?? [],
    file: new Uint8Array(facts.get("compressed") ? inflateSync(rest) : rest),
  };
};

const all = Object.entries(vectors as unknown as Record<string, unknown>)
  .filter((entry): entry is [string, Uint8Array] => entry[1] instanceof Uint8Array)
  .map(([name, bytes]) => read(name, bytes))
  .filter((vector) => vector !== undefined);

const open = (vector: Vector): Promise<Uint8Array> => {
  const decrypter = new Decrypter();
  for (const identity of vector.identities) decrypter.addIdentity(identity);
  for (const passphrase of vector.passphrases) decrypter.addPassphrase(passphrase);
  return decrypter.decrypt(vector.file);
};

describe("the library", () => {
  it("comes with its vectors, ours among them", () => {
    expect(all.length).toBeGreaterThan(80);
    expect(all.filter(({ name }) => name.startsWith("hybrid")).length).toBeGreaterThan(5);
  });

  it.each(all.filter((vector) => vector.expect === "success"))("opens $name", async (vector) => {
    const plain = await open(vector);
    expect(createHash("sha256").update(plain).digest("hex")).toBe(vector.payload);
  });

  it.each(all.filter((vector) => vector.expect !== "success"))(
    "refuses $name ($expect)",
    async (vector) => {
      await expect(open(vector)).rejects.toThrow();
    },
  );
});

describe("our opener", () => {
  const hybrid = all.filter(
    ({ expect: result, identities, file }) =>
      result === "success" && identities.length === 1 && hasOneLock(file, MLKEM768_X25519),
  );

  it.each(hybrid)("opens $name", async ({ identities, file, payload }) => {
    const plain = await decrypt(identities[0] ?? "", file);
    expect(createHash("sha256").update(plain).digest("hex")).toBe(payload);
  });

  it("refuses every other lock that the library would open", async () => {
    const others = all.filter(
      ({ expect: result, file }) => result === "success" && !hasOneLock(file, MLKEM768_X25519),
    );
    expect(others.map(({ file }) => locks(file).join()).sort()).toContain("X25519");
    for (const { identities, file } of others) {
      await expect(decrypt(identities[0] ?? "", file)).rejects.toThrow(WrongLock);
    }
  });
});
