/** What everybody at the desk is told about the host's certificate (P17). */

import type { HostingState } from "./api.ts";
import { words } from "./words.ts";

/** The sentences of the moment; null when there is nothing to say. */
export const hostingWords = ({ closed, days_left, asked }: HostingState): string | null => {
  if (closed !== null) return words(`hosting-closed.${closed}`);
  if (days_left === null) return null;
  if (days_left < 0) return words("hosting-ended");
  const ends = words("hosting-ends", { n: days_left });
  return asked ? `${ends} ${words("hosting-closes")}` : ends;
};
