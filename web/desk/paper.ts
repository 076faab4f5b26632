/** Both recovery sheets, laid out for the printer and for it alone: the screen never shows them. */

import { type Group, PREFIX } from "../keys/groups.ts";
import type { Practice } from "./api.ts";
import { byId, Piece } from "./dom.ts";
import { square } from "./square.ts";
import { language, wholeDate, words } from "./words.ts";

/** The key in its square: capitals and digits fit its denser mode. */
const DENSE = { ecc: "quartile", encoding: "alphanumeric" } as const;

export const drawSheets = (groups: readonly Group[], key: string, practice: Practice): void => {
  const date = wholeDate(new Date(), practice.zone);
  const papers = (["a", "b"] as const).map((name) => {
    const piece = new Piece("t-paper").fill({
      title: words(`sheet-${name}`),
      keep: words(`keep-${name}`),
      printed: words("printed", { practice: practice.name, date }),
      address: recoveryPage(),
      slug: practice.slug,
    });
    const technical = piece.slot("technical");
    technical.textContent = technical.textContent.replace("{prefix}", PREFIX);
    piece.slot("groups").append(...groups.map(groupOf));
    piece.slot("qr").append(square(key, DENSE));
    return piece.root;
  });
  byId("sheets").replaceChildren(...papers);
};

export const clearSheets = (): void => byId("sheets").replaceChildren();

/** Where a sheet is typed in when everything else is lost. */
const recoveryPage = (): string => `${location.origin}/${language()}/recover`;

const groupOf = ({ group, word }: Group, index: number): HTMLElement =>
  new Piece("t-group").fill({ number: String(index + 1), group, word }).root;
