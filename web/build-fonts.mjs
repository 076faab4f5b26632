/**
 * The fonts, cut down to the letters that our four languages need: three files of 14 KB at most.
 *
 * Patients' names in other letters are drawn by the device's own fonts.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import subsetFont from "subset-font";

const MOST_BYTES = 14 * 1024;

const range = (from, to) =>
  String.fromCodePoint(...Array.from({ length: to - from + 1 }, (_, i) => from + i));

const LETTERS = [
  range(0x20, 0x5b), // space ! … Z [
  "]_",
  range(0x61, 0x7a), // a-z
  "\u00a0«°·»", // no-break space and the punctuation of French
  range(0xc0, 0xcf), // accents of Western Europe, without × ÷ and the letters of Iceland
  range(0xd1, 0xd6),
  range(0xd8, 0xdc),
  range(0xdf, 0xef),
  range(0xf1, 0xf6),
  range(0xf8, 0xfc),
  "ÿŒœŸ€‹›‘’“”„–—…",
  "\u2009\u202f", // thin space, narrow no-break space
  "←→✓",
].join("");

/** Body text may say anything that a keyboard writes. */
const EVERYTHING = [LETTERS, range(0x20, 0x7e), range(0xa0, 0xff), "ẞ‚‘•−′″"].join("");

/** What `fonts.css` calls a font, the file it is cut from, and the letters that stay. */
const FONTS = {
  "sans-400.woff2": ["@fontsource/figtree/files/figtree-latin-400-normal.woff2", EVERYTHING],
  "sans-600.woff2": ["@fontsource/figtree/files/figtree-latin-600-normal.woff2", EVERYTHING],
  "serif-600.woff2": [
    "@fontsource/source-serif-4/files/source-serif-4-latin-600-normal.woff2",
    LETTERS,
  ],
};

/** Writes the cut fonts into a folder. */
export async function buildFonts(folder) {
  await mkdir(folder, { recursive: true });
  for (const [name, [source, letters]] of Object.entries(FONTS)) {
    const cut = await subsetFont(await readFile(join("node_modules", source)), letters, {
      targetFormat: "woff2",
      keepFeatures: ["kern", "tnum"], // small capitals and swashes would double the file
      noHinting: true,
    });
    if (cut.length > MOST_BYTES) {
      throw new Error(`The font ${name} has ${cut.length} bytes; ${MOST_BYTES} is the most.`);
    }
    await writeFile(join(folder, name), cut);
  }
}
