/** The calendar file: fetched with the link's secret, then handed to the reader's own calendar. */

import type { Vault } from "./api.ts";
import { element } from "./dom.ts";

export const saveCalendar = async (
  vault: Vault,
  secret: string,
  language: string,
): Promise<void> => {
  const address = URL.createObjectURL(await vault.calendar(secret, language));
  const link = element("a");
  link.href = address;
  link.download = "appointment.ics";
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
};
