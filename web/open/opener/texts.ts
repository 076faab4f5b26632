/** The opener's sentences, in all four languages at once: the file needs nothing beside it. */

import { byId } from "../../desk/dom.ts";
import type { Language } from "../../keys/passphrase.ts";

type Texts = Readonly<Record<string, string>>;

const LANGUAGES: readonly Language[] = ["fr", "en", "de", "it"];
let all: Readonly<Record<Language, Texts>> | null = null;
let chosen: Language = "fr";

export const language = (): Language => chosen;

/** The browser's language to begin with, where it is one of the four. */
export const preferred = (): Language => {
  const wanted = navigator.languages.map((one) => one.slice(0, 2));
  return (
    LANGUAGES.find((one) => one === wanted.find((each) => LANGUAGES.some((l) => l === each))) ??
    "fr"
  );
};

/** Writes every `data-text` of the page in this language. */
export const speak = (to: Language): void => {
  chosen = to;
  document.documentElement.lang = to;
  const places = [document, ...templates()].flatMap((root) => [
    ...root.querySelectorAll<HTMLElement>("[data-text]"),
  ]);
  for (const place of places) place.textContent = words(place.dataset.text ?? "");
  for (const button of document.querySelectorAll<HTMLElement>("[data-language]")) {
    button.setAttribute("aria-pressed", String(button.dataset.language === to));
  }
  document.title = words("title");
};

/** A sentence, with `{name}` replaced; `.one` and `.other` follow `n`. */
export const words = (
  key: string,
  values: Readonly<Record<string, string | number>> = {},
): string => {
  all ??= JSON.parse(byId("texts").textContent ?? "{}") as Record<Language, Texts>;
  const texts = all[chosen];
  const text =
    ("n" in values ? texts[`${key}.${pluralOf(Number(values.n))}`] : undefined) ?? texts[key];
  if (text === undefined) throw new Error(`the page has no text ${key}`);
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
};

const pluralOf = (n: number): "one" | "other" =>
  new Intl.PluralRules(chosen).select(n) === "one" ? "one" : "other";

const templates = (): DocumentFragment[] =>
  [...document.querySelectorAll("template")].map(({ content }) => content);

/** `Tuesday 24 November 2026, 10:00`, by the practice's clock. */
export const whenOf = (instant: string, zone: string): string => {
  const at = new Date(instant);
  if (Number.isNaN(at.valueOf())) return instant;
  const [day, hour] = formatsOf(zone);
  return `${day.format(at)}, ${hour.format(at)}`;
};

type Formats = readonly [day: Intl.DateTimeFormat, hour: Intl.DateTimeFormat];
const made = new Map<string, Formats>();

/** Making one takes longer than using it a thousand times. */
const formatsOf = (zone: string): Formats => {
  const locale = chosen === "en" ? "en-GB" : chosen;
  const known = made.get(`${locale} ${zone}`);
  if (known) return known;
  const day = { weekday: "long", day: "numeric", month: "long", year: "numeric" } as const;
  const hour = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  const fresh = [
    new Intl.DateTimeFormat(locale, { timeZone: zone, ...day }),
    new Intl.DateTimeFormat(locale, { timeZone: zone, ...hour }),
  ] as const;
  made.set(`${locale} ${zone}`, fresh);
  return fresh;
};
