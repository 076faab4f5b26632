/** The middle column: the day by resource, with its hours, what is confirmed and what is asked for. */

import type { Appointment, Day } from "./api.ts";
import { type DayLayout, layOut, type Span } from "./day.ts";
import { Piece, show } from "./dom.ts";
import { recordOf } from "./records.ts";
import { type Drawing, matches, nameAndAge, replaceKeepingFocus } from "./requests.ts";
import { capital, dateOf, longDay, minuteOf, time, words } from "./words.ts";

const STANDS = new Set(["REQUESTED", "CONFIRMED"]);

export const drawDay = (drawing: Drawing): void => {
  const { desk, day } = drawing;
  const standing = day.appointments.filter(({ status }) => STANDS.has(status));
  const open = day.hours.map((hours) => openSpan(hours, day.zone));
  const empty = open.length === 0 && standing.length === 0;
  desk.fill({
    "day-title": capital(longDay(day.date)),
    "day-now": day.date === drawing.today ? time(day.now, day.zone) : "",
    "day-empty-why": words(open.length === 0 ? "day-closed" : "day-free"),
  });
  show(desk.slot("day-wait"), false);
  show(desk.slot("day-empty"), standing.length === 0);
  show(desk.slot("grid-scroll"), !empty);
  drawCancelled(drawing);
  if (empty) {
    desk.slot("axis").replaceChildren();
    desk.slot("lanes").replaceChildren();
    return;
  }
  const layout = layOut(
    open,
    standing.map((one) => spanOf(one, day.zone)),
  );
  drawAxis(drawing, layout);
  const lanes = day.resources.map((resource) => {
    const own = standing.filter((one) => one.resource === resource.id);
    return lane(drawing, layout, resource.name, own, day);
  });
  replaceKeepingFocus(desk.slot("lanes"), lanes);
  scrollToNow(drawing);
};

/** Once a day: afterwards the page stays where it was scrolled to. */
const scrollToNow = ({ desk, day }: Drawing): void => {
  const scrolled = desk.slot("grid-scroll");
  if (scrolled.dataset.date === day.date) return;
  scrolled.dataset.date = day.date;
  const now = desk.slot("axis").querySelector<HTMLElement>(".now");
  scrolled.scrollTop = now ? now.offsetTop - scrolled.clientHeight / 2 : 0;
};

/** Their time may be another's already: they stand beside the timetable, not in it. */
const drawCancelled = (drawing: Drawing): void => {
  const { desk, day, records } = drawing;
  const cancelled = day.appointments.filter(({ status }) => status === "CANCELLED");
  show(desk.slot("cancelled"), cancelled.length > 0);
  desk.fill({ "cancelled-count": words("cancelled", { n: cancelled.length }) });
  const names = cancelled.map((one) => {
    const piece = new Piece("t-cancelled").fill({
      at: time(one.start, day.zone),
      name: nameAndAge(records.listed(one)),
    });
    piece.root.dataset.record = recordOf(one);
    piece.root.addEventListener("click", () => drawing.select(recordOf(one)));
    return piece.root;
  });
  replaceKeepingFocus(desk.slot("cancelled-names"), names);
};

const spanOf = ({ start, minutes }: Appointment, zone: string): Span => {
  const from = minuteOf(start, zone);
  return { from, to: Math.min(24 * 60, from + minutes) };
};

/** Hours come as times of the practice's clock, or as instants. */
const openSpan = ({ opens, closes }: { opens: string; closes: string }, zone: string): Span => ({
  from: minuteOfClock(opens, zone),
  to: minuteOfClock(closes, zone) || 24 * 60,
});

const minuteOfClock = (text: string, zone: string): number => {
  if (text.includes("T")) return minuteOf(text, zone);
  const [hours = 0, minutes = 0] = text.split(":").map(Number);
  return hours * 60 + minutes;
};

const drawAxis = ({ desk, day, today }: Drawing, layout: DayLayout): void => {
  const marks = layout.hours.map(({ minute, top }) => {
    const mark = document.createElement("span");
    mark.className = "hour";
    mark.textContent = clock(minute);
    at(mark, top);
    return mark;
  });
  const grid = desk.slot("grid");
  grid.style.setProperty("--height", `${layout.height}px`);
  if (day.date === today && dateOf(day.now, day.zone) === today) {
    const now = layout.place({ from: minuteOf(day.now, day.zone), to: 0 });
    const mark = document.createElement("span");
    mark.className = "now";
    mark.textContent = time(day.now, day.zone);
    at(mark, now.top);
    marks.push(mark);
  }
  desk.slot("axis").replaceChildren(...marks);
};

const lane = (
  drawing: Drawing,
  layout: DayLayout,
  name: string,
  own: Appointment[],
  day: Day,
): HTMLElement => {
  const asked = own.filter(({ status }) => status === "REQUESTED").length;
  const piece = new Piece("t-lane").fill({
    name,
    count: [
      words("appointments", { n: own.length }),
      ...(asked > 0 ? [words("to-confirm", { n: asked })] : []),
    ].join(", "),
  });
  const folded = layout.stretches.filter(({ open }) => !open);
  const rules = layout.hours.map(({ top }) => {
    const rule = document.createElement("i");
    rule.className = "rule";
    at(rule, top);
    return rule;
  });
  piece.slot("body").append(
    ...rules,
    ...folded.map(({ from, to, top, height }) => {
      const closed = new Piece("t-closed").fill({
        words: words("closed-between", { from: clock(from), to: clock(to) }),
      });
      at(closed.root, top, height);
      return closed.root;
    }),
    ...[...own]
      .sort((one, other) => one.start.localeCompare(other.start))
      .map((one) => slot(drawing, layout, one, day)),
  );
  return piece.root;
};

const slot = (drawing: Drawing, layout: DayLayout, one: Appointment, { zone }: Day) => {
  const { records } = drawing;
  const flags = records.flags(one)?.length ?? 0;
  const { top, height } = layout.place(spanOf(one, zone));
  const piece = new Piece("t-slot").fill({
    at: time(one.start, zone),
    name: nameAndAge(records.listed(one)),
    type: words("type-and-minutes", { type: one.type, minutes: one.minutes }),
    status: words(`status.${one.status}`),
    "flag-words": words("flags-declared", { n: flags }),
  });
  show(piece.slot("flag"), flags > 0);
  const { root } = piece;
  const record = recordOf(one);
  root.dataset.record = record;
  root.classList.toggle("asked", one.status === "REQUESTED");
  root.classList.toggle("short", height < 40);
  root.classList.toggle("apart", !matches(drawing, one));
  if (record === drawing.selected) root.setAttribute("aria-current", "true");
  root.addEventListener("click", () => drawing.select(record));
  at(root, top, height - 2);
  return root;
};

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

/** Through custom properties: narrow pages lay the same pieces out as a list. */
const at = (element: HTMLElement, top: number, height?: number): void => {
  element.style.setProperty("--top", `${Math.round(top)}px`);
  if (height !== undefined) element.style.setProperty("--tall", `${Math.round(height)}px`);
};
