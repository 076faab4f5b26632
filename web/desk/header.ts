/** The header: whose desk it is, who stands before it, and in which of the three states. */

import { byId, say, show } from "./dom.ts";
import type { Inside } from "./protocol.ts";
import { initials, time, words } from "./words.ts";

const TEN_MINUTES_MS = 10 * 60_000;

export class Header {
  opened(inside: Inside): void {
    this.#state("opened");
    const { name, role } = inside.member;
    byId("practice-name").textContent = inside.practice.name;
    byId("member-name").textContent = name;
    byId("member-initials").textContent = initials(name);
    byId("member-role").textContent = words(`role.${role}`);
    const until = time(new Date(inside.untilMs).toISOString(), inside.practice.zone);
    byId("open-until").textContent = words("open-until", { time: until });
    show(
      byId("to-journal"),
      inside.seats.some(({ member }) => member.role === "PRACTITIONER"),
    );
    this.#warn(inside);
  }

  screenLocked(): void {
    this.#empty("screen");
  }

  closed(): void {
    this.#empty("locked");
  }

  #empty(state: "screen" | "locked"): void {
    this.#state(state);
    for (const id of ["member-name", "member-initials", "member-role"]) byId(id).textContent = "";
    say("wrong-clock", null);
    say("left-out", null);
    say("journal-wrong", null);
  }

  #state(state: "opened" | "screen" | "locked"): void {
    for (const each of ["opened", "screen", "locked"]) show(byId(`state-${each}`), each === state);
    show(byId("views"), state === "opened");
    show(byId("languages"), state !== "opened");
  }

  /** What the person has to know of this computer, and of a practice that could not be opened. */
  #warn({ clockOffMs, leftOut }: Inside): void {
    const minutes = Math.round(Math.abs(clockOffMs) / 60_000);
    const off = Math.abs(clockOffMs) > TEN_MINUTES_MS;
    say("wrong-clock", off ? words("wrong-clock", { n: minutes }) : null);
    const names = leftOut.map(({ practice }) => practice).join(", ");
    say("left-out", names === "" ? null : words("left-out", { practices: names }));
  }
}
