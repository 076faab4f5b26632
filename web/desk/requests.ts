/** The left column: what waits for an answer, oldest first. */

import type { Appointment, Day } from "./api.ts";
import { Piece, show } from "./dom.ts";
import { type Listed, type Records, recordOf } from "./records.ts";
import { fullWhen, shortWhen, words } from "./words.ts";

export interface Drawing {
  desk: Piece;
  /** The day shown, of one practice. */
  day: Day;
  /** Of all practices, oldest first. */
  requests: readonly Appointment[];
  records: Records;
  today: string;
  /** The record's name (`recordOf`). */
  selected: string | null;
  /** What is being searched, in lower case. */
  find: string;
  select(id: string): void;
}

export const drawRequests = (drawing: Drawing): void => {
  const { desk, requests, records } = drawing;
  const oldest = requests[0];
  desk.fill({
    "requests-title":
      requests.length === 0 ? words("requests-none") : words("requests", { n: requests.length }),
    "requests-since": oldest
      ? words("requests-since", {
          when: shortWhen(oldest.received_at, records.zone(oldest), drawing.today),
        })
      : "",
  });
  show(desk.slot("no-requests"), requests.length === 0);
  const rows = requests.filter((one) => matches(drawing, one)).map((one) => row(drawing, one));
  replaceKeepingFocus(desk.slot("requests"), rows);
};

/** The name, or what can be said in its place. */
export const nameIn = (listed: Listed | undefined): string => {
  if (!listed) return words("name-opening");
  if (listed.closed) return words("name-closed");
  return listed.name === "" ? words("name-missing") : listed.name;
};

export const nameAndAge = (listed: Listed | undefined): string => {
  const name = nameIn(listed);
  // A child's age stands in the list: it decides who has to come along.
  return listed && listed.age !== "" && Number(listed.age) >= 0 && Number(listed.age) < 18
    ? words("name-and-age", { name, n: Number(listed.age) })
    : name;
};

export const matches = ({ find, records }: Drawing, one: Appointment): boolean =>
  find === "" || folded(nameIn(records.listed(one))).includes(folded(find));

/** Without case and accents: `Zoe` finds `Zoé`. */
const folded = (text: string): string =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

const row = (drawing: Drawing, one: Appointment): HTMLElement => {
  const { records, today } = drawing;
  const zone = records.zone(one);
  const listed = records.listed(one);
  const flags = records.flags(one)?.length ?? 0;
  const piece = new Piece("t-request")
    .fill({
      name: nameAndAge(listed),
      received: shortWhen(one.received_at, zone, today),
      when: shortWhen(one.start, zone, today),
      type: one.type,
      "flag-words": words("flags-declared", { n: flags }),
      "flag-count": String(flags),
    })
    .say("practice", records.several ? records.seat(one.practice).practice.name : null)
    .say("refused", listed?.closed ? words(`closed.${listed.closed}`) : null);
  show(piece.slot("flag"), flags > 0);
  const button = piece.root.querySelector("button") as HTMLButtonElement;
  const record = recordOf(one);
  button.dataset.record = record;
  button.title = fullWhen(one.start, zone);
  if (record === drawing.selected) button.setAttribute("aria-current", "true");
  button.addEventListener("click", () => drawing.select(record));
  return piece.root;
};

/** A list that is drawn anew under somebody's hands keeps the focus on the same record. */
export const replaceKeepingFocus = (list: HTMLElement, rows: HTMLElement[]): void => {
  const active = document.activeElement;
  const focused =
    active instanceof HTMLElement && list.contains(active) ? active.dataset.record : undefined;
  list.replaceChildren(...rows);
  if (focused === undefined) return;
  list.querySelector<HTMLElement>(`[data-record="${CSS.escape(focused)}"]`)?.focus();
};
