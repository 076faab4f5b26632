import { describe, expect, it } from "vitest";
import { alternativesFor } from "./offer.ts";
import { spread } from "./slots.ts";

const day = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    start: `2026-11-26T${String(7 + Math.floor(n / 4)).padStart(2, "0")}:${(n % 4) * 15}Z`,
    resource: "mottet",
  }));

describe("a day's moments", () => {
  it("are all shown when they are few", () => {
    expect(spread(day(8), undefined)).toHaveLength(8);
  });

  it("are eight from the whole day when they are many, first and last among them", () => {
    const slots = day(30);
    const shown = spread(slots, undefined);
    expect(shown).toHaveLength(8);
    expect(shown[0]).toBe(slots[0]);
    expect(shown.at(-1)).toBe(slots.at(-1));
  });

  it("never hide the one that was chosen, and keep their order", () => {
    const slots = day(30);
    const shown = spread(slots, slots[2]?.start);
    expect(shown).toContain(slots[2]);
    expect(shown).toEqual(slots.filter((slot) => shown.includes(slot)));
  });
});

describe("other moments, when one was taken", () => {
  const type = { slug: "control", name: "Check-up", minutes: 45, resources: ["mottet", "ferri"] };
  const slots = ["mottet", "ferri"].map((resource) => ({
    start: "2026-11-26T07:00:00Z",
    resource,
  }));

  it("are one for each time, with nobody's name, for whoever minds no name", () => {
    expect(alternativesFor(type, true, slots)).toEqual([
      { type, start: "2026-11-26T07:00:00Z", resource: null },
    ]);
  });

  it("say whose they are to whoever chose somebody", () => {
    const offered = alternativesFor(type, false, slots);
    expect(offered.map(({ resource }) => resource)).toEqual(["mottet", "ferri"]);
  });
});
