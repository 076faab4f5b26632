/** A day's hours become places, and its patients an order to walk in. */

import { describe, expect, it } from "vitest";
import { dayAfter, FOLDED, layOut, step, walkingOrder } from "./day.ts";

const MORNING = { from: 8 * 60, to: 12 * 60 };
const AFTERNOON = { from: 13 * 60 + 30, to: 18 * 60 };

describe("the timetable", () => {
  it("folds the hours in which everybody is closed", () => {
    const { stretches, height } = layOut([MORNING, AFTERNOON, MORNING], []);
    expect(stretches.map(({ open }) => open)).toEqual([true, false, true]);
    expect(stretches[1]).toMatchObject({ from: 720, to: 810, height: FOLDED });
    expect(height).toBe(8.5 * 72 + FOLDED);
  });

  it("places an appointment by its time, and as tall as it lasts", () => {
    const { place } = layOut([MORNING], []);
    expect(place({ from: 9 * 60, to: 9 * 60 + 30 })).toEqual({ top: 72, height: 36 });
  });

  it("places what follows a folded pause below it", () => {
    const { place } = layOut([MORNING, AFTERNOON], []);
    expect(place({ from: 13 * 60 + 30, to: 14 * 60 }).top).toBe(4 * 72 + FOLDED);
  });

  it("gives a short appointment room for its line", () => {
    const span = { from: 600, to: 605 };
    expect(layOut([MORNING], [span]).place(span).height).toBeGreaterThanOrEqual(22);
  });

  it("shows an appointment outside the hours rather than losing it", () => {
    const late = { from: 19 * 60, to: 19 * 60 + 30 };
    const { stretches } = layOut([MORNING], [late]);
    expect(stretches.at(-1)).toMatchObject({ ...late, open: true });
  });

  it("has nothing to show on a closed day", () => {
    expect(layOut([], [])).toMatchObject({ height: 0, hours: [], stretches: [] });
  });
});

describe("walking with J and K", () => {
  const order = walkingOrder([{ id: "b" }, { id: "a" }], [{ id: "a" }, { id: "c" }]);

  it("goes through the requests and then the day, each patient once", () => {
    expect(order).toEqual(["b", "a", "c"]);
  });

  it("begins with the oldest request", () => {
    expect(step(order, null, 1)).toBe("b");
    expect(step(order, "gone", 1)).toBe("b");
  });

  it("stays at an end", () => {
    expect(step(order, "c", 1)).toBe("c");
    expect(step(order, "b", -1)).toBe("b");
    expect(step([], null, 1)).toBeNull();
  });
});

describe("the day before and after", () => {
  it.each([
    ["2026-10-25", 1, "2026-10-26"], // clocks go back
    ["2026-03-29", -1, "2026-03-28"],
    ["2026-12-31", 1, "2027-01-01"],
    ["2028-02-28", 1, "2028-02-29"],
  ])("%s and %i is %s", (date, days, expected) => {
    expect(dayAfter(date, days)).toBe(expected);
  });
});
