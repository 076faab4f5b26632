/** The form of the practice's choices: drawn from what the register admits, read back as it is signed. */

import { digestOf } from "./accepting.ts";
import { RecipientList } from "./choices-recipients.ts";
import type { Choices, Contact, PeriodPart, Shown } from "./chosen.ts";
import { Piece, show } from "./dom.ts";
import { hostingWords } from "./hosting.ts";
import { capital, countryName, dayInWords, words } from "./words.ts";

const WAYS = ["name", "email", "telephone", "address"] as const;

export class ChoicesForm {
  readonly #recipients: RecipientList;
  readonly #periods = new Map<string, { part: PeriodPart; select: HTMLSelectElement }>();
  readonly #services = new Map<string, HTMLInputElement>();
  readonly #packs = new Map<string, HTMLInputElement>();

  constructor(
    readonly page: Piece,
    readonly shown: Shown,
    /** What the practice signed last, from its own signature. */
    readonly before: Choices,
    changed: () => void,
  ) {
    this.#recipients = new RecipientList(page, shown.bounds, shown.may, changed);
    this.#drawPeriods();
    this.#drawSwitches();
    this.#drawHosting();
    this.#fillContact(before.contact);
    this.#recipients.fill(before.recipients);
    const form = page.slot<HTMLFormElement>("form");
    form.addEventListener("input", changed);
    form.addEventListener("change", () => {
      show(page.slot("contact"), this.#kind() !== "");
      changed();
    });
    for (const group of form.querySelectorAll("fieldset")) group.disabled = !shown.may;
  }

  /** What the form says now, in the order in which it is signed. */
  read(): Choices {
    const kind = this.#kind();
    const contact = Object.fromEntries(WAYS.map((way) => [way, this.#way(way).value.trim()]));
    return {
      periods: this.#readPeriods(),
      off: this.#readOff(),
      contact: kind === "" ? null : ({ kind, ...contact } as unknown as Contact),
      recipients: this.#recipients.read(),
      hosting: this.#readHosting(),
      packs: this.#readPacks(),
    };
  }

  /** Puts back what somebody had entered; what is not offered any more stays as it counts. */
  enter(entered: Choices): void {
    for (const [key, { part, select }] of this.#periods) {
      const activity = key.split(" ")[0] ?? "";
      const value = entered.periods[activity]?.[part.part] ?? part.default;
      if ([...select.options].some((option) => option.value === value)) select.value = value;
      select.dispatchEvent(new Event("change"));
    }
    for (const [service, box] of this.#services) {
      if (!box.disabled) box.checked = !entered.off.includes(service);
    }
    for (const [country, box] of this.#packs) {
      if (!box.disabled) box.checked = entered.packs.includes(country);
    }
    // Accepted were the facts that stood there; others have to be read anew.
    const accepted = entered.hosting !== null && entered.hosting === digestOf(this.#facts);
    this.page.slot<HTMLInputElement>("accept").checked = accepted;
    this.#fillContact(entered.contact);
    this.#recipients.fill(entered.recipients);
  }

  #drawPeriods(): void {
    const drawn = this.shown.bounds.periods.map(({ activity, title, parts }) => {
      const row = new Piece("t-period").fill({ title });
      row.slot("parts").replaceChildren(...parts.map((part) => this.#drawPart(activity, part)));
      return row.root;
    });
    this.page.slot("periods").replaceChildren(...drawn);
  }

  #drawPart(activity: string, part: PeriodPart): HTMLElement {
    const piece = new Piece("t-period-part").fill({ label: part.label, within: part.within });
    piece.root.dataset.field = `periods.${activity}.${part.part}`;
    const select = piece.slot<HTMLSelectElement>("select");
    const before = this.#before(activity, part);
    const options = part.values.map((one) => new Option(one.words, one.value));
    if (before !== undefined && part.values.every(({ value }) => value !== before)) {
      options.unshift(new Option(words("choices.no-longer"), before));
    }
    select.replaceChildren(...options);
    select.value = before ?? part.default;
    const tell = () => {
      const chosen = part.values.find(({ value }) => value === select.value);
      piece.fill({ sentence: chosen?.sentence ?? "" });
    };
    select.addEventListener("change", tell);
    tell();
    this.#periods.set(`${activity} ${part.part}`, { part, select });
    return piece.root;
  }

  #drawSwitches(): void {
    const { services, packs } = this.shown.bounds;
    const drawnServices = services.map(({ service, title, fixed }) => {
      const note = fixed ? words("choices.fixed-service") : "";
      const on = !this.before.off.includes(service);
      return drawSwitch({ title, on, fixed, note, field: "off" }, (box) =>
        this.#services.set(service, box),
      );
    });
    this.page.slot("services").replaceChildren(...drawnServices);
    const drawnPacks = packs.map(({ country, name, law, fixed }) => {
      const note = fixed ? words("choices.fixed-law") : capital(law);
      const on = fixed || this.before.packs.includes(country);
      return drawSwitch({ title: name, on, fixed, note, field: "packs" }, (box) =>
        this.#packs.set(country, box),
      );
    });
    this.page.slot("packs").replaceChildren(...drawnPacks);
    const country = countryName(this.shown.country);
    this.page.fill({ country: words("choices-country", { country }) });
  }

  #drawHosting(): void {
    const { hosting } = this.shown;
    const facts = hosting.facts.map(({ name, term, text }) =>
      new Piece("t-host-fact").fill({ term, text: asRead(name, text) }),
    );
    this.page.slot("hosting").replaceChildren(...facts.map(({ root }) => root));
    show(this.page.slot("no-host"), hosting.digest === null);
    show(this.page.slot("may-accept"), hosting.digest !== null);
    this.page.slot<HTMLInputElement>("accept").checked = this.#accepted;
    const lacks = words("hosting-lacks", { facts: hosting.lacks.join(", ") });
    this.page.say("host-lacks", hosting.lacks.length > 0 ? lacks : null, "host-lacks-words");
    this.page.say("host-state", hostingWords(hosting), "host-state-words");
  }

  #fillContact(contact: Contact | null): void {
    const kind = contact?.kind ?? "";
    for (const radio of this.#kinds()) radio.checked = radio.value === kind;
    for (const way of WAYS) this.#way(way).value = contact?.[way] ?? "";
    show(this.page.slot("contact"), kind !== "");
  }

  /** What is not shown here (a service that this version does not run) stays as it was chosen. */
  #readPeriods(): Choices["periods"] {
    const periods = structuredClone(this.before.periods);
    for (const [key, { part, select }] of this.#periods) {
      const activity = key.split(" ")[0] ?? "";
      if (select.value === (this.#before(activity, part) ?? part.default)) continue;
      // Also when it is the usual one: the page knows that from the server alone.
      periods[activity] = { ...periods[activity], [part.part]: select.value };
    }
    return periods;
  }

  #before(activity: string, { part }: PeriodPart): string | undefined {
    return this.before.periods[activity]?.[part];
  }

  #readOff(): string[] {
    const hidden = this.before.off.filter((service) => !this.#services.has(service));
    const off = [...this.#services].filter(([, box]) => !box.checked).map(([service]) => service);
    return [...hidden, ...off].sort();
  }

  #readHosting(): string | null {
    if (this.page.slot<HTMLInputElement>("accept").checked) return digestOf(this.#facts);
    return this.#accepted ? null : this.before.hosting;
  }

  get #facts() {
    return this.shown.hosting.facts;
  }

  get #accepted(): boolean {
    return this.before.hosting !== null && this.before.hosting === digestOf(this.#facts);
  }

  #readPacks(): string[] {
    const hidden = this.before.packs.filter((country) => !this.#packs.has(country));
    const on = [...this.#packs].filter(([, box]) => box.checked).map(([country]) => country);
    return [...hidden, ...on];
  }

  #kinds(): HTMLInputElement[] {
    return [...this.page.root.querySelectorAll<HTMLInputElement>("input[name=contact]")];
  }

  #kind(): string {
    return this.#kinds().find(({ checked }) => checked)?.value ?? "";
  }

  #way(way: string): HTMLInputElement {
    const found = this.page.root.querySelector<HTMLInputElement>(
      `[data-field="contact.${way}"] input`,
    );
    if (!found) throw new Error(`the contact has no ${way}`);
    return found;
  }
}

/** A certificate's last day and a country's code, as people say them. */
const asRead = (name: string, text: string): string => {
  if (name === "country") return countryName(text);
  return name === "valid_until" ? dayInWords(text) : text;
};

interface Switch {
  title: string;
  on: boolean;
  fixed: boolean;
  note: string;
  field: string;
}

const drawSwitch = (
  { title, on, fixed, note, field }: Switch,
  keep: (box: HTMLInputElement) => void,
): HTMLElement => {
  const row = new Piece("t-switch").fill({ title, note });
  row.root.dataset.field = field;
  const box = row.slot<HTMLInputElement>("on");
  box.checked = on;
  box.disabled = fixed;
  keep(box);
  return row.root;
};
