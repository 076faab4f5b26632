/** A QR code as a drawing: dark modules on whatever lies behind, with the white that its standard asks for. */

import encodeQR, { type QrOpts } from "qr";

const SVG = "http://www.w3.org/2000/svg";
const QUIET = 4; // modules

export const square = (text: string, how: QrOpts = {}): SVGElement => {
  const rows = encodeQR(text, "raw", { border: QUIET, ...how });
  const dark = rows.flatMap((row, y) => row.map((on, x) => (on ? `M${x} ${y}h1v1h-1z` : "")));
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${rows.length} ${rows.length}`);
  svg.setAttribute("shape-rendering", "crispEdges");
  svg.setAttribute("aria-hidden", "true"); // the same stands beside it in letters
  const modules = document.createElementNS(SVG, "path");
  modules.setAttribute("d", dark.join(""));
  svg.append(modules);
  return svg;
};
