/** Set-up publishes once, what its printed sheet opens, and a draft of it holds nothing that is on paper alone. */

import { describe, expect, it } from "vitest";
import { unlock } from "../keys/member.ts";
import { OWN_PAIR, type WholePair } from "../keys/own-pair.ts";
import { digestOf } from "../keys/roster.ts";
import { decrypt } from "../open/decrypt.ts";
import { fromBase64 } from "../seal/base64.ts";
import { fromUtf8 } from "../seal/json.ts";
import { fingerprint, readJws } from "../seal/jws.ts";
import { readKeyCard } from "../seal/keycard.ts";
import { forLater } from "./asked.ts";
import { type Draft, Making } from "./making.ts";
import { AGREEMENT_TYP, INSTRUCTION_TYP } from "./telling.ts";

const INVITED = {
  practice: "mast",
  relay: "r".repeat(43),
  member: { id: "6f1c2f80-0000-4000-8000-000000000001", name: "Dr Mast" },
};
const PASSPHRASE = "six words that nobody else knows";
const at = (seconds = 0): Date => new Date(Date.UTC(2026, 10, 23, 7, 0, seconds));

interface Request {
  member: WholePair;
  turn: { card: string; proof: string };
  agreement: string;
  instructions: string[];
  computer: string | null;
}

const locked = async (): Promise<Making> => {
  const making = await Making.begin(INVITED, at());
  await making.lock(PASSPHRASE);
  return making;
};

const printed = async (): Promise<{ making: Making; root: string }> => {
  const making = await locked();
  const root = making.layOut();
  making.forget("en");
  return { making, root };
};

const signed = async (): Promise<Making> => {
  const { making, root } = await printed();
  await making.prove(root);
  making.agree("The agreement, as it was shown.");
  making.instruct(["publish", "support"]);
  return making;
};

const opened = async ({ sealed_key, age }: Draft): Promise<string> => {
  const { age: own } = await unlock(fromBase64(sealed_key), PASSPHRASE);
  return fromUtf8(await decrypt(own, fromBase64(age)));
};

describe("what set-up makes", () => {
  it("sends the same bytes again after a lost answer, whatever the clock says by then", async () => {
    const making = await signed();
    const first = JSON.stringify(await making.request("Reception", at()));
    expect(JSON.stringify(await making.request("Reception", at(40)))).toBe(first);
  });

  it("sends the same bytes again from another computer", async () => {
    const making = await signed();
    const first = JSON.stringify(await making.request("Reception", at()));
    const draft = await making.draft("contract");
    const resumed = await Making.resume(INVITED, draft, PASSPHRASE);
    expect(resumed.isSent).toBe(true);
    expect(JSON.stringify(await resumed.request("Elsewhere", at(40)))).toBe(first);
  });

  it("proves that the practitioner holds the key that they send", async () => {
    const { member } = (await (await signed()).request("Reception", at())) as Request;
    const { payload, fingerprint: signer } = readJws(member.proof, OWN_PAIR);
    expect(payload).toMatchObject({ practice: "mast", member: INVITED.member.id });
    expect(signer).toBe(fingerprint(member.signing));
  });

  it("dates its signatures when it is sent, and anew after a refusal", async () => {
    const making = await signed();
    await making.request("Reception", at());
    making.refused();
    const { agreement, instructions } = (await making.request("Reception", at(40))) as Request;
    const text = digestOf("The agreement, as it was shown.");
    const said = { v: 1, practice: "mast", member: INVITED.member.id };
    const issued = "2026-11-23T07:00:40Z";
    expect(readJws(agreement, AGREEMENT_TYP).payload).toEqual({ ...said, issued, text });
    const standing = { ...said, issued, until: null, about: null, withdraws: null };
    const [first = "", second = "", ...others] = instructions;
    const one = { ...standing, number: 1, previous: null, acts: ["publish"] };
    const two = { ...standing, number: 2, previous: digestOf(first), acts: ["support"] };
    expect(readJws(first, INSTRUCTION_TYP).payload).toEqual(one);
    expect(readJws(second, INSTRUCTION_TYP).payload).toEqual(two);
    expect(others).toEqual([]);
  });

  it("sends nothing that is neither proven nor signed", async () => {
    const { making, root } = await printed();
    await expect(making.request("", at())).rejects.toThrow("not proven");
    await making.prove(root);
    await expect(making.request("", at())).rejects.toThrow("agreed to");
  });

  it("takes no other sheet for a proof", async () => {
    const { making } = await printed();
    const other = await printed();
    await expect(making.prove(other.root)).rejects.toThrow("does not open");
    await expect(making.request("", at())).rejects.toThrow("not proven");
  });

  it("prints no other sheets once the keys were sent", async () => {
    const making = await signed();
    await making.request("", at());
    await expect(making.renew(at())).rejects.toThrow("their sheets stay");
    making.refused();
    await making.renew(at());
  });

  it("makes a new root key and a new succession key for new sheets, and proves those", async () => {
    const { making, root } = await printed();
    await making.prove(root);
    await making.renew(at());
    const again = making.layOut();
    expect(again).not.toBe(root);
    making.forget("en");
    await expect(making.prove(root)).rejects.toThrow();
    await making.prove(again);
    making.agree("text");
    making.instruct(["publish"]);
    const { turn } = (await making.request("", at())) as Request;
    const card = readKeyCard({ jws: turn.card, practice: "mast" });
    expect(card.fingerprint).toBe(making.fingerprint);
  });
});

describe("a draft of a set-up", () => {
  it("goes on where it was left", async () => {
    const making = await locked();
    const root = making.layOut();
    const resumed = await Making.resume(INVITED, await making.draft("sheets"), PASSPHRASE);
    expect(resumed.layOut()).toBe(root);
    resumed.forget("fr");
    const later = await Making.resume(INVITED, await resumed.draft("proof"), PASSPHRASE);
    expect(later.asked).toEqual(forLater(resumed.asked));
    await later.prove(root);
    expect(later.fingerprint).toBe(making.fingerprint);
  });

  it("holds the root key until it is printed, and then neither it nor the succession key", async () => {
    const making = await locked();
    const root = making.layOut();
    const before = await opened(await making.draft("sheets"));
    expect(before).toContain(root);
    const { paper } = JSON.parse(before) as { paper: { succession: { d: string } } };
    making.forget("en");
    const after = await opened(await making.draft("proof"));
    expect(after).not.toContain(root);
    expect(after).not.toContain(paper.succession.d);
    for (const number of making.asked.numbers) {
      expect(after).not.toContain(root.slice(19 + 5 * number, 24 + 5 * number));
    }
    expect(() => making.layOut()).toThrow("on paper only");
  });

  it("opens with the passphrase alone, and for its own practice alone", async () => {
    const making = await locked();
    const draft = await making.draft("sheets");
    await expect(Making.resume(INVITED, draft, "six other words")).rejects.toThrow("passphrase");
    const favre = { ...INVITED, practice: "favre" };
    await expect(Making.resume(favre, draft, PASSPHRASE)).rejects.toThrow("another set-up");
  });

  it("needs a passphrase first", async () => {
    const making = await Making.begin(INVITED, at());
    await expect(making.draft("sheets")).rejects.toThrow("no passphrase");
  });
});
