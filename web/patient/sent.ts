/** After the durable commit: what the practice holds now, what happens next. */

import { linkAddress } from "./address.ts";
import type { Kept, Linked, Vault } from "./api.ts";
import { saveCalendar } from "./calendar.ts";
import { find, findAll, show, write } from "./dom.ts";
import type { Clock } from "./moments.ts";
import { type Choice, described, type Offer, typeOf } from "./offer.ts";
import { nameResponsible } from "./responsible.ts";
import { kindOf } from "./trouble.ts";

export interface Sent {
  kept: Kept;
  choice: Choice;
  secret: string;
  fingerprint: string;
  channel: "email" | "sms";
  /** An earlier attempt had arrived; the answers were changed since. */
  earlier: boolean;
}

export class SentStep {
  readonly #root = find('[data-step="sent"]', HTMLElement);
  #secret = "";

  constructor(
    private readonly vault: Vault,
    private readonly clock: Clock,
    private readonly offer: Offer,
    begin: () => void,
  ) {
    for (const button of findAll("[data-begin]", HTMLButtonElement, this.#root)) {
      button.addEventListener("click", begin);
    }
    const calendar = find("[data-calendar]", HTMLButtonElement, this.#root);
    calendar.addEventListener("click", () => void this.#save(calendar));
    for (const button of findAll("button", HTMLButtonElement, this.#root)) button.disabled = false;
  }

  tell(sent: Sent): void {
    this.#secret = sent.secret;
    write(this.#root, "received", this.clock.time(new Date(sent.kept.received_at)));
    this.#tellMoment(sent.choice);
    const { answer_by } = sent.kept;
    show(find("[data-answer-by]", HTMLElement, this.#root), answer_by !== null);
    if (answer_by) write(this.#root, "answer-by", this.clock.moment(new Date(answer_by)));
    for (const one of findAll("[data-channel]", HTMLElement, this.#root)) {
      show(one, one.dataset.channel === sent.channel);
    }
    show(find("[data-earlier]", HTMLElement, this.#root), sent.earlier);
    const address = linkAddress(this.offer.language, sent.fingerprint, sent.secret);
    for (const link of findAll("a[data-link]", HTMLAnchorElement)) link.href = address;
  }

  /** The vault's own words about the appointment: who receives, and when, should it differ. */
  confirm({ appointment }: Linked): void {
    const { start, resource, type } = appointment;
    this.#tellMoment({ type: typeOf(this.offer, type), start, resource });
    nameResponsible(this.offer, resource); // "whoever is free first" has a name now
  }

  #tellMoment(choice: Choice): void {
    write(document, "moment", this.clock.moment(new Date(choice.start)));
    write(document, "about", described(this.offer, choice));
  }

  async #save(button: HTMLButtonElement): Promise<void> {
    button.disabled = true;
    const failed = find("[data-no-calendar]", HTMLElement, this.#root);
    show(failed, false);
    try {
      await saveCalendar(this.vault, this.#secret, this.offer.language);
    } catch (error) {
      show(failed, kindOf(error) !== undefined);
    }
    button.disabled = false;
  }
}
