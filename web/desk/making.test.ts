/** Set-up publishes once, what its printed sheet opens, and keeps nothing of what the sheet alone carries. */

import { describe, expect, it } from "vitest";
import { readKeyCard } from "../seal/keycard.ts";
import { Making } from "./making.ts";

const RELAY = "r".repeat(43);
const read = (root: string, seconds = 0) => ({
  root,
  relay: RELAY,
  at: new Date(Date.UTC(2026, 10, 23, 7, 0, seconds)),
});

interface Request {
  card: string;
  sheet: { key: string; sealed: string }[];
}

const printed = async (): Promise<{ making: Making; root: string }> => {
  const making = await Making.begin("mast");
  await making.layOut();
  return { making, root: making.forget() };
};

describe("what set-up makes", () => {
  it("sends the same bytes again after a lost answer, whatever the clock says by then", async () => {
    const { making, root } = await printed();
    const first = JSON.stringify(await making.request(read(root)));
    expect(JSON.stringify(await making.request(read(root, 40)))).toBe(first);
  });

  it("prints no other sheets once the keys were sent", async () => {
    const { making, root } = await printed();
    await making.request(read(root));
    await expect(making.renew()).rejects.toThrow("their sheets stay");
    making.refused();
    await making.renew();
  });

  it("needs the paper for what is on paper only", async () => {
    const { making } = await printed();
    expect(() => making.forget()).toThrow("on paper only");
    await expect(making.layOut()).rejects.toThrow("on paper only");
    const other = await printed();
    await expect(making.request(read(other.root))).rejects.toThrow();
  });

  it("makes a new root key and a new succession key for new sheets", async () => {
    const { making, root } = await printed();
    const first = (await making.request(read(root))) as Request;
    making.refused();
    await making.renew();
    await making.layOut();
    const again = making.forget();
    expect(again).not.toBe(root);
    const second = (await making.request(read(again))) as Request;
    const [before, after] = [first, second].map(({ card }) =>
      readKeyCard({ jws: card, practice: "mast" }),
    );
    expect(after?.succession.x).not.toBe(before?.succession.x);
    expect(after?.fingerprint).toBe(before?.fingerprint);
  });
});
