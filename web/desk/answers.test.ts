/** A questionnaire stands at the desk by consequence, whatever page sealed it. */

import { describe, expect, it } from "vitest";
import type { Field, Form } from "../types/form.ts";
import { sortAnswers } from "./answers.ts";

const ANSWERS = ["yes", "no", "unknown", "aloud"].map((value) => ({ value, label: `«${value}»` }));

const field = (name: string, more: Partial<Field> = {}): Field => ({
  name,
  kind: "choice",
  part: "detail",
  required: false,
  group: "health",
  label: `${name}?`,
  hint: null,
  short: name.toUpperCase(),
  most: null,
  choices: ANSWERS,
  when: null,
  one_of: null,
  alert: [],
  ...more,
});

const after = (question: string) => ({ field: question, is: ["yes"] });

const FORM: Form = {
  activity: "questionnaire",
  digest: "",
  version: "",
  class: "care",
  parts: ["detail"],
  groups: [],
  fields: [
    field("heart", { alert: ["yes"] }),
    field("heart_which", {
      kind: "several",
      when: after("heart"),
      choices: [
        { value: "valve", label: "Artificial valve" },
        { value: "rhythm", label: "Irregular heartbeat" },
      ],
    }),
    field("heart_words", { kind: "text", choices: [], when: after("heart") }),
    field("pressure"),
    field("pressure_words", { kind: "text", choices: [], when: after("pressure") }),
    field("lungs"),
    field("treatments", { kind: "long", choices: [] }),
    field("warning", { kind: "long", choices: [], alert: ["*"] }),
  ],
};

const names = (payload: Record<string, unknown>) => {
  const { alerts, yes, ask, no } = sortAnswers(FORM, payload);
  const only = (answers: { name: string }[]) => answers.map(({ name }) => name);
  return { alerts: only(alerts), yes: only(yes), ask: only(ask), no: only(no) };
};

describe("what the patient declared", () => {
  it("puts what changes a treatment in front, with the patient's own words", () => {
    const { alerts } = sortAnswers(FORM, {
      heart: "yes",
      heart_which: ["valve", "rhythm"],
      heart_words: " since 2020 ",
    });
    expect(alerts).toEqual([
      {
        name: "heart",
        short: "HEART",
        question: "heart?",
        said: "«yes»",
        words: ["Artificial valve", "Irregular heartbeat", "since 2020"],
      },
    ]);
  });

  it("puts any text in front where the form says so", () => {
    expect(names({ warning: "latex" }).alerts).toEqual(["warning"]);
  });

  it("lists a yes and a free text as declared", () => {
    expect(names({ pressure: "yes", treatments: "aspirin" }).yes).toEqual([
      "pressure",
      "treatments",
    ]);
  });

  it("keeps a no apart", () => {
    expect(names({ lungs: "no" }).no).toEqual(["lungs"]);
  });

  it.each(["unknown", "aloud"])("leaves '%s' to be asked in person", (answer) => {
    expect(names({ lungs: answer }).ask).toContain("lungs");
  });

  it("leaves what was not answered to be asked in person, never among the noes", () => {
    const { ask, no } = names({});
    expect(ask).toEqual(["heart", "pressure", "lungs", "treatments", "warning"]);
    expect(no).toEqual([]);
  });
});

describe("what an odd page sealed", () => {
  it("asks about a no that carries words", () => {
    const { ask } = sortAnswers(FORM, { pressure: "no", pressure_words: "perindopril" });
    expect(ask[1]).toMatchObject({ name: "pressure", said: "«no»", words: ["perindopril"] });
  });

  it("asks about an answer that is none of the choices, and shows it", () => {
    const { ask } = sortAnswers(FORM, { lungs: "perhaps" });
    expect(ask.find(({ name }) => name === "lungs")?.said).toBe("perhaps");
  });

  it("takes no answer from what every object inherits", () => {
    const form = { ...FORM, fields: [field("constructor")] };
    expect(sortAnswers(form, {}).ask).toHaveLength(1);
  });

  it("cuts a text that no page of ours would have sealed", () => {
    const [treatments] = sortAnswers(FORM, { treatments: "x".repeat(10_000) }).yes;
    expect(treatments?.words[0]?.length).toBeLessThan(5000);
  });
});
