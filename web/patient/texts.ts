/** The page's sentences, as the server rendered them in the reader's language. */

import { jsonOf } from "./dom.ts";

export interface Plural {
  one: string;
  other: string;
}

export interface Texts {
  today: string;
  tomorrow: string;
  minutes: string;
  anyone: string;
  looking: string;
  noMoment: string;
  chosen: string;
  allTimes: string;
  sealing: string;
  toCorrect: Plural;
  theme: string;
  problems: Record<string, string>;
  status: Record<string, string>;
}

let read: Texts | undefined;

export const texts = (): Texts => {
  read ??= jsonOf<Texts>("texts");
  return read;
};

/** `fill("Theme {n} of {all}", {n: 2, all: 9})` */
export const fill = (text: string, values: Record<string, string | number>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

export const counted = (plural: Plural, count: number, language: string): string =>
  fill(new Intl.PluralRules(language).select(count) === "one" ? plural.one : plural.other, {
    count,
  });
