import { describe, expect, it } from "vitest";
import type { Field, Form } from "../types/form.ts";
import { factsOf } from "./facts.ts";

const field = (name: string, more: Partial<Field> = {}): Field => ({
  name,
  kind: "text",
  part: "core",
  required: false,
  group: "main",
  label: `Your ${name}`,
  hint: null,
  short: null,
  most: 80,
  choices: [],
  when: null,
  one_of: null,
  alert: [],
  ...more,
});

const form: Form = {
  activity: "appointment",
  digest: "0".repeat(64),
  version: "0".repeat(12),
  class: "desk",
  parts: ["core"],
  groups: [],
  fields: [
    field("whom", {
      kind: "choice",
      choices: [
        { value: "self", label: "For me" },
        { value: "child", label: "For my child" },
      ],
    }),
    field("first_name"),
    field("surname"),
    field("age"),
    field("representative_first_name"),
    field("representative_surname"),
    field("street"),
    field("postcode"),
    field("city"),
    field("email"),
    field("telephone"),
    field("message"),
    field("interpreter"),
    field("wheelchair", { short: "Wheelchair" }),
  ],
};
const words = (key: string) => key;

describe("the facts beside a request", () => {
  it("put together what belongs together", () => {
    const given = { street: "Rue du Lac 5", postcode: "1207", city: "Genève", telephone: "555" };
    expect(factsOf(form, given, words)).toEqual([
      { label: "fact.reach", lines: ["555"] },
      { label: "fact.address", lines: ["Rue du Lac 5", "1207 Genève"] },
    ]);
  });

  it("name who asked, when it is for somebody else", () => {
    const léa = { representative_first_name: "Léa", representative_surname: "Rochat" };
    expect(factsOf(form, { whom: "child", ...léa }, words)).toEqual([
      { label: "fact.by", lines: ["Léa Rochat", "For my child"] },
    ]);
    expect(factsOf(form, { whom: "self", ...léa }, words)).toEqual([]);
  });

  it("show everything else that the form asks, by its own name", () => {
    expect(factsOf(form, { interpreter: "Tigrinya", wheelchair: "yes" }, words)).toEqual([
      { label: "Your interpreter", lines: ["Tigrinya"] },
      { label: "Wheelchair", lines: ["yes"] },
    ]);
  });

  it("repeat nothing that has its own place", () => {
    expect(factsOf(form, { first_name: "Léa", surname: "Rochat", message: "Hi" }, words)).toEqual(
      [],
    );
  });

  it("say nothing of what the form does not ask, and nothing without a form", () => {
    expect(factsOf(form, { unheard: "of" }, words)).toEqual([]);
    expect(factsOf(undefined, { street: "Rue du Lac 5" }, words)).toEqual([]);
  });
});
