/** A form as the register defines it: one definition for the patient's page and the desk (adr 2). */

export type Kind = "text" | "long" | "age" | "email" | "telephone" | "choice" | "several";

export type Part = "core" | "detail";

export interface Choice {
  value: string;
  label: string;
}

/** The field is asked only when another field's answer is one of these. */
export interface When {
  field: string;
  is: string[];
}

export interface Field {
  name: string;
  kind: Kind;
  part: Part;
  required: boolean;
  group: string;
  label: string;
  hint: string | null;
  short: string | null;
  /** The greatest length, in code points. */
  most: number | null;
  choices: Choice[];
  when: When | null;
  one_of: string | null;
  /** Answers that stand in front at the desk; `*` is any. */
  alert: string[];
  autocomplete?: string | null;
}

export interface Group {
  name: string;
  label: string;
  hint: string | null;
}

export interface Form {
  activity: string;
  digest: string;
  version: string;
  class: string;
  parts: Part[];
  fields: Field[];
  groups: Group[];
}

export type Answer = string | number | string[];

export type Answers = Record<string, Answer>;

export type Reason =
  | "missing"
  | "too-long"
  | "malformed"
  | "not-a-choice"
  | "out-of-range"
  | "unknown";

export interface Problem {
  field: string;
  reason: Reason;
}
