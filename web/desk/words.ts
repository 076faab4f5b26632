/** Sentences of the page (rendered in its language, in `#texts`), dates and times by the practice's clock. */

import { byId } from "./dom.ts";

let texts: Readonly<Record<string, string>> | null = null;

/** A sentence, with `{name}` replaced. The same name with `.one` and `.other` follows `n`. */
export const words = (
  key: string,
  values: Readonly<Record<string, string | number>> = {},
): string => {
  texts ??= JSON.parse(byId("texts").textContent ?? "{}") as Record<string, string>;
  const plural = "n" in values ? `${key}.${pluralOf(Number(values.n))}` : key;
  const text = texts[plural] ?? texts[key];
  if (text === undefined) throw new Error(`the page has no text ${key}`);
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
};

export const language = (): string => document.documentElement.lang;

/** The page's language as dates are written here: the day before the month. */
const locale = (): string => (language() === "en" ? "en-GB" : language());

const pluralOf = (n: number): "one" | "other" =>
  new Intl.PluralRules(language()).select(n) === "one" ? "one" : "other";

const asWritten = (text: string): string => text.replace(/ /g, "\u00a0");

export const capital = (text: string): string =>
  text.charAt(0).toLocaleUpperCase(language()) + text.slice(1);

/** `Switzerland`, for `CH`; what is no country stays as it is. */
export const countryName = (code: string): string =>
  /^[A-Z]{2}$/.test(code)
    ? (new Intl.DisplayNames([language()], { type: "region" }).of(code) ?? code)
    : code;

/** `16 May 2028`, for `2028-05-16`; what is no day stays as it is. */
export const dayInWords = (day: string): string => {
  const at = new Date(`${day}T12:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(at.valueOf())
    ? formatted(at, "UTC", { day: "numeric", month: "long", year: "numeric" })
    : day;
};

const formatted = (at: Date, zone: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(locale(), { timeZone: zone, ...options }).format(at);

/** `10:00`, always by the practice's clock. */
export const time = (instant: string, zone: string): string =>
  formatted(new Date(instant), zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** `2026-11-23`, the day on the practice's calendar. */
export const dateOf = (instant: string, zone: string): string =>
  new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).format(new Date(instant));

/** Minutes since midnight by the practice's clock. */
export const minuteOf = (instant: string, zone: string): number => {
  const [hours = 0, minutes = 0] = new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  })
    .format(new Date(instant))
    .split(":")
    .map(Number);
  return hours * 60 + minutes;
};

/** `Monday 23 November`: a calendar day, whatever the clock of this computer. */
export const longDay = (date: string): string =>
  formatted(new Date(`${date}T12:00:00Z`), "UTC", {
    weekday: "long",
    day: "numeric",
    month: "long",
  }).replace(",", "");

/** `23 November 2026`, for paper that is read years later. */
export const wholeDate = (at: Date, zone: string): string =>
  formatted(at, zone, { day: "numeric", month: "long", year: "numeric" });

export const weekday = (date: string): string =>
  formatted(new Date(`${date}T12:00:00Z`), "UTC", { weekday: "long" });

/** `today 16:52`, `tomorrow 10:00`, `Tue 24 Nov, 10:00`: the least that says when. */
export const shortWhen = (instant: string, zone: string, today: string): string => {
  const date = dateOf(instant, zone);
  const hour = time(instant, zone);
  if (date === today) return asWritten(words("today-at", { time: hour }));
  const day = formatted(new Date(instant), zone, {
    weekday: "short",
    day: "numeric",
    month: "short",
  });
  return `${asWritten(day.replace(/,/g, ""))}, ${hour}`;
};

/** `Tuesday 24 November, 10:00` */
export const fullWhen = (instant: string, zone: string): string =>
  `${longDay(dateOf(instant, zone))}, ${asWritten(time(instant, zone))}`;

/** `Tuesday 10:00`, for a button. */
export const buttonWhen = (instant: string, zone: string): string =>
  asWritten(`${weekday(dateOf(instant, zone))} ${time(instant, zone)}`);

/** Two letters that stand for a person of the practice. */
export const initials = (name: string): string => {
  const parts = name.replace(/^(Dr|Dre|Dr\.|Dott\.?(ssa)?)\s+/u, "").split(/[\s-]+/u);
  return parts
    .slice(0, 2)
    .map((part) => part.charAt(0))
    .join("")
    .toLocaleUpperCase();
};
