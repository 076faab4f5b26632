/**
 * The booking page, from the first free moment to the questionnaire: one document, so that no answer
 * leaves it unsealed. Each step is a class of its own; here is only what leads from one to the next.
 */

import { newSecret } from "../seal/index.ts";
import { readFragment } from "./address.ts";
import { type Kept, type Linked, Refused, type Slot, Vault } from "./api.ts";
import { find, findAll, say, write } from "./dom.ts";
import { forgetOnLeaving } from "./forgetting.ts";
import { Identity, whereToWrite } from "./identity.ts";
import { askBeforeLeaving } from "./leaving.ts";
import { Clock } from "./moments.ts";
import { alternativesFor, type Choice, described, readOffer, typeOf } from "./offer.ts";
import { type Contents, markOf, Parcel } from "./parcel.ts";
import { Questionnaire } from "./questionnaire.ts";
import { nameResponsible } from "./responsible.ts";
import { answerRows, isAnswered } from "./review.ts";
import { SentStep } from "./sent.ts";
import { FreeMoments } from "./slots.ts";
import { type Place, Steps } from "./steps.ts";
import { texts } from "./texts.ts";
import { mayHaveArrived, Trouble } from "./trouble.ts";
import { Keys } from "./trust.ts";

/** The vault offers other moments than the chosen one. */
const NO_LONGER_OFFERED = ["past", "outside-hours", "too-far"];

export class Booking {
  readonly #offer = readOffer();
  readonly #clock = new Clock(this.#offer.language, this.#offer.zone);
  readonly #vault = new Vault(this.#offer.practice);
  readonly #trouble = new Trouble();
  readonly #secret = newSecret();
  readonly #parcel = new Parcel();
  readonly #pinned = readFragment(location.hash).pinned;
  readonly #choosing = find('[data-step="choose"]', HTMLElement);
  readonly #moments: FreeMoments;
  readonly #identity: Identity;
  readonly #sent: SentStep;
  readonly #questionnaire: Questionnaire | null;
  readonly #steps: Steps;

  #keys: Keys | undefined;
  #choice: Choice | null = null;
  #kept: Kept | undefined;
  /** What left without an answer: the first that arrived, if one did, is what the practice holds. */
  #unanswered: { mark: string; choice: Choice }[] = [];

  constructor() {
    this.#moments = new FreeMoments(
      find("[data-moments]", HTMLElement),
      this.#vault,
      this.#clock,
      this.#offer,
      (choice) => this.#take(choice),
    );
    this.#identity = new Identity(() => this.#send());
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
    this.#sent = new SentStep(this.#vault, this.#clock, this.#offer, () =>
      this.#questionnaire?.begin(),
    );
    this.#steps = new Steps(
      { step: "choose" },
      (wanted) => this.#settle(wanted),
      (place) => this.#questionnaire?.display(place),
    );
    this.#listen();
    askBeforeLeaving(
      () =>
        (!this.#kept && isAnswered(this.#identity.page)) ||
        (this.#questionnaire?.holdsAnswers() ?? false),
    );
    forgetOnLeaving(
      () => this.#forget(),
      () => !this.#steps.moved,
    );
  }

  /** Reads the keys and the first free moments. */
  async begin(): Promise<void> {
    try {
      await this.#readKeys();
      await this.#moments.load(this.#type());
    } catch (error) {
      this.#trouble.show(error, {
        retry: async () => {
          this.#steps.resume();
          await this.begin();
        },
        time: this.#clock.time(new Date()),
      });
    }
  }

  #listen(): void {
    for (const input of findAll("input[name=type]", HTMLInputElement, this.#choosing)) {
      input.addEventListener("change", () => void this.begin());
    }
    const more = find("[data-more]", HTMLButtonElement, this.#choosing);
    more.addEventListener("click", () => void this.#more());
    more.disabled = false;
    find("[data-take-first]", HTMLButtonElement, this.#choosing).disabled = false;
    find("form", HTMLFormElement, this.#choosing).addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.#choice) this.#steps.go({ step: "identity" });
    });
    for (const back of findAll("[data-to-choose]", HTMLElement)) {
      back.addEventListener("click", () => {
        this.#steps.go({ step: "choose" });
        if (!this.#moments.loaded) void this.begin();
      });
    }
  }

  async #more(): Promise<void> {
    try {
      await this.#moments.more();
    } catch (error) {
      this.#trouble.show(error, {
        retry: async () => {
          this.#steps.resume();
          await this.#more();
        },
        edit: () => this.#steps.resume(),
        time: this.#clock.time(new Date()),
      });
    }
  }

  #type() {
    const chosen = find("input[name=type]:checked", HTMLInputElement, this.#choosing);
    return typeOf(this.#offer, chosen.value);
  }

  #take(choice: Choice | null): void {
    this.#choice = choice;
    const go = find("button[type=submit]", HTMLButtonElement, this.#choosing);
    go.disabled = choice === null;
    const title = choice ? this.#clock.moment(new Date(choice.start)) : texts().noMoment;
    const text = choice ? described(this.#offer, choice) : "";
    write(this.#choosing, "choice", title);
    write(this.#choosing, "choice-about", text);
    if (choice) this.#identity.tellMoment(title, text);
    nameResponsible(this.#offer, choice?.resource ?? null);
  }

  #settle(wanted: Place): Place {
    if (this.#questionnaire?.sent) return wanted.step === "sent" ? wanted : { step: "done" };
    const before = wanted.step === "choose" || wanted.step === "identity";
    if (this.#kept) return before ? { step: "sent" } : wanted;
    if (!before || (wanted.step === "identity" && !this.#choice)) return { step: "choose" };
    return wanted;
  }

  async #readKeys(): Promise<Keys> {
    this.#keys ??= await Keys.read(this.#vault, this.#pinned);
    return this.#keys;
  }

  #contents(choice: Choice): Contents {
    const given = this.#identity.page.given();
    const { type, start, resource } = choice;
    return {
      form: this.#identity.page.form,
      answers: given,
      about: this.#parcel.id,
      secret: this.#secret,
      facts: { type: type.slug, start, resource, language: this.#offer.language },
      reach: { ...whereToWrite(given), start, minutes: type.minutes },
    };
  }

  async #send(): Promise<void> {
    const choice = this.#choice;
    if (this.#kept) return;
    if (!choice) return this.#identity.askForAnother();
    say(texts().sealing);
    const contents = this.#contents(choice);
    const mark = markOf(contents);
    try {
      const put = await this.#parcel.send(this.#vault, await this.#readKeys(), contents);
      if (put.is === "kept") {
        const earlier = put.again ? this.#unanswered.find((one) => one.mark !== mark) : undefined;
        await this.#keep(put.kept, earlier?.choice ?? choice, contents, earlier !== undefined);
      }
      if (put.is === "taken") this.#offerOthers(put.alternatives);
    } catch (error) {
      if (mayHaveArrived(error)) this.#unanswered.push({ mark, choice });
      if (error instanceof Refused && NO_LONGER_OFFERED.includes(error.reason)) {
        this.#offerOthers([]);
      } else this.#tell(error, choice);
    } finally {
      say("");
    }
  }

  #tell(error: unknown, choice: Choice): void {
    this.#trouble.show(error, {
      retry: () => this.#send(),
      edit: () => this.#steps.resume(),
      answers: answerRows(this.#identity.page, () => true),
      moment: {
        title: this.#clock.moment(new Date(choice.start)),
        text: described(this.#offer, choice),
      },
      sending: "answers",
      time: this.#clock.time(new Date()),
    });
  }

  #offerOthers(slots: Slot[]): void {
    const type = this.#choice?.type ?? this.#type();
    this.#steps.resume();
    this.#identity.offer(
      alternativesFor(type, this.#choice?.resource === null, slots).map((choice) => ({
        words: this.#inWords(choice),
        take: () => this.#take(choice),
      })),
    );
    void this.#moments.load(type).catch(() => undefined); // shown when somebody looks
  }

  #inWords({ start, resource }: Choice): string {
    const who = resource === null ? undefined : this.#offer.resources[resource];
    return [this.#clock.moment(new Date(start)), who].filter(Boolean).join(", ");
  }

  async #keep(kept: Kept, choice: Choice, contents: Contents, earlier: boolean): Promise<void> {
    this.#kept = kept;
    this.#forget();
    this.#sent.tell({
      kept,
      choice,
      secret: this.#secret,
      fingerprint: (await this.#readKeys()).card.fingerprint,
      channel: contents.reach?.channel ?? "email",
      earlier,
    });
    this.#steps.go({ step: "sent" });
    void this.#vault.link(this.#secret).then(
      (linked: Linked) => this.#sent.confirm(linked),
      () => undefined, // what was chosen stays shown
    );
  }

  /** Nothing of the answers stays in the page. */
  #forget(): void {
    this.#identity.page.clear();
    this.#parcel.forget();
    this.#unanswered = [];
    this.#questionnaire?.forget();
  }

  #bound() {
    const title = find('[data-step="sent"] [data-fill=moment]', HTMLElement).textContent ?? "";
    const text = find('[data-step="sent"] [data-fill=about]', HTMLElement).textContent ?? "";
    return {
      about: this.#parcel.id,
      secret: this.#secret,
      language: this.#offer.language,
      moment: { title, text },
    };
  }
}
