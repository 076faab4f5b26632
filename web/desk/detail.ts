/** The right column: one patient, what they sent, and the practice's answer. */

import type { Answers, Form, Problem } from "../types/form.ts";
import { sortAnswers } from "./answers.ts";
import type { Appointment } from "./api.ts";
import { Piece, show } from "./dom.ts";
import { factsOf } from "./facts.ts";
import type { Records, Whole } from "./records.ts";
import { nameIn } from "./requests.ts";
import { buttonWhen, capital, fullWhen, shortWhen, words } from "./words.ts";

export interface Shown {
  appointment: Appointment;
  records: Records;
  zone: string;
  today: string;
  /** The day beside it is the appointment's own. */
  onItsDay: boolean;
  resource: string;
  /** `Request 1 of 9`, or nothing when it is not a request. */
  position: string;
  /** What happened just now, to be said above the buttons. */
  note: string | null;
}

export interface Does {
  confirm(): void;
  decline(): void;
  openQuestionnaire(): void;
  seeDay(): void;
  close(): void;
}

/** The drawn panel, with what the keyboard may do to it. */
export interface Panel {
  root: HTMLElement;
  heading: HTMLElement;
  /** The step before declining; false when there is nothing to decline. */
  ask(): boolean;
  /** Leaves that step; false when it was not open. */
  unask(): boolean;
}

export const drawDetail = (shown: Shown, whole: Whole, health: Whole | null, does: Does): Panel => {
  const { appointment, records, zone } = shown;
  const piece = new Piece("t-detail");
  piece.fill({ position: shown.position });
  piece.say("practice", records.several ? records.seat(appointment.practice).practice.name : null);
  const listed = records.listed(appointment);
  const closed = whole.closed;
  piece.fill({
    name: closed ? words("name-closed") : nameIn(listed),
    age: closed ? "" : ageIn(whole.answers),
  });
  drawRefusal(piece, closed);
  drawHealth(piece, shown, health);
  drawProblems(piece, records.form("appointment", appointment), closed ? [] : whole.problems);
  drawFacts(piece, shown, closed ? {} : whole.answers, does);
  const message = closed ? [] : [whole.answers.message].filter((one) => typeof one === "string");
  piece.say("message", message[0] ?? null, "message-words");
  piece.say("note", shown.note);
  const asked = appointment.status === "REQUESTED";
  const when = buttonWhen(appointment.start, zone);
  piece.say(
    "deadline",
    asked && appointment.answer_by
      ? words("answer-by", { when: shortWhen(appointment.answer_by, zone, shown.today) })
      : null,
    "deadline-words",
  );
  show(piece.slot("answer"), asked);
  piece.fill({
    "confirm-words": words("confirm", { when }),
    "decline-sure": words("decline", { when }),
    "sure-question": words("decline-sure", { when: fullWhen(appointment.start, zone) }),
  });
  piece.on("confirm", does.confirm).on("decline-sure", does.decline).on("close", does.close);
  piece.on("open-questionnaire", does.openQuestionnaire);
  return withStep(piece, asked);
};

const withStep = (piece: Piece, asked: boolean): Panel => {
  const sure = piece.slot("sure");
  const turn = (on: boolean) => {
    show(sure, on);
    show(piece.slot("answer"), !on);
    piece.slot(on ? "decline-sure" : "decline").focus();
  };
  const panel: Panel = {
    root: piece.root,
    heading: piece.slot("heading"),
    ask: () => {
      if (asked) turn(true);
      return asked;
    },
    unask: () => {
      const open = !sure.hidden;
      if (open) turn(false);
      return open;
    },
  };
  piece.on("decline", panel.ask).on("keep", panel.unask);
  return panel;
};

const ageIn = ({ age }: Answers): string =>
  typeof age === "number" ? words("age", { n: age }) : words("age-missing");

const drawRefusal = (piece: Piece, closed: Whole["closed"]): void => {
  piece.say("refused", closed && words(`closed.${closed}`), "refused-title");
  if (closed) piece.fill({ "refused-words": words("closed-then") });
};

const drawHealth = (piece: Piece, shown: Shown, health: Whole | null): void => {
  const { appointment, records } = shown;
  const form = records.form("questionnaire", appointment);
  const cares = records.cares(appointment);
  const received = appointment.questionnaire !== null;
  show(piece.slot("care-only"), received && !cares);
  show(piece.slot("flags"), cares);
  piece.slot("open-questionnaire").toggleAttribute("hidden", health === null);
  if (!cares) return;
  if (!health || !form || health.closed) {
    piece.slot("flags").classList.toggle("calm-box", !health?.closed);
    piece.fill({
      "flags-title": words(health ? "questionnaire-closed" : "questionnaire-none"),
      "flags-note": health?.closed ? words(`closed.${health.closed}`) : "",
    });
    return;
  }
  const { alerts } = sortAnswers(form, health.answers);
  piece.slot("flags").classList.toggle("calm-box", alerts.length === 0);
  piece.fill({
    "flags-title":
      alerts.length === 0
        ? words("questionnaire-calm")
        : words("questionnaire-flags", { n: alerts.length }),
    "flags-note": words("declared-by-patient"),
  });
  piece
    .slot("flag-list")
    .append(
      ...alerts.map(
        ({ short, words: said }) =>
          new Piece("t-flag").fill({ what: short, words: said.join(" · ") }).root,
      ),
    );
};

/** What our own page would have refused: said, not hidden. */
export const drawProblems = (piece: Piece, form: Form | undefined, problems: Problem[]): void => {
  show(piece.slot("problems"), problems.length > 0);
  const lines = problems.slice(0, 20).map(({ field, reason }) => {
    const label = form?.fields.find(({ name }) => name === field)?.label ?? field.slice(0, 40);
    const line = words("problem", { field: label, reason: words(`reason.${reason}`) });
    return new Piece("t-line").fill({ words: line }).root;
  });
  piece.slot("problem-list").replaceChildren(...lines);
};

const drawFacts = (piece: Piece, shown: Shown, answers: Answers, does: Does): void => {
  const { appointment, records, zone, resource } = shown;
  const request = fact(words("fact.time"), [
    capital(fullWhen(appointment.start, zone)),
    words("type-minutes-resource", {
      type: appointment.type,
      minutes: appointment.minutes,
      resource,
    }),
  ]);
  if (!shown.onItsDay) request.querySelector("dd")?.append(seeDayLink(does));
  const facts = [
    request,
    fact(words("fact.state"), [words(`status.${appointment.status}`)]),
    ...factsOf(records.form("appointment", appointment), answers, words).map(({ label, lines }) =>
      fact(label, lines),
    ),
  ];
  piece.slot("facts").replaceChildren(...facts);
};

const seeDayLink = ({ seeDay }: Does): HTMLElement => {
  const piece = new Piece("t-see-day");
  piece.root.addEventListener("click", seeDay);
  return piece.root;
};

const fact = (label: string, lines: string[]): HTMLElement => {
  const piece = new Piece("t-fact").fill({ label });
  const value = piece.slot("value");
  value.replaceChildren(
    ...lines.map((line) => {
      const written = document.createElement("span");
      written.className = "fact-line";
      written.dir = "auto";
      written.textContent = line;
      return written;
    }),
  );
  return piece.root;
};
