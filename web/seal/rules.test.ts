import { describe, expect, it } from "vitest";
import type { Field, Form, Kind, Reason } from "../types/form.ts";
import { ageFromText, asks, check, split, type Unchecked } from "./rules.ts";

const field = (name: string, kind: Kind, more: Partial<Field> = {}): Field => ({
  name,
  kind,
  part: "core",
  required: false,
  group: "main",
  label: name,
  hint: null,
  short: null,
  most: kind === "text" ? 80 : kind === "long" ? 1000 : null,
  choices: [],
  when: null,
  one_of: null,
  alert: [],
  ...more,
});

const choices = (...values: string[]) => values.map((value) => ({ value, label: value }));
const forSomebodyElse = { field: "whom", is: ["child", "other"] };

const form: Form = {
  activity: "appointment",
  digest: "0".repeat(64),
  version: "0".repeat(12),
  class: "desk",
  parts: ["core", "detail"],
  groups: [],
  fields: [
    field("whom", "choice", { required: true, choices: choices("self", "child", "other") }),
    field("surname", "text", { required: true }),
    field("age", "age", { required: true }),
    field("representative", "text", { required: true, when: forSomebodyElse }),
    field("bond", "text", { when: { field: "representative", is: ["Aunt"] } }),
    field("email", "email", { one_of: "contact" }),
    field("telephone", "telephone", { one_of: "contact" }),
    field("message", "long", { part: "detail" }),
    field("aids", "several", { part: "detail", choices: choices("ramp", "sign", "quiet") }),
    field("ramp", "text", { part: "detail", when: { field: "aids", is: ["ramp"] } }),
    field("child", "text", {
      part: "detail",
      required: true,
      when: { field: "whom", is: ["child"] },
    }),
  ],
};

const lea: Unchecked = { whom: "self", surname: "Rochat", age: 34, email: "lea@patient.example" };

describe("a form", () => {
  it("with every required answer has no problem", () => {
    expect(check(form, lea)).toEqual([]);
  });

  it("names every starred field that is missing, in the form's order, and the contact once (P20b)", () => {
    expect(check(form, {})).toEqual([
      { field: "whom", reason: "missing" },
      { field: "surname", reason: "missing" },
      { field: "age", reason: "missing" },
      { field: "email", reason: "missing" },
    ]);
  });

  it.each([
    ["an empty text", ""],
    ["spaces", "  \n "],
    ["an empty list", []],
    ["null", null],
    ["undefined", undefined],
  ])("takes %s for no answer", (_, surname) => {
    expect(check(form, { ...lea, surname })).toEqual([{ field: "surname", reason: "missing" }]);
  });

  it("is content with either way of reaching the patient", () => {
    const { email, ...without } = lea;
    expect(email).toBeDefined();
    expect(check(form, { ...without, telephone: "022 555 01 42" })).toEqual([]);
  });

  it.each<[string, unknown, Reason]>([
    ["surname", "x".repeat(10_000), "too-long"],
    ["surname", "x".repeat(81), "too-long"],
    ["surname", "Ro\nchat", "malformed"],
    ["surname", "Ro\u0000chat", "malformed"],
    ["surname", "Ro\u0085chat", "malformed"],
    ["surname", "Ro\u2028chat", "malformed"],
    ["surname", "Ro\ud83d", "malformed"],
    ["surname", 7, "malformed"],
    ["surname", { toString: () => "Rochat" }, "malformed"],
    ["surname", ["Rochat"], "malformed"],
    ["message", "x".repeat(1001), "too-long"],
    ["message", "a\u0007b", "malformed"],
    ["message", "a\ud800b", "malformed"],
    ["age", -3, "out-of-range"],
    ["age", 131, "out-of-range"],
    ["age", 3.5, "out-of-range"],
    ["age", Number.POSITIVE_INFINITY, "out-of-range"],
    ["age", Number.NaN, "malformed"],
    ["age", "34", "malformed"],
    ["age", "old", "malformed"],
    ["email", "lea", "malformed"],
    ["email", "lea.patient.example", "malformed"],
    ["email", "lea@patient", "malformed"],
    ["email", "lea@", "malformed"],
    ["email", "@patient.example", "malformed"],
    ["email", "lea@patient..example", "malformed"],
    ["email", "lea@patient.example.", "malformed"],
    ["email", "lea @patient.example", "malformed"],
    ["email", "lea@patient.example, favre@patient.example", "malformed"],
    ["email", "lea@patient.example,favre@patient.example", "malformed"],
    ["email", "Léa<lea@patient.example>", "malformed"],
    ["email", "lea@patient.example\r\nBcc: all@patient.example", "malformed"],
    ["email", `${"l".repeat(250)}@patient.example`, "too-long"],
    ["telephone", "none", "malformed"],
    ["telephone", "12345", "malformed"],
    ["telephone", "1234567890123456", "malformed"],
    ["telephone", "++41225550142", "malformed"],
    ["telephone", "022 555 01 42 ext", "malformed"],
    ["telephone", "٠٢٢٥٥٥٠١٤٢", "malformed"],
    ["telephone", 225550142, "malformed"],
    ["whom", "myself", "not-a-choice"],
    ["whom", ["self"], "malformed"],
    ["aids", ["ramp", "lift"], "not-a-choice"],
    ["aids", ["ramp", "ramp"], "malformed"],
    ["aids", "ramp", "malformed"],
    ["aids", [["ramp"]], "malformed"],
  ])("refuses %s %j as %s", (name, value, reason) => {
    expect(check(form, { ...lea, [name]: value })).toEqual([{ field: name, reason }]);
  });

  it.each<[string, unknown]>([
    ["surname", "Rochat-D'Été"],
    ["surname", "بن سعيد"],
    ["surname", "כהן\u200f"],
    ["surname", "李"],
    ["surname", "Léa 🦷👩‍👧"],
    ["surname", "🦷".repeat(80)],
    ["surname", ` ${"x".repeat(80)} `],
    ["message", "two\nlines\r\nand\ta tab"],
    ["age", 0],
    ["age", 130],
    ["email", "léa+rdv@pâtient.example"],
    ["email", " lea@patient.example "],
    ["telephone", "+41 (0)22 / 555-01.42"],
    ["telephone", "555 014"],
    ["telephone", "+41\u00a022\u00a0555\u00a001\u00a042"],
    ["aids", ["quiet", "ramp"]],
  ])("accepts %s %j", (name, value) => {
    expect(check(form, { ...lea, [name]: value })).toEqual([]);
  });

  it("reports what it does not know, and does not fall for names that objects inherit", () => {
    const hostile: unknown = JSON.parse(
      '{"__proto__":{"surname":"x"},"constructor":"x","surnam":"x"}',
    );
    expect(check(form, { ...lea, ...(hostile as object) }).map((one) => one.field)).toContain(
      "surnam",
    );
    const only = check(form, hostile as Unchecked);
    expect(only).toContainEqual({ field: "__proto__", reason: "unknown" });
    expect(only).toContainEqual({ field: "constructor", reason: "unknown" });
    expect(only).toContainEqual({ field: "surname", reason: "missing" });
  });
});

describe("a field with a name that every object inherits", () => {
  it("is answered only when somebody answered it", () => {
    const odd: Form = { ...form, fields: [field("constructor", "text", { required: true })] };
    expect(check(odd, {})).toEqual([{ field: "constructor", reason: "missing" }]);
    expect(check(odd, JSON.parse('{"constructor":"Eiffel"}'))).toEqual([]);
  });
});

describe("a question that depends on another", () => {
  it("is required only when it is asked", () => {
    expect(check(form, { ...lea, whom: "other" })).toEqual([
      { field: "representative", reason: "missing" },
    ]);
    expect(check(form, { ...lea, whom: "other", representative: "Ana" })).toEqual([]);
  });

  it("is not checked and not sent when it is not asked", () => {
    const answers = { ...lea, representative: "x".repeat(500) };
    expect(check(form, answers)).toEqual([]);
    expect(split(form, answers).core).not.toHaveProperty("representative");
  });

  it("is not asked when the question before it is not asked either", () => {
    const answers = { ...lea, representative: "Aunt", bond: "near" };
    expect(split(form, answers).core).not.toHaveProperty("bond");
    expect(split(form, { ...answers, whom: "child", child: "Mia" }).core).toHaveProperty("bond");
  });

  it("is asked after one of several answers", () => {
    const answers = { ...lea, aids: ["quiet", "ramp"], ramp: "1 m" };
    expect(split(form, answers).detail).toEqual({ aids: ["quiet", "ramp"], ramp: "1 m" });
    expect(split(form, { ...answers, aids: ["quiet"] }).detail).toEqual({ aids: ["quiet"] });
  });

  it("does not go round in circles", () => {
    const circle: Form = {
      ...form,
      fields: [
        field("a", "text", { when: { field: "b", is: ["1"] } }),
        field("b", "text", { when: { field: "a", is: ["1"] } }),
        field("c", "text", { when: { field: "nowhere", is: ["1"] } }),
      ],
    };
    expect(check(circle, { a: "1", b: "1", c: "1" })).toEqual([]);
    expect(split(circle, { a: "1", b: "1", c: "1" }).core).toEqual({});
  });
});

describe("an opened part", () => {
  it("is checked for its own fields alone", () => {
    expect(check(form, { message: "hello" }, { parts: ["detail"], opened: true })).toEqual([]);
    expect(check(form, lea, { parts: ["core"], opened: true })).toEqual([]);
  });

  it("is flagged when it holds another part's field", () => {
    const problems = check(
      form,
      { message: "a", surname: "b" },
      { parts: ["detail"], opened: true },
    );
    expect(problems).toEqual([{ field: "surname", reason: "unknown" }]);
  });

  it("is flagged when it answers what was not asked", () => {
    const problems = check(
      form,
      { ...lea, representative: "Ana" },
      { parts: ["core"], opened: true },
    );
    expect(problems).toEqual([{ field: "representative", reason: "unknown" }]);
  });

  it("is not blamed for a choice of fields that another part may have answered", () => {
    const spread: Form = {
      ...form,
      fields: [
        field("email", "email", { one_of: "contact" }),
        field("telephone", "telephone", { one_of: "contact", part: "detail" }),
      ],
    };
    expect(check(spread, {}, { parts: ["core"], opened: true })).toEqual([]);
    expect(check(spread, {})).toEqual([{ field: "email", reason: "missing" }]);
  });

  it("is not blamed for a question that another part decides, but its answer is checked", () => {
    const scope = { parts: ["detail"], opened: true } as const;
    expect(check(form, { child: "Mia" }, scope)).toEqual([]);
    expect(check(form, { child: "x".repeat(81) }, scope)).toEqual([
      { field: "child", reason: "too-long" },
    ]);
  });
});

describe("splitting", () => {
  it("names every part, so that nobody learns which was left empty", () => {
    expect(split(form, lea)).toEqual({ core: lea, detail: {} });
  });

  it("leaves out what is unknown or unanswered, and the spaces around a text", () => {
    const answers = { ...lea, surname: " Rochat ", telephone: " ", nickname: "L", aids: [] };
    expect(split(form, answers)).toEqual({ core: lea, detail: {} });
  });

  it("gives parts that pass the desk's check whenever the page's check passes", () => {
    const some = <T>(...of: T[]): T | undefined => of[Math.floor(Math.random() * of.length)];
    let passed = 0;
    for (let round = 0; round < 3000; round++) {
      const answers = {
        whom: some("self", "child", "other"),
        surname: some("Rochat", " בן ", "", "x".repeat(81)),
        age: some(0, 34, 131, 34),
        representative: some("Ana", "Aunt", "", undefined),
        bond: some("near", ""),
        email: some("lea@patient.example", "", "lea"),
        telephone: some("022 555 01 42", "", undefined),
        message: some("a\nb", "", undefined),
        aids: some(["ramp"], ["sign", "quiet"], []),
        ramp: some("1 m", ""),
        child: some("Mia", ""),
      };
      if (check(form, answers).length > 0) continue;
      passed += 1;
      const { core = {}, detail = {} } = split(form, answers);
      expect(check(form, core, { parts: ["core"], opened: true })).toEqual([]);
      expect(check(form, detail, { parts: ["detail"], opened: true })).toEqual([]);
    }
    expect(passed).toBeGreaterThan(100);
  });
});

describe("an age as it is typed", () => {
  it.each([
    ["34", 34],
    [" 7 ", 7],
    ["-3", -3],
    ["3,5", 3.5],
    ["0x10", "0x10"],
    ["1e2", "1e2"],
    ["thirty", "thirty"],
    ["", ""],
  ])("%j becomes %j", (text, age) => {
    expect(ageFromText(text)).toBe(age);
  });
});

describe("a question", () => {
  const asked = (name: string, answers: Unchecked): boolean => {
    const found = form.fields.find((one) => one.name === name);
    if (!found) throw new RangeError(name);
    return asks(form, found, answers);
  };

  it("that stands on nothing is always asked", () => {
    expect(asked("surname", {})).toBe(true);
  });

  it("is asked once the answer that it stands on is given", () => {
    expect(asked("representative", { whom: "self" })).toBe(false);
    expect(asked("representative", { whom: "child" })).toBe(true);
    expect(asked("ramp", { aids: ["quiet"] })).toBe(false);
    expect(asked("ramp", { aids: ["quiet", "ramp"] })).toBe(true);
  });

  it("is not asked while the question that it stands on is not", () => {
    const answers = { representative: " Aunt " };
    expect(asked("bond", { ...answers, whom: "self" })).toBe(false);
    expect(asked("bond", { ...answers, whom: "other" })).toBe(true);
  });
});
