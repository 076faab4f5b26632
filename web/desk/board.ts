/** What waits and what stands, for all practices of the person: one list of requests, a day for each. */

import { type Appointment, call, type Day, Refused } from "./api.ts";
import type { Records } from "./records.ts";
import { language } from "./words.ts";

export interface Board {
  /** By the practice's slug. */
  days: ReadonlyMap<string, Day>;
  /** Of all practices, oldest first. */
  requests: Appointment[];
}

/** Null is today, whatever day that is where the practice stands. */
export const askBoard = async (records: Records, date: string | null): Promise<Board> => {
  const slugs = records.inside.seats.map(({ practice }) => practice.slug);
  const answers = await Promise.all(slugs.map((slug, at) => askDay(records, slug, date, at === 0)));
  return boardOf(answers.filter((day) => day !== null));
};

export const boardOf = (days: readonly Day[]): Board => ({
  days: new Map(days.map((day) => [day.practice, day])),
  requests: days
    .flatMap(({ requests }) => requests)
    .sort((one, other) => one.received_at.localeCompare(other.received_at)),
});

/** The board once somebody answered: the request leaves the list, the day shows how it stands now. */
export const renewed = ({ days }: Board, now: Appointment): Board =>
  boardOf(
    [...days.values()].map((day) => {
      if (day.practice !== now.practice) return day;
      const renew = (one: Appointment) => (one.id === now.id ? now : one);
      return {
        ...day,
        requests: day.requests.map(renew).filter(({ status }) => status === "REQUESTED"),
        appointments: day.appointments.map(renew),
      };
    }),
  );

const askDay = async (
  { signal }: Records,
  practice: string,
  date: string | null,
  home: boolean,
): Promise<Day | null> => {
  const query = new URLSearchParams({ language: language(), practice });
  if (date !== null) query.set("date", date);
  try {
    const day = await call<Day>(`day?${query}`, { signal });
    const named = (one: Appointment) => ({ ...one, practice });
    return {
      ...day,
      practice,
      appointments: day.appointments.map(named),
      requests: day.requests.map(named),
    };
  } catch (error) {
    // Another practice may have ended its membership meanwhile; the home goes on.
    if (!home && error instanceof Refused) return null;
    throw error;
  }
};
