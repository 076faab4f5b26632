/** The frame of the set-up's page: which step stands open, the rail beside it, whether it is kept. */

import { byId, say, show } from "./dom.ts";
import { time, words } from "./words.ts";

/** Those of the rail, in their order. */
export const STEPS = ["invitation", "passphrase", "sheets", "proof", "contract", "test"] as const;
export type Step = (typeof STEPS)[number] | "later" | "open";

/** Those in which something is kept that can be gone on with. */
const LEAVABLE: readonly Step[] = ["sheets", "proof", "contract", "test"];

export const turnTo = (step: Step): void => {
  for (const section of document.querySelectorAll<HTMLElement>(".step")) {
    show(section, section.dataset.step === step);
  }
  const at = step === "open" ? STEPS.length : (STEPS as readonly Step[]).indexOf(step);
  if (step !== "later") drawRail(at);
  show(byId("rail-foot"), !["test", "open"].includes(step));
  const leavable = LEAVABLE.includes(step);
  show(byId("resume-later"), leavable);
  if (!leavable) clearKept();
  show(byId("languages"), step === "invitation");
  if (step !== "invitation") byId(`step-${step}`).focus();
};

const drawRail = (at: number): void => {
  document.querySelectorAll<HTMLElement>(".rail li").forEach((item, index) => {
    item.classList.toggle("past", index < at);
    if (index === at) item.setAttribute("aria-current", "step");
    else item.removeAttribute("aria-current");
  });
  byId("rail-count").textContent =
    at < STEPS.length
      ? words("count", { at: at + 1, of: STEPS.length })
      : words("count-done", { of: STEPS.length });
};

const clearKept = (): void => {
  show(byId("kept"), false);
  say("not-kept", null);
};

export const sayKept = (at: Date, zone: string): void => {
  say("not-kept", null);
  byId("kept").textContent = words("kept", { time: time(at.toISOString(), zone) });
  show(byId("kept"), true);
};

export const sayNotKept = (): void => {
  show(byId("kept"), false);
  say("not-kept", words("not-kept"));
};
