/** The set-up's third step: six words are shown, written down, and typed back from the paper. */

import { canonical, WORDS } from "../keys/passphrase.ts";
import { byId, say, show } from "./dom.ts";
import { words } from "./words.ts";

export const askWords = (
  draw: () => string,
  accepted: (passphrase: string) => Promise<void>,
): void => {
  const typed = byId<HTMLInputElement>("typed-words");
  let drawn = "";

  const showWords = (): void => {
    byId("six-words").replaceChildren(...drawn.split(" ").map(asItem));
    turn(true);
  };
  const drawAnew = (): void => {
    drawn = draw();
    showWords();
  };
  const typeBack = (): void => {
    byId("six-words").replaceChildren();
    turn(false);
    typed.focus();
  };
  const check = async (event: Event): Promise<void> => {
    event.preventDefault();
    const slip = slipIn(typed.value, drawn);
    refuse(typed, slip);
    if (slip !== null) return;
    show(byId("words-wait"), true);
    await painted();
    await accepted(drawn);
    drawn = "";
    typed.value = "";
    show(byId("words-wait"), false);
    listen(false); // what `accepted` holds, the keys among it, hangs on these buttons
  };
  const listen = (on: boolean): void => {
    byId("words-other").onclick = on ? drawAnew : null;
    byId("words-again").onclick = on ? showWords : null;
    byId("words-written").onclick = on ? typeBack : null;
    byId<HTMLFormElement>("words-back").onsubmit = on ? (event) => void check(event) : null;
  };

  listen(true);
  drawAnew();
};

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

const turn = (shown: boolean): void => {
  show(byId("words-shown"), shown);
  show(byId("words-back"), !shown);
};

const asItem = (word: string): HTMLElement => {
  const item = document.createElement("li");
  item.textContent = word;
  return item;
};

/** Lets the page draw before the second of work that follows. */
const painted = (): Promise<void> =>
  new Promise((go) => requestAnimationFrame(() => setTimeout(go, 0)));
