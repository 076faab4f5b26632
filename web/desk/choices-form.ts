/** The form of the practice's choices: drawn from what the register admits, read back as it is signed. */

import { RecipientList } from "./choices-recipients.ts";
import type { Choices, Contact, PeriodPart, Shown } from "./chosen.ts";
import { UNCHOSEN } from "./chosen.ts";
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
    changed: () => void,
  ) {
    this.#recipients = new RecipientList(page, shown.bounds, shown.may, changed);
    this.#drawPeriods();
    this.#drawSwitches();
    this.#drawHosting();
    this.#fillContact(this.#given.contact);
    this.#recipients.fill(this.#given.recipients);
    const form = page.slot<HTMLFormElement>("form");
    form.addEventListener("input", changed);
    form.addEventListener("change", () => {
      show(page.slot("contact"), this.#kind() !== "");
      changed();
    });
    for (const group of form.querySelectorAll("fieldset")) group.disabled = !shown.may;
  }

  get #given(): Choices {
    return this.shown.choices ?? UNCHOSEN;
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
      packs: [...this.#packs].filter(([, box]) => box.checked).map(([country]) => country),
    };
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
    select.replaceChildren(...part.values.map((one) => new Option(one.words, one.value)));
    select.value = part.chosen;
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
    const drawnServices = services.map(({ service, title, on, fixed }) => {
      const note = fixed ? words("choices.fixed-service") : "";
      return drawSwitch({ title, on, fixed, note, field: "off" }, (box) =>
        this.#services.set(service, box),
      );
    });
    this.page.slot("services").replaceChildren(...drawnServices);
    const drawnPacks = packs.map(({ country, name, law, chosen, fixed }) => {
      const note = fixed ? words("choices.fixed-law") : capital(law);
      return drawSwitch({ title: name, on: chosen, fixed, note, field: "packs" }, (box) =>
        this.#packs.set(country, box),
      );
    });
    this.page.slot("packs").replaceChildren(...drawnPacks);
  }

  #drawHosting(): void {
    const { hosting } = this.shown;
    const facts = hosting.facts.map(({ name, term, text }) =>
      new Piece("t-host-fact").fill({ term, text: asRead(name, text) }),
    );
    this.page.slot("hosting").replaceChildren(...facts.map(({ root }) => root));
    show(this.page.slot("no-host"), hosting.digest === null);
    show(this.page.slot("may-accept"), hosting.digest !== null);
    this.page.slot<HTMLInputElement>("accept").checked = hosting.accepted;
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
    const periods = structuredClone(this.#given.periods);
    for (const [key, { part, select }] of this.#periods) {
      const activity = key.split(" ")[0] ?? "";
      const { [part.part]: _, ...others } = periods[activity] ?? {};
      const own = select.value === part.default ? others : { ...others, [part.part]: select.value };
      if (Object.keys(own).length > 0) periods[activity] = own;
      else delete periods[activity];
    }
    return periods;
  }

  #readOff(): string[] {
    const hidden = this.#given.off.filter((service) => !this.#services.has(service));
    const off = [...this.#services].filter(([, box]) => !box.checked).map(([service]) => service);
    return [...hidden, ...off].sort();
  }

  #readHosting(): string | null {
    const { digest, accepted } = this.shown.hosting;
    if (this.page.slot<HTMLInputElement>("accept").checked) return digest;
    return accepted ? null : this.#given.hosting;
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
