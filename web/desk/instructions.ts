/** “Instructions”: what the practice signed for its Publisher, what it takes back, and what was done on it. */

import { call, Refused, SignedOut, Unreachable } from "./api.ts";
import type { Around, View } from "./beside.ts";
import { byId, Piece, show } from "./dom.ts";
import type { Draft } from "./drafts.ts";
import { fillFields, readFields } from "./drafts.ts";
import { InstructionForm } from "./instruction-form.ts";
import { NotOpened } from "./keys.ts";
import type { Told } from "./telling.ts";
import { drawRow, forOnce, type Instruction, over, type Shown, standingFor } from "./told.ts";
import { dateOf, fullWhen, language, words } from "./words.ts";

const STATES = ["wait", "unreachable", "body"] as const;
const STANDING = { until: null, about: null, withdraws: null };

export class InstructionsPage implements View {
  readonly #page = new Piece("t-instructions");
  readonly #choice: HTMLSelectElement;
  readonly #form: InstructionForm;
  #shown: Shown | null = null;
  /** Signed and sent, without an answer: the same is sent again, so that it counts once. */
  #unanswered: { said: string; jws: string } | null = null;
  #busy = false;

  constructor(readonly around: Around) {
    const page = this.#page;
    this.#choice = page.slot<HTMLSelectElement>("practice");
    const { seats } = around.inside;
    this.#choice.replaceChildren(
      ...seats.map(({ practice }) => new Option(practice.name, practice.slug)),
    );
    show(page.slot("of-several"), seats.length > 1);
    this.#choice.addEventListener("change", () => void this.load());
    this.#form = new InstructionForm(page, (told, done) => void this.#tell(told, done));
    page.on("back", around.back).on("again", () => void this.load());
    page.on("agree", () => void this.#agree());
    byId("instructions").replaceChildren(page.root);
  }

  open(): void {
    show(byId("instructions"), true);
    this.#page.slot("heading").focus();
    void this.load();
  }

  leave(): void {
    show(byId("instructions"), false);
  }

  clear(): void {
    this.#shown = null;
    this.#unanswered = null;
    byId("instructions").replaceChildren();
    show(byId("instructions"), false);
  }

  draft(): Draft | null {
    return this.#form.touched ? readFields(this.#page.slot("form")) : null;
  }

  restore(draft: Draft): void {
    this.#form.expect(() => fillFields(this.#page.slot("form"), draft));
  }

  async load(): Promise<void> {
    if (this.#page.slot("body").hidden) this.#state("wait");
    try {
      await this.#renew();
      this.#state("body");
    } catch (error) {
      if (!this.#leaves(error)) this.#state("unreachable");
    }
  }

  async #renew(): Promise<void> {
    const shown = await call<Shown>(this.#path("instructions", `language=${language()}`), {
      signal: this.around.signal,
    });
    this.#shown = shown;
    this.#draw(shown);
  }

  #path(name: string, more = ""): string {
    return `${name}?practice=${this.#choice.value}${more && `&${more}`}`;
  }

  get #zone(): string {
    const { seats } = this.around.inside;
    const seat = seats.find(({ practice }) => practice.slug === this.#choice.value);
    return seat?.practice.zone ?? this.around.zone;
  }

  #state(state: (typeof STATES)[number]): void {
    for (const each of STATES) show(this.#page.slot(each), each === state);
  }

  #draw(shown: Shown): void {
    const { untold, may, whole } = shown;
    show(this.#page.slot("missing"), !whole);
    show(this.#page.slot("read-only"), !may);
    this.#page.say(
      "untold",
      untold > 0 ? words("told-untold", { n: untold }) : null,
      "untold-words",
    );
    this.#drawAgreement(shown);
    this.#drawStanding(shown);
    const titles = new Map(shown.acts.map(({ act, title }) => [act, title]));
    const rowOf = (told: Instruction) =>
      drawRow({
        title: told.acts.map((act) => titles.get(act) ?? act).join(", "),
        words: "",
        told,
        zone: this.#zone,
        label: may && told.in_force ? words("told-take-back") : null,
        act: () => void this.#takeBack(told),
      });
    const [once, ended] = [forOnce(shown), over(shown)];
    this.#page.slot("once").replaceChildren(...once.map(rowOf));
    show(this.#page.slot("none-once"), once.length === 0);
    this.#page.slot("over").replaceChildren(...ended.map(rowOf));
    show(this.#page.slot("over-section"), ended.length > 0);
    show(this.#page.slot("form"), may);
    this.#form.draw(shown.acts, dateOf(shown.now, this.#zone), this.#choice.value);
  }

  #drawAgreement({ agreement: { text, digest, signed }, may }: Shown): void {
    const page = this.#page;
    const who = signed?.who ?? "";
    const when = signed ? fullWhen(signed.at, this.#zone) : "";
    page.say("agreed", signed ? words("told-agreed", { who, when }) : null, "agreed-words");
    show(page.slot("not-agreed"), !signed);
    show(page.slot("agreed-changed"), signed?.changed ?? false);
    show(page.slot("agreed-kept"), signed !== null);
    page.fill({ "agreed-text": signed?.text ?? "", "agreement-text": text });
    const isNew = !signed || (signed.changed && signed.digest !== digest);
    show(page.slot("to-agree"), isNew);
    show(page.slot("may-agree"), may);
    page.slot("agreement-today").toggleAttribute("open", !signed);
  }

  #drawStanding(shown: Shown): void {
    const titles = new Map(shown.acts.map(({ act, title }) => [act, title]));
    const rows = shown.acts
      .filter(({ once }) => !once)
      .map(({ act, title, words: said }) => {
        const told = standingFor(act, shown);
        const label = told ? words("told-take-back") : words("told-allow");
        const others = (told?.acts ?? []).filter((one) => one !== act);
        return drawRow(
          {
            title,
            words: said,
            told,
            zone: this.#zone,
            label: shown.may ? label : null,
            act: () =>
              void (told
                ? this.#takeBack(told)
                : this.#tell({ ...STANDING, acts: [act] }, "told-signed")),
          },
          others.map((one) => titles.get(one) ?? one),
        );
      });
    this.#page.slot("standing").replaceChildren(...rows);
  }

  #takeBack({ number }: Instruction): Promise<void> {
    return this.#tell({ ...STANDING, acts: [], withdraws: number }, "told-taken-back");
  }

  #tell(told: Told, done: string): Promise<void> {
    return this.#sign("instructions", JSON.stringify(told), done, async () => {
      const previous = this.#shown?.last ?? null;
      const practice = this.#choice.value;
      return this.around.keys.ask("signInstruction", { practice, previous, told });
    });
  }

  #agree(): Promise<void> {
    const text = this.#shown?.agreement.text ?? "";
    return this.#sign("agreement", text, "told-agreed-now", async () =>
      this.around.keys.ask("signAgreement", { practice: this.#choice.value, text }),
    );
  }

  async #sign(
    path: string,
    said: string,
    done: string,
    signing: () => Promise<string>,
  ): Promise<void> {
    if (this.#busy || !this.#shown) return;
    this.#busy = true;
    show(this.#page.slot("trouble"), false);
    this.#page.fill({ outcome: words("told-signing") });
    try {
      const known = `${this.#choice.value} ${path} ${said}`;
      const jws = this.#unanswered?.said === known ? this.#unanswered.jws : await signing();
      this.#unanswered = { said: known, jws };
      const { signal } = this.around;
      await call(this.#path(path), { method: "PUT", body: { jws }, signal });
      this.#unanswered = null;
      this.#form.empty();
      await this.#renew();
      this.#page
        .fill({ outcome: words(done) })
        .slot("outcome")
        .focus();
    } catch (error) {
      this.#page.fill({ outcome: "" });
      await this.#failed(error);
    } finally {
      this.#busy = false;
    }
  }

  async #failed(error: unknown): Promise<void> {
    if (this.#leaves(error)) return;
    if (error instanceof NotOpened) this.#trouble("told-key");
    else if (error instanceof Refused) {
      this.#unanswered = null;
      const meanwhile = ["replayed", "changed"].includes(error.reason);
      if (meanwhile) await this.load();
      this.#trouble(meanwhile ? "told-meanwhile" : "told-refused");
    } else this.#trouble("told-unanswered");
  }

  #trouble(key: string): void {
    this.#page.say("trouble", words(key), "trouble-title");
    this.#page.fill({ "trouble-text": words(`${key}-text`) });
    this.#page.slot("trouble").focus();
  }

  /** Errors that concern the whole desk. */
  #leaves(error: unknown): boolean {
    if (this.around.signal.aborted) return true;
    if (error instanceof SignedOut) this.around.signedOut();
    else if (error instanceof NotOpened && ["locked", "worker"].includes(error.why)) {
      this.around.lock();
    } else if (
      error instanceof Unreachable ||
      error instanceof Refused ||
      error instanceof NotOpened
    ) {
      return false;
    } else this.around.fault();
    return true;
  }
}
