/** Six digits on a telephone: scanned once, confirmed by the digits that it shows. */

import type { Factors, Ground, Section } from "./access.ts";
import { call } from "./api.ts";
import { show } from "./dom.ts";
import { square } from "./square.ts";
import { dateOf, dayInWords, words } from "./words.ts";

interface ToScan {
  uri: string;
  secret: string;
  login: string;
}

export class OwnDigits implements Section {
  readonly #code: HTMLInputElement;

  constructor(readonly ground: Ground) {
    const { page } = ground;
    this.#code = page.slot<HTMLInputElement>("digits-code");
    page.on("digits-begin", () => void ground.act("digits-error", () => this.#begin()));
    page.on("digits-remove", () => void ground.act("digits-error", () => this.#remove()));
    page.on("digits-stop", () => this.empty());
    page.slot("digits-confirm").addEventListener("submit", (event) => {
      event.preventDefault();
      void ground.act("digits-error", () => this.#confirm());
    });
  }

  draw({ totp }: Factors): void {
    const { page, around } = this.ground;
    show(page.slot("digits-none"), totp === null);
    show(page.slot("digits-there"), totp !== null);
    show(page.slot("digits-remove"), totp !== null);
    page.fill({
      "digits-begin-words": words(totp === null ? "digits-set-up" : "digits-renew"),
      "digits-login": totp?.login ?? "",
      "digits-since": totp
        ? words("digits-since", { date: dayInWords(dateOf(totp.confirmed_at, around.zone)) })
        : "",
    });
  }

  /** The secret leaves the page. */
  empty(): void {
    const { page } = this.ground;
    this.#code.value = "";
    page.slot("digits-qr").replaceChildren();
    page.fill({ "digits-secret": "", "digits-new-login": "" });
    show(page.slot("digits-scan"), false);
  }

  async #begin(): Promise<void> {
    const { page } = this.ground;
    const { uri, secret, login } = await call<ToScan>("totp", { method: "POST", body: {} });
    page.slot("digits-qr").replaceChildren(square(uri));
    page.fill({
      "digits-secret": (secret.match(/.{1,4}/g) ?? []).join(" "),
      "digits-new-login": login,
    });
    show(page.slot("digits-scan"), true);
    this.#code.focus();
  }

  async #confirm(): Promise<void> {
    const code = this.#code.value.replace(/\s/g, "");
    if (!/^\d{6}$/.test(code)) return this.#code.focus();
    const body = { code };
    await call("totp/confirm", { method: "POST", body });
    this.empty();
    this.ground.done("digits-kept");
    await this.ground.renew();
  }

  async #remove(): Promise<void> {
    await call("totp", { method: "DELETE" });
    this.empty();
    this.ground.done("digits-removed");
    await this.ground.renew();
  }
}
