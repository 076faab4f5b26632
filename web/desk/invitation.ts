/** The set-up's first step: what the link is for, or where it was left. */

import { call, type Member, type Practice, Unreachable } from "./api.ts";
import type { Papers } from "./contract.ts";
import { byId, say, show } from "./dom.ts";
import type { Draft } from "./making.ts";
import { countryName, dayInWords, language, words } from "./words.ts";

export interface Invitation extends Papers {
  practice: Practice;
  country: string;
  relay: string;
  member: Member;
  /** The keys are published. */
  done: boolean;
  /** As they are published. */
  card: string | null;
  draft: Draft | null;
  /** Until when the link serves. */
  until: string;
  now: string;
}

const TEN_MINUTES = 10 * 60 * 1000;
const PARTS = ["wait", "bad", "lost", "done", "resume", "good"] as const;

export const readInvitation = (code: string): Promise<Invitation> =>
  call<Invitation>(`setup?language=${language()}`, { bearer: code });

/** Reads and shows it; null when there is nothing to go on with. */
export const showInvitation = async (code: string): Promise<Invitation | null> => {
  turn("wait");
  if (code === "") {
    turn("bad");
    return null;
  }
  try {
    const invitation = await readInvitation(code);
    draw(invitation);
    const over = invitation.done && !invitation.draft;
    turn(over ? "done" : invitation.draft ? "resume" : "good");
    return over ? null : invitation;
  } catch (error) {
    turn(error instanceof Unreachable ? "lost" : "bad");
    return null;
  }
};

/** How far the vault's clock is ahead of this computer's, in milliseconds. */
export const clockAhead = ({ now }: Invitation): number => {
  const ahead = Date.parse(now) - Date.now();
  const off = Math.abs(ahead) > TEN_MINUTES;
  say("clock-note", off ? words("clock-off", { n: Math.round(Math.abs(ahead) / 60_000) }) : null);
  return ahead;
};

const turn = (shown: (typeof PARTS)[number]): void => {
  for (const part of PARTS) show(byId(`invitation-${part}`), part === shown);
};

const draw = ({ practice, member, country, draft, until, done }: Invitation): void => {
  byId("practice-name").textContent = practice.name;
  const hello = words("hello", { name: member.name });
  for (const at of ["invitation-hello", "resume-hello"]) byId(at).textContent = hello;
  byId("invitation-practice").textContent = words("sets-up", { practice: practice.name });
  byId("invitation-country").textContent = words("law-country", { country: countryName(country) });
  byId("invitation-until").textContent = words("until", { day: dayInWords(until.slice(0, 10)) });
  byId("resume-step").textContent = words(done ? "resume-test" : `resume-${draft?.step ?? "none"}`);
  show(byId("begin-anew-line"), !done);
};
