/** The set-up's second step: six words, written down and typed back from the paper; or words of one's own. */

import { canonical, WORDS } from "../keys/passphrase.ts";
import { byId, say, show } from "./dom.ts";
import { OwnWords } from "./own-words.ts";
import { words } from "./words.ts";

type Shown = "words-shown" | "words-back" | "own-form";

interface Asking {
  draw: () => string;
  /** Names that a stranger would try first. */
  near: readonly string[];
  accepted: (passphrase: string) => Promise<void>;
}

export const askPassphrase = ({ draw, near, accepted }: Asking): void => {
  const typed = byId<HTMLInputElement>("typed-words");
  const own = new OwnWords(near, (passphrase) => accept(passphrase));
  let drawn = "";

  const showWords = (): void => {
    byId("six-words").replaceChildren(...drawn.split(" ").map(asItem));
    turn("words-shown");
  };
  const drawAnew = (): void => {
    drawn = draw();
    showWords();
  };
  const typeBack = (): void => {
    byId("six-words").replaceChildren();
    turn("words-back");
    typed.focus();
  };
  const chooseOwn = (): void => {
    byId("six-words").replaceChildren();
    turn("own-form");
    void own.open();
  };
  const check = async (event: Event): Promise<void> => {
    event.preventDefault();
    const slip = slipIn(typed.value, drawn);
    refuse(typed, slip);
    if (slip === null) await accept(drawn);
  };
  const accept = async (passphrase: string): Promise<void> => {
    show(byId("words-wait"), true);
    await painted();
    await accepted(passphrase);
    drawn = "";
    typed.value = "";
    own.clear();
    show(byId("words-wait"), false);
    listen(false); // what `accepted` holds, the keys among it, hangs on these buttons
  };
  const listen = (on: boolean): void => {
    byId("words-other").onclick = on ? drawAnew : null;
    byId("words-again").onclick = on ? showWords : null;
    byId("words-written").onclick = on ? typeBack : null;
    byId("words-own").onclick = on ? chooseOwn : null;
    byId("own-back").onclick = on ? drawAnew : null;
    byId<HTMLFormElement>("words-back").onsubmit = on ? (event) => void check(event) : null;
  };

  listen(true);
  drawAnew();
};

/** Lets the page draw before the second of work that follows. */
export const painted = (): Promise<void> =>
  new Promise((go) => requestAnimationFrame(() => setTimeout(go, 0)));

/** Which word differs, in a sentence; null when they are the six. */
const slipIn = (typed: string, drawn: string): string | null => {
  const given = canonical(typed).split("-").filter(Boolean);
  const expected = canonical(drawn).split("-");
  if (given.length !== WORDS) return words("words-count", { n: given.length });
  const at = given.findIndex((word, index) => word !== expected[index]);
  return at < 0 ? null : words("word-differs", { n: at + 1 });
};

const refuse = (typed: HTMLInputElement, slip: string | null): void => {
  say("typed-words-error", slip);
  typed.setAttribute("aria-invalid", String(slip !== null));
  if (slip !== null) typed.focus();
};

const turn = (shown: Shown): void => {
  for (const part of ["words-shown", "words-back", "own-form"]) show(byId(part), part === shown);
};

const asItem = (word: string): HTMLElement => {
  const item = document.createElement("li");
  item.textContent = word;
  return item;
};
