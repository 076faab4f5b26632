import { describe, expect, it } from "vitest";
import { NoAnswer, Refused } from "./api.ts";
import { NotSealed } from "./parcel.ts";
import { kindOf, mayHaveArrived } from "./trouble.ts";
import { NotOpen, Untrusted } from "./trust.ts";

describe("what the page says when something fails", () => {
  it.each([
    [new NoAnswer(true), "offline"],
    [new NoAnswer(false), "silent"],
    [new NotSealed(""), "unsealed"],
    [new Untrusted(""), "untrusted"],
    [new NotOpen(""), "closed"],
    [new Refused(503, null, "unavailable"), "unavailable"],
    [new Refused(422, null, "unavailable"), "unavailable"],
    [new Refused(422, "form", "wrong-form"), "outdated"],
    [new Refused(422, "link", "ended"), "ended"],
    [new Refused(413, "parts", "too-large"), "refused"],
    [new TypeError("a fault of ours"), "broken"],
  ])("%s is told as %s", (error, kind) => {
    expect(kindOf(error)).toBe(kind);
  });

  it.each([
    [new NoAnswer(false), true],
    [new TypeError("a fault of ours"), true],
    [new NoAnswer(true), false],
    [new NotSealed(""), false],
    [new Refused(503, null, "unavailable"), false],
  ])("%s may have arrived: %s", (error, arrived) => {
    expect(mayHaveArrived(error)).toBe(arrived);
  });
});
