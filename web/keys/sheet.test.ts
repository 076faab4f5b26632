import { createHash } from "node:crypto";
import { generateHybridIdentity, identityToRecipient } from "age-encryption";
import { describe, expect, it } from "vitest";
import { CannotOpen } from "../open/decrypt.ts";
import { base64 } from "../seal/base64.ts";
import { fingerprint, readJws } from "../seal/jws.ts";
import { AnotherKey } from "../seal/keycard.ts";
import { type Cast, newPractice } from "./cast.ts";
import { makeGrant, NotThisGrant } from "./grants.ts";
import { checkWord, fromGroups, type Group, NotARootKey, toGroups, WrongGroups } from "./groups.ts";
import { NotThisSheet, proveSheet, SHEET_PROOF } from "./sheet.ts";

const practice = "mast";
const keys = await newPractice({ practice });
const root = keys.root.identity;
const { sheet, card } = keys.first;

describe("the recovery sheet", () => {
  it("holds signing, succession, class and list-card keys", () => {
    const held = sheet.map(({ key }) => key).sort();
    const cards = ["cards/care/1", "cards/desk/1", "care/1"];
    expect(held).toEqual([...cards, "desk/1", "rights/1", "signing", "succession"]);
  });

  it("is proven by the succession key over the very card that is published", async () => {
    const proof = await proveSheet({ root, sheet, practice, card });
    expect(readJws(proof, SHEET_PROOF)).toEqual({
      payload: { practice, card: createHash("sha256").update(card).digest("base64url") },
      fingerprint: fingerprint(keys.succession),
    });
  });

  it("is not proven with another root key", async () => {
    const other = await generateHybridIdentity();
    await expect(proveSheet({ root: other, sheet, practice, card })).rejects.toThrow(CannotOpen);
  });

  it("is not proven for another practice", async () => {
    const other = proveSheet({ root, sheet, practice: "favre", card });
    await expect(other).rejects.toThrow(NotThisGrant);
  });

  it.each(["signing", "succession", "care/1", "desk/1", "rights/1"])(
    "is not proven when %s is missing",
    async (missing) => {
      const rest = sheet.filter(({ key }) => key !== missing);
      await expect(proveSheet({ root, sheet: rest, practice, card })).rejects.toThrow(NotThisSheet);
    },
  );

  it.each<[string, (other: Cast) => string | Cast["signing"], new () => Error]>([
    ["signing", (other) => other.signing, AnotherKey],
    ["succession", (other) => other.succession, NotThisSheet],
    ["care/1", (other) => other.classes.care.identity, NotThisSheet],
    ["rights/1", (other) => other.classes.rights.identity, NotThisSheet],
  ])("is not proven when it holds another %s key than the card", async (key, pick, error) => {
    const identity = pick(await newPractice({ practice }));
    const sealed = base64(
      await makeGrant({ recipient: keys.root.recipient, practice, key, identity }),
    );
    const changed = sheet.map((file) => (file.key === key ? { key, sealed } : file));
    await expect(proveSheet({ root, sheet: changed, practice, card })).rejects.toThrow(error);
  });
});

describe("the root key on paper", () => {
  const groups = toGroups(root, "fr");
  const typed = (change: (rows: Group[]) => void): Group[] => {
    const rows = groups.map((row) => ({ ...row }));
    change(rows);
    return rows;
  };
  const row = (rows: Group[], number: number): Group => {
    const found = rows[number - 1];
    if (!found) throw new Error("no such row");
    return found;
  };
  const otherLetter = (group: string) => (group.startsWith("Q") ? "P" : "Q") + group.slice(1);

  it("stands in twelve groups of five, each with its word", () => {
    expect(groups).toHaveLength(12);
    expect(groups.map(({ group }) => group.length)).toEqual([...Array(11).fill(5), 3]);
    expect(`AGE-SECRET-KEY-PQ-1${groups.map(({ group }) => group).join("")}`).toBe(root);
    expect(groups.every(({ word }) => word.length > 2)).toBe(true);
  });

  it("comes back from the groups, and opens what the sheet opens", async () => {
    const back = await fromGroups(groups, "fr");
    expect(back).toBe(root);
    expect(await identityToRecipient(back)).toBe(keys.root.recipient);
  });

  it("comes back from small letters, spaces, and words without accents", async () => {
    const sloppy = groups.map(({ group, word }) => ({
      group: ` ${group.toLowerCase().slice(0, 2)} ${group.slice(2)}`,
      word: word.normalize("NFD").replace(/\p{M}/gu, "").toUpperCase(),
    }));
    expect(await fromGroups(sloppy, "fr")).toBe(root);
  });

  it("tells which group was copied wrongly", async () => {
    const wrong = typed((rows) => {
      row(rows, 3).group = otherLetter(row(rows, 3).group);
      row(rows, 11).group = row(rows, 11).group.slice(1);
    });
    await expect(fromGroups(wrong, "fr")).rejects.toMatchObject({ wrong: [3, 11] });
  });

  it("tells which word was copied wrongly", async () => {
    const wrong = typed((rows) => {
      row(rows, 7).word = `${row(rows, 7).word}s`;
    });
    await expect(fromGroups(wrong, "fr")).rejects.toMatchObject({ wrong: [7] });
  });

  it("tells when two groups changed places, words and all", async () => {
    const swapped = typed((rows) => {
      [rows[1], rows[4]] = [row(rows, 5), row(rows, 2)];
    });
    await expect(fromGroups(swapped, "fr")).rejects.toMatchObject({ wrong: [2, 5] });
  });

  it("tells which groups are missing or too many", async () => {
    await expect(fromGroups(groups.slice(0, 10), "fr")).rejects.toMatchObject({ wrong: [11, 12] });
    const more = [...groups, { group: "QQQ", word: checkWord(13, "QQQ", "fr") }];
    await expect(fromGroups(more, "fr")).rejects.toMatchObject({ wrong: [13] });
  });

  it("is refused as a whole when every word fits and the key's own checksum does not", async () => {
    const forged = typed((rows) => {
      const group = otherLetter(row(rows, 6).group);
      rows[5] = { group, word: checkWord(6, group, "fr") };
    });
    await expect(fromGroups(forged, "fr")).rejects.toThrow(NotARootKey);
  });

  it("needs the words of its own language", async () => {
    await expect(fromGroups(groups, "en")).rejects.toThrow(WrongGroups);
    expect(await fromGroups(toGroups(root, "it"), "it")).toBe(root);
  });

  it("is nothing but a post-quantum key", () => {
    expect(() => toGroups("AGE-SECRET-KEY-1QQQQ", "fr")).toThrow(NotARootKey);
    expect(() => toGroups(`${root}Q`, "fr")).toThrow(NotARootKey);
  });
});
