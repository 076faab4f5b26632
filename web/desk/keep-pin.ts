/** A new PIN: signed and sealed by the worker, kept by the server, and only then the one that counts. */

import { call } from "./api.ts";
import type { Keys } from "./keys.ts";
import type { Inside } from "./protocol.ts";

/** Six digits, or null for none any more. When the server does not answer, the former one goes on counting. */
export const keepPin = async (keys: Keys, pin: string | null): Promise<Inside> => {
  const age = await keys.ask("setPin", { pin });
  await call("mine", { method: "PUT", body: { age } });
  return keys.ask("mineKept", null);
};
