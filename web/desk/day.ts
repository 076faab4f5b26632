/**
 * Where things stand on a day: minutes to pixels, with the hours in which everybody is closed
 * folded. Pure: the agenda draws what this says.
 */

export interface Span {
  from: number; // minutes since midnight, by the practice's clock
  to: number;
}

/** A stretch of the day's axis: open ones grow with time, closed ones have one height. */
export interface Stretch extends Span {
  open: boolean;
  top: number;
  height: number;
}

export interface DayLayout {
  stretches: Stretch[];
  height: number;
  /** The full hours to write at the side. */
  hours: { minute: number; top: number }[];
  place: (span: Span) => { top: number; height: number };
}

export const FOLDED = 28;
const ROOMY = 72; // pixels an hour, when no appointment is short
const TALL = 96; // when one lasts a quarter of an hour or less
const SHORT = 20;
const LEAST = 22; // an appointment always has room for one line

export const layOut = (open: readonly Span[], taken: readonly Span[]): DayLayout => {
  const spans = merge([...open, ...taken].map(toWholeHalfHours));
  const hour = taken.some(({ from, to }) => to - from < SHORT) ? TALL : ROOMY;
  const stretches: Stretch[] = [];
  let top = 0;
  for (const span of spans) {
    const before = stretches.at(-1);
    if (before) {
      stretches.push({ from: before.to, to: span.from, open: false, top, height: FOLDED });
      top += FOLDED;
    }
    const height = ((span.to - span.from) / 60) * hour;
    stretches.push({ ...span, open: true, top, height });
    top += height;
  }
  const at = (minute: number): number => {
    const found = stretches.find(({ to }) => minute <= to) ?? stretches.at(-1);
    if (!found) return 0;
    const share = (minute - found.from) / (found.to - found.from);
    return found.top + Math.min(1, Math.max(0, share)) * found.height;
  };
  return {
    stretches,
    height: top,
    hours: fullHours(stretches).map((minute) => ({ minute, top: at(minute) })),
    place: ({ from, to }) => ({ top: at(from), height: Math.max(LEAST, at(to) - at(from)) }),
  };
};

/** Requests oldest first, then the day in its order; a request of this day stands once. */
export const walkingOrder = (
  requests: readonly { id: string }[],
  appointments: readonly { id: string }[],
): string[] => [...new Set([...requests, ...appointments].map(({ id }) => id))];

/** The one after or before; without a selection, the first. At an end, that end. */
export const step = (order: readonly string[], from: string | null, by: 1 | -1): string | null => {
  const at = from === null ? -1 : order.indexOf(from);
  if (at < 0) return order[0] ?? null;
  return order[Math.min(order.length - 1, Math.max(0, at + by))] ?? null;
};

/** `2026-11-23` and a number of days: a calendar's day, so no clock change can move it. */
export const dayAfter = (date: string, days: number): string => {
  const moved = new Date(`${date}T12:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + days);
  return moved.toISOString().slice(0, 10);
};

const toWholeHalfHours = ({ from, to }: Span): Span => ({
  from: Math.floor(from / 30) * 30,
  to: Math.min(24 * 60, Math.ceil(Math.max(to, from + 5) / 30) * 30),
});

const merge = (spans: Span[]): Span[] => {
  const merged: Span[] = [];
  for (const span of spans.sort((one, other) => one.from - other.from)) {
    const last = merged.at(-1);
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else merged.push({ ...span });
  }
  return merged;
};

const fullHours = (stretches: readonly Stretch[]): number[] => {
  const hours = new Set<number>();
  for (const { from, to, open } of stretches) {
    if (!open) continue;
    for (let minute = Math.ceil(from / 60) * 60; minute <= to; minute += 60) hours.add(minute);
  }
  return [...hours].sort((one, other) => one - other);
};
