/** Both recovery sheets, laid out for the printer and for it alone: the screen never shows them. */

import encodeQR from "qr";
import { type Group, PREFIX } from "../keys/groups.ts";
import type { Practice } from "./api.ts";
import { byId, Piece } from "./dom.ts";
import { language, wholeDate, words } from "./words.ts";

const SVG = "http://www.w3.org/2000/svg";
const QUIET = 4; // modules of white around the code, as its standard asks

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
    piece.slot("qr").append(square(key));
    return piece.root;
  });
  byId("sheets").replaceChildren(...papers);
};

export const clearSheets = (): void => byId("sheets").replaceChildren();

/** Where a sheet is typed in when everything else is lost. */
const recoveryPage = (): string => `${location.origin}/${language()}/recover`;

const groupOf = ({ group, word }: Group, index: number): HTMLElement =>
  new Piece("t-group").fill({ number: String(index + 1), group, word }).root;

/** The key as a QR code: capitals and digits fit its denser mode. */
const square = (key: string): SVGElement => {
  const made = { ecc: "quartile", encoding: "alphanumeric", border: QUIET } as const;
  const rows = encodeQR(key, "raw", made);
  const size = rows.length;
  let path = "";
  for (const [row, modules] of rows.entries()) {
    for (const [column, dark] of modules.entries()) {
      if (dark) path += `M${column} ${row}h1v1h-1z`;
    }
  }
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", `0 0 ${size} ${size}`);
  drawing.setAttribute("shape-rendering", "crispEdges");
  const modules = document.createElementNS(SVG, "path");
  modules.setAttribute("d", path);
  drawing.append(modules);
  return drawing;
};
