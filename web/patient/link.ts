/** The appointment's one link: what it stands for now, the questionnaire, cancelling. */

import { readFragment } from "./address.ts";
import { type Linked, Refused, Vault } from "./api.ts";
import { saveCalendar } from "./calendar.ts";
import { find, findAll, say, show, write } from "./dom.ts";
import { forgetOnLeaving } from "./forgetting.ts";
import { askBeforeLeaving } from "./leaving.ts";
import { Clock } from "./moments.ts";
import { described, readOffer, typeOf } from "./offer.ts";
import { Questionnaire } from "./questionnaire.ts";
import { nameResponsible } from "./responsible.ts";
import { Steps } from "./steps.ts";
import { texts } from "./texts.ts";
import { Trouble } from "./trouble.ts";
import { Keys } from "./trust.ts";

export class LinkPage {
  readonly #offer = readOffer();
  readonly #clock = new Clock(this.#offer.language, this.#offer.zone);
  readonly #vault = new Vault(this.#offer.practice);
  readonly #trouble = new Trouble();
  readonly #fragment = readFragment(location.hash);
  readonly #questionnaire: Questionnaire | null;
  readonly #steps: Steps;
  readonly #cancel = find("[data-cancel]", HTMLButtonElement);
  #keys: Keys | undefined;
  #linked: Linked | undefined;

  constructor() {
    this.#questionnaire = Questionnaire.offered
      ? new Questionnaire(
          () => this.#steps,
          this.#vault,
          () => this.#readKeys(),
          this.#clock,
          this.#trouble,
          () => this.#bound(),
        )
      : null;
    this.#steps = new Steps(
      { step: "looking" },
      (wanted) => this.#settle(wanted.step) ?? wanted,
      (place) => this.#questionnaire?.display(place),
    );
    this.#listen();
    askBeforeLeaving(() => this.#questionnaire?.holdsAnswers() ?? false);
    forgetOnLeaving(
      () => this.#questionnaire?.forget(),
      () => !this.#steps.moved,
    );
  }

  /** Asks what the link stands for. */
  async begin(): Promise<void> {
    const { secret } = this.#fragment;
    try {
      if (!secret) throw new Refused(404, null, "unknown");
      this.#tell(await this.#vault.link(secret));
      this.#steps.replace({ step: "appointment" });
    } catch (error) {
      if (error instanceof Refused && error.status !== 503)
        this.#steps.replace({ step: "unknown" });
      else {
        this.#trouble.show(error, {
          retry: () => this.begin(),
          time: this.#clock.time(new Date()),
        });
      }
    }
  }

  #listen(): void {
    for (const begin of findAll("[data-begin]", HTMLButtonElement)) {
      begin.addEventListener("click", () => void this.#open());
    }
    const calendar = find("[data-calendar]", HTMLButtonElement);
    calendar.addEventListener("click", () => void this.#save(calendar));
    find("[data-to-cancel]", HTMLButtonElement).addEventListener("click", () =>
      this.#steps.go({ step: "cancel" }),
    );
    this.#cancel.addEventListener("click", () => void this.#cancelOnce());
    find("[data-keep]", HTMLButtonElement).addEventListener("click", () => history.back());
    for (const back of findAll("[data-reload]", HTMLButtonElement)) {
      back.addEventListener("click", () => location.reload());
    }
    for (const button of findAll("[data-step] button", HTMLButtonElement)) {
      if (!button.matches("[data-send]")) button.disabled = false;
    }
  }

  #tell(linked: Linked): void {
    this.#linked = linked;
    const { start, type, resource, status, answer_by, open } = linked.appointment;
    const choice = { type: typeOf(this.#offer, type), start, resource };
    write(document, "moment", this.#clock.moment(new Date(start)));
    write(document, "about", described(this.#offer, choice));
    nameResponsible(this.#offer, resource);
    write(document, "status", texts().status[status] ?? status);
    for (const one of findAll("[data-status]", HTMLElement)) {
      show(one, one.dataset.status?.split(" ").includes(status) ?? false);
    }
    show(find("[data-answer-by]", HTMLElement), status === "REQUESTED" && answer_by !== null);
    if (answer_by) write(document, "answer-by", this.#clock.moment(new Date(answer_by)));
    for (const one of findAll("[data-open]", HTMLElement)) {
      show(one, (one.dataset.open === "yes") === open);
    }
    this.#tellQuestionnaire(linked);
  }

  #tellQuestionnaire({ questionnaire }: Linked): void {
    for (const one of findAll("[data-answered]", HTMLElement)) {
      show(one, (one.dataset.answered === "yes") === (questionnaire !== null));
    }
    if (!questionnaire) return;
    write(document, "answered-at", this.#clock.moment(new Date(questionnaire.received_at)));
  }

  #settle(step: string) {
    if (!this.#linked) return { step: "looking" };
    if (step === "looking") return { step: "appointment" };
    const { open } = this.#linked.appointment;
    if (step === "cancel" && !open) return { step: "appointment" };
    const filling = step === "questionnaire" || step === "review";
    return filling && this.#questionnaire?.sent ? { step: "done" } : undefined;
  }

  async #readKeys(): Promise<Keys> {
    this.#keys ??= await Keys.read(this.#vault, this.#fragment.pinned);
    return this.#keys;
  }

  /** The keys are proven before the first question is asked. */
  async #open(): Promise<void> {
    try {
      await this.#readKeys();
      this.#questionnaire?.begin();
    } catch (error) {
      this.#trouble.show(error, {
        retry: () => this.#open(),
        edit: () => this.#steps.resume(),
        time: this.#clock.time(new Date()),
      });
    }
  }

  async #save(button: HTMLButtonElement): Promise<void> {
    const failed = find("[data-no-calendar]", HTMLElement);
    button.disabled = true;
    show(failed, false);
    await saveCalendar(this.#vault, this.#bound().secret, this.#offer.language).catch(() =>
      show(failed),
    );
    button.disabled = false;
  }

  async #cancelOnce(): Promise<void> {
    if (this.#cancel.disabled) return;
    this.#cancel.disabled = true;
    await this.#cancelIt();
    this.#cancel.disabled = false;
  }

  async #cancelIt(): Promise<void> {
    say(texts().looking);
    try {
      this.#tell(await this.#vault.cancel(this.#bound().secret));
      this.#steps.replace({ step: "appointment" });
    } catch (error) {
      this.#trouble.show(error, {
        retry: () => this.#cancelIt(),
        edit: () => this.#steps.resume(),
        sending: "cancellation",
        time: this.#clock.time(new Date()),
      });
    } finally {
      say("");
    }
  }

  #bound() {
    const { start, type, resource, id } = this.#linked?.appointment ?? {
      start: "",
      type: "",
      resource: null,
      id: "",
    };
    return {
      about: id,
      secret: this.#fragment.secret ?? "",
      language: this.#offer.language,
      moment: {
        title: this.#clock.moment(new Date(start)),
        text: described(this.#offer, { type: typeOf(this.#offer, type), resource }),
      },
    };
  }
}
