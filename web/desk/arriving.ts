/** A browser that nobody registered: whoever comes shows a passkey, or types a sign-in name and six digits. */

import { type Challenge, call, type Member, type Practice, Refused, Unreachable } from "./api.ts";
import { byId, say, show } from "./dom.ts";
import { hasPasskeys, NoPasskey, type RequestOptions, usePasskey } from "./passkey.ts";
import { words } from "./words.ts";

/** Somebody whom the server knows now; the first number to sign came along. */
export interface Recognised extends Challenge {
  member: Member;
  practice: Practice;
}

/** Which passkey it was, and its secret; null for six digits, or a passkey that has no secret. */
export interface Shown {
  credential: string;
  secret: string | null;
}

export class Arriving {
  readonly #form = byId<HTMLFormElement>("digits-form");
  readonly #name = byId<HTMLInputElement>("sign-in-name");
  readonly #digits = byId<HTMLInputElement>("digits");
  #busy = false;

  constructor(readonly recognised: (who: Recognised, passkey: Shown | null) => Promise<void>) {
    show(byId("door-passkey-part"), hasPasskeys());
    show(byId("door-no-passkeys"), !hasPasskeys());
    byId("door-passkey").addEventListener("click", () => void this.#byPasskey());
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#byDigits();
    });
  }

  /** What was typed leaves the page. */
  empty(): void {
    this.#name.value = "";
    this.#digits.value = "";
    say("door-passkey-error", null);
    say("digits-error", null);
  }

  async #byPasskey(): Promise<void> {
    await this.#alone("door-passkey-error", async () => {
      const options = await call<RequestOptions>("passkey-door", { method: "POST", body: {} });
      const { answer, secret } = await usePasskey(options);
      const body = { credential: answer };
      const who = await call<Recognised>("passkey-door/enter", { method: "POST", body });
      await this.recognised(who, { credential: answer.id, secret });
    });
  }

  async #byDigits(): Promise<void> {
    const [name, code] = [this.#name.value.trim(), this.#digits.value.replace(/\s/g, "")];
    const wrong = name === "" ? this.#name : /^\d{6}$/.test(code) ? null : this.#digits;
    if (wrong) {
      say("digits-error", words(wrong === this.#name ? "sign-in-name-missing" : "digits-short"));
      wrong.focus();
      return;
    }
    await this.#alone("digits-error", async () => {
      const body = { name, code };
      const who = await call<Recognised>("totp-door", { method: "POST", body });
      await this.recognised(who, null);
    });
  }

  /** One attempt at a time; what went wrong is said beside what was pressed. */
  async #alone(errorAt: string, attempt: () => Promise<void>): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    say("door-passkey-error", null);
    say("digits-error", null);
    byId("arriving-progress").textContent = words("opening");
    try {
      await attempt();
    } catch (error) {
      say(errorAt, words(sentenceKey(error, errorAt === "digits-error")));
      if (errorAt === "digits-error") this.#digits.select();
    } finally {
      this.#busy = false;
      byId("arriving-progress").textContent = "";
    }
  }
}

const sentenceKey = (error: unknown, digits: boolean): string => {
  if (error instanceof NoPasskey) return `passkey.${error.why}`;
  if (error instanceof Unreachable) return "factor-unreachable";
  if (error instanceof Refused && error.reason === "slow") return "passphrase-slow";
  return digits ? "digits-wrong" : "passkey.unknown";
};
