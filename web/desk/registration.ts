/** Registers this computer with a link's code, which stays in memory until the desk has answered. */

import { takeFromAddress } from "./address.ts";
import { call, Refused } from "./api.ts";

/** A code that is used, old or nobody's; or a link of another practice than this computer's. */
export type NotTaken = "bad-code" | "other-practice";

export class Registration {
  #code = takeFromAddress("r");

  /** Why the code was not taken; null when it was, or when there is none. Throws when no answer came. */
  async settle(): Promise<NotTaken | null> {
    if (this.#code === null) return null;
    const said = await notTaken(this.#code);
    this.#code = null;
    return said;
  }
}

const notTaken = async (code: string): Promise<NotTaken | null> => {
  try {
    await call("register", { method: "POST", bearer: code });
    return null;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return error.reason === "other-practice" ? "other-practice" : "bad-code";
  }
};
