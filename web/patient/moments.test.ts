import { describe, expect, it } from "vitest";
import { Clock, monthOfEnd } from "./moments.ts";

const GENEVA = "Europe/Zurich";
const NBSP = "\u00a0";

describe("a moment", () => {
  it("is told by the practice's clock, in the reader's language", () => {
    const start = new Date("2026-11-26T13:30:00Z");
    expect(new Clock("en", GENEVA).moment(start)).toBe(`Thursday 26${NBSP}November, 14:30`);
    expect(new Clock("fr", GENEVA).moment(start)).toBe(`Jeudi 26${NBSP}novembre, 14:30`);
    expect(new Clock("de", GENEVA).moment(start)).toBe(`Donnerstag 26.${NBSP}November, 14:30`);
    expect(new Clock("it", GENEVA).moment(start)).toBe(`Giovedì 26${NBSP}novembre, 14:30`);
  });

  it("belongs to the practice's day, not to that of UTC", () => {
    const clock = new Clock("en", GENEVA);
    expect(clock.date(new Date("2026-11-25T23:30:00Z"))).toBe("2026-11-26");
  });

  it("is a number of calendar days away, whatever the hours are", () => {
    const clock = new Clock("en", GENEVA);
    const late = new Date("2026-03-28T22:00:00Z");
    const early = new Date("2026-03-29T05:00:00Z"); // the clock was put forward between
    expect(clock.daysBetween(late, early)).toBe(1);
    expect(clock.daysBetween(early, early)).toBe(0);
  });

  it("shows midnight as 00, not as 24", () => {
    expect(new Clock("en", GENEVA).time(new Date("2026-11-25T23:05:00Z"))).toBe("00:05");
  });
});

describe("the month of an appointment's end", () => {
  it("is that of UTC", () => {
    expect(monthOfEnd("2026-11-30T23:30:00Z", 20)).toBe("2026-11");
    expect(monthOfEnd("2026-11-30T23:30:00Z", 45)).toBe("2026-12");
  });
});
