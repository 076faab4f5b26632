/** The page's own pieces: elements by id, templates to clone, slots to fill. Text only, never markup. */

export const byId = <Kind extends HTMLElement = HTMLElement>(id: string): Kind => {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found as Kind;
};

export const show = (element: HTMLElement | SVGElement, shown: boolean): void => {
  element.toggleAttribute("hidden", !shown);
};

/** A sentence beside what it is about, next to its icon; null takes it away. */
export const say = (id: string, sentence: string | null): void => {
  const at = byId(id);
  show(at, sentence !== null);
  const text = at.querySelector("span");
  if (text) text.textContent = sentence ?? "";
};

/** A copy of a template, its slots by name. */
export class Piece {
  readonly root: HTMLElement;
  readonly #slots: ReadonlyMap<string, HTMLElement>;

  constructor(template: string) {
    const copy = (byId(template) as HTMLTemplateElement).content.cloneNode(true);
    const root = (copy as DocumentFragment).firstElementChild;
    if (!(root instanceof HTMLElement)) throw new Error(`#${template} is empty`);
    this.root = root;
    const slots = [root, ...root.querySelectorAll<HTMLElement>("[data-slot]")];
    this.#slots = new Map(slots.map((slot) => [slot.dataset.slot ?? "", slot]));
  }

  slot<Kind extends HTMLElement = HTMLElement>(name: string): Kind {
    const found = this.#slots.get(name);
    if (!found) throw new Error(`no slot is called ${name}`);
    return found as Kind;
  }

  fill(texts: Readonly<Record<string, string>>): this {
    for (const [name, text] of Object.entries(texts)) this.slot(name).textContent = text;
    return this;
  }

  /** Shows a slot when there is something to say, and says it there. */
  say(name: string, text: string | null, inside = name): this {
    show(this.slot(name), text !== null);
    this.slot(inside).textContent = text ?? "";
    return this;
  }

  on(name: string, act: () => void): this {
    this.slot(name).addEventListener("click", act);
    return this;
  }
}
