/** Several practices: whose day is shown. Requests of all stand in one list. */

import { Piece, show } from "./dom.ts";
import type { Records } from "./records.ts";

export const drawPractices = (
  desk: Piece,
  { inside, several }: Records,
  shown: string,
  choose: (slug: string) => void,
): void => {
  const at = desk.slot("practices");
  show(at, several);
  if (!several) return;
  if (at.childElementCount === 0) {
    at.append(
      ...inside.seats.map(({ practice }) => {
        const piece = new Piece("t-practice").fill({ name: practice.name });
        piece.root.dataset.practice = practice.slug;
        piece.root.addEventListener("click", () => choose(practice.slug));
        return piece.root;
      }),
    );
  }
  for (const button of at.querySelectorAll<HTMLElement>("[data-practice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.practice === shown));
  }
};
