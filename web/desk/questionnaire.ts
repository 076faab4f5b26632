/** The questionnaire's view: by consequence, in the patient's own words, on one page of paper. */

import type { Form } from "../types/form.ts";
import { type Answered, sortAnswers } from "./answers.ts";
import type { Appointment } from "./api.ts";
import { drawProblems } from "./detail.ts";
import { Piece, show } from "./dom.ts";
import type { Whole } from "./records.ts";
import { fullWhen, words } from "./words.ts";

export interface Read {
  appointment: Appointment;
  name: string;
  form: Form;
  whole: Whole;
  zone: string;
}

export const drawQuestionnaire = (read: Read, back: () => void): HTMLElement => {
  const { appointment, form, whole, zone } = read;
  const { alerts, yes, ask, no } = sortAnswers(form, whole.answers);
  const piece = new Piece("t-questionnaire").fill({
    name: read.name,
    about: words("questionnaire-about", {
      type: appointment.type,
      when: fullWhen(appointment.start, zone),
    }),
    received: words("questionnaire-received", {
      when: fullWhen(appointment.questionnaire?.received_at ?? appointment.received_at, zone),
    }),
  });
  piece.on("back", back).on("print", () => window.print());
  drawProblems(piece, form, whole.problems);
  piece.say("older", whole.older ? words("questionnaire-older") : null);
  piece.slot("alerts").append(...alerts.map(alert));
  show(piece.slot("alerts"), alerts.length > 0);
  show(piece.slot("no-alerts"), alerts.length === 0);
  draw(piece, "yes", yes);
  draw(piece, "ask", ask);
  draw(piece, "no", no);
  piece.fill({
    "yes-count": String(yes.length),
    "ask-count": String(ask.length),
    "no-count": words("noes", { n: no.length }),
    "no-list": no.map(({ short }) => short).join(", "),
  });
  return piece.root;
};

const draw = (piece: Piece, name: "yes" | "ask" | "no", answers: Answered[]): void => {
  show(piece.slot(`${name}-section`), answers.length > 0);
  piece.slot(name).append(...answers.map(line));
};

const alert = ({ short, question, words: said, said: chosen }: Answered): HTMLElement =>
  new Piece("t-alert").fill({
    what: short,
    words: said.join(" · ") || (chosen ?? ""),
    question,
  }).root;

const line = ({ question, said, words: own }: Answered): HTMLElement => {
  const chosen = said ?? (own.length > 0 ? "" : words("unanswered"));
  return new Piece("t-answer").fill({
    question,
    said: chosen,
    words: own.length > 0 && chosen !== "" ? ` · ${own.join(" · ")}` : own.join(" · "),
  }).root;
};
