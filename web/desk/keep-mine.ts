/**
 * What a person keeps for themselves: signed and sealed by the worker, kept by the server, and only then
 * what counts. When the server does not answer, the former one goes on counting.
 */

import { call, Refused, Unreachable } from "./api.ts";
import type { Keys } from "./keys.ts";
import type { Inside } from "./protocol.ts";

/** A new PIN of six digits, or null for none any more. */
export const keepPin = async (keys: Keys, pin: string | null): Promise<Inside> =>
  keep(keys, await keys.ask("setPin", { pin }));

/** Once the practice's key was succeeded, the new one is what is trusted, on every computer. */
export const keepTrust = async (keys: Keys): Promise<void> => {
  try {
    const age = await keys.ask("newlyTrusted", null);
    if (age !== null) await keep(keys, age);
  } catch (error) {
    // The next unlock tries again.
    if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
  }
};

const keep = async (keys: Keys, age: string): Promise<Inside> => {
  await call("mine", { method: "PUT", body: { age } });
  return keys.ask("mineKept", null);
};
