/**
 * What was typed lives in this page alone. Browsers bring fields back, or a whole page, when somebody
 * goes back or opens the window again, and it may be somebody else: they come back empty.
 */

export const forgetOnLeaving = (forget: () => void, untouched: () => boolean): void => {
  addEventListener("pagehide", forget);
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
    else if (untouched()) forget(); // on a slow line somebody may type before the page is whole
  });
};
