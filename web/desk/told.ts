/** What the server says of agreement and instructions, and how one of them is drawn. */

import type { Act } from "./contract.ts";
import { Piece, show } from "./dom.ts";
import { dayInWords, fullWhen, words } from "./words.ts";

export interface Instruction {
  number: number;
  issued: string;
  who: string;
  acts: string[];
  until: string | null;
  about: string | null;
  in_force: boolean;
  withdrawn: { at: string; who: string } | null;
  /** What the journal says was done on it. */
  done: { at: string; act: string; what: string }[];
}

/** The answer to `GET instructions`. */
export interface Shown {
  may: boolean;
  /** Whether the newest one that was signed is still there. */
  whole: boolean;
  agreement: {
    text: string;
    digest: string;
    signed: {
      at: string;
      who: string;
      digest: string;
      text: string;
      language: string;
      /** Whether this installation shows another text today. */
      changed: boolean;
    } | null;
  };
  acts: Act[];
  /** The newest instruction as signed: what the next one follows. */
  last: string | null;
  instructions: Instruction[];
  /** Appointments to come whose messages stayed behind in a hand-over. */
  untold: number;
  now: string;
}

const isStanding = ({ until, about }: Instruction): boolean => until === null && about === null;

/** The instruction on which an act may be done until further notice, if there is one. */
export const standingFor = (act: string, { instructions }: Shown): Instruction | null =>
  instructions.find((one) => one.in_force && isStanding(one) && one.acts.includes(act)) ?? null;

export const forOnce = ({ instructions }: Shown): Instruction[] =>
  instructions.filter((one) => one.in_force && !isStanding(one));

export const over = ({ instructions }: Shown): Instruction[] =>
  instructions.filter((one) => !one.in_force);

interface Row {
  title: string;
  words: string;
  told: Instruction | null;
  zone: string;
  /** The button's label; null where nothing can be done. */
  label: string | null;
  act: () => void;
}

/** One row; what was signed with it falls with it, and is named. */
export const drawRow = (row: Row, others: readonly string[] = []): HTMLElement => {
  const { title, told, zone, label } = row;
  const piece = new Piece("t-told").fill({ title, words: row.words });
  piece.say("in-force", told?.in_force ? inForce(told, zone) : null, "in-force-words");
  piece.say("not-in-force", told?.in_force ? null : notInForce(told, zone), "not-in-force-words");
  piece.say("about", told?.about ? words("told-about", { about: told.about }) : null);
  const together = label && others.length > 0 ? others.join(", ") : null;
  piece.say("together", together && words("told-together", { acts: together }));
  piece.fill({ "act-label": label ?? "", of: ` (${title})` }).on("act", row.act);
  show(piece.slot("may"), label !== null);
  drawDone(piece, told?.done ?? [], zone);
  return piece.root;
};

const inForce = ({ number, issued, who, until }: Instruction, zone: string): string => {
  const signed = { number, who, when: fullWhen(issued, zone) };
  return until
    ? words("told-until", { ...signed, until: dayInWords(until) })
    : words("told-since", signed);
};

const notInForce = (told: Instruction | null, zone: string): string => {
  if (!told) return words("told-never");
  const { number, withdrawn, until } = told;
  if (!withdrawn) return words("told-ran-out", { number, until: dayInWords(until ?? "") });
  return words("told-withdrawn", {
    number,
    who: withdrawn.who,
    when: fullWhen(withdrawn.at, zone),
  });
};

const drawDone = (piece: Piece, done: Instruction["done"], zone: string): void => {
  show(piece.slot("done"), done.length > 0);
  piece.fill({ "done-words": words("told-done", { n: done.length }) });
  const rows = done.map(({ at, what }) => {
    const [did = ""] = what.split("/");
    return new Piece("t-done").fill({ when: fullWhen(at, zone), did: doing(did), what }).root;
  });
  piece.slot("done-rows").replaceChildren(...rows);
};

const doing = (did: string): string => {
  try {
    return words(`told-did.${did}`);
  } catch {
    return words("told-did");
  }
};
