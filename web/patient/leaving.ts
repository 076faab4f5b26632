/** Asks before the page is left while it holds answers that stand nowhere else. */

let held: () => boolean = () => false;
let dialling = false;

export const askBeforeLeaving = (holdsAnswers: () => boolean): void => {
  held = holdsAnswers;
};

const ask = (event: BeforeUnloadEvent): void => {
  if (held() && !dialling) event.preventDefault();
};

// A call does not leave the page, and yet browsers announce it as leaving.
const telephone = (event: Event): void => {
  const link = event.target instanceof Element ? event.target.closest('a[href^="tel:"]') : null;
  if (!link) return;
  dialling = true;
  setTimeout(() => {
    dialling = false;
  }, 1000);
};

addEventListener("beforeunload", ask);
addEventListener("click", telephone, { capture: true });
