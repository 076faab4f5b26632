/** Days and times as the practice's clock shows them, in the reader's language. */

const LOCALES: Record<string, string> = { en: "en-GB" }; // 24 November, not November 24
const DAY_MS = 86_400_000;

export class Clock {
  readonly #locale: string;
  readonly #zone: string;

  constructor(language: string, zone: string) {
    this.#locale = LOCALES[language] ?? language;
    this.#zone = zone;
  }

  /** Thursday 26 November */
  day(instant: Date): string {
    return titled(
      this.#format(instant, { weekday: "long", day: "numeric", month: "long" })
        .replace(",", "")
        .replace(/(\d\.?) /g, "$1\u00a0"),
    );
  }

  /** 14:30 */
  time(instant: Date): string {
    return this.#format(instant, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  }

  /** Thursday 26 November, 14:30 */
  moment(instant: Date): string {
    return `${this.day(instant)}, ${this.time(instant)}`;
  }

  /** 2026-11-26, for comparing days. */
  date(instant: Date): string {
    const parts = new Intl.DateTimeFormat("en-CA", { dateStyle: "short", timeZone: this.#zone });
    return parts.format(instant);
  }

  /** How many days of the calendar lie between two instants. */
  daysBetween(earlier: Date, later: Date): number {
    return (Date.parse(this.date(later)) - Date.parse(this.date(earlier))) / DAY_MS;
  }

  /** Whether the reader's own clock shows other hours at that instant. */
  differsHere(instant: Date): boolean {
    const here = new Intl.DateTimeFormat(this.#locale, {
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
    return here.format(instant) !== this.time(instant);
  }

  #format(instant: Date, options: Intl.DateTimeFormatOptions): string {
    const format = new Intl.DateTimeFormat(this.#locale, { ...options, timeZone: this.#zone });
    return format.format(instant);
  }
}

/** The month of the appointment's end in UTC: the relay's key of that month serves it (adr 2). */
export const monthOfEnd = (start: string, minutes: number): string =>
  new Date(Date.parse(start) + minutes * 60_000).toISOString().slice(0, 7);

const titled = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
