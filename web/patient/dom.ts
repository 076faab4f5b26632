/** The few things that every step does with the page's elements. */

/** The page lacks something that this script needs: it then stays as it was served, with the telephone. */
export class Missing extends Error {
  override name = "Missing";
}

type Type<E> = abstract new (...args: never[]) => E;

export const find = <E extends Element>(
  selector: string,
  type: Type<E>,
  root: ParentNode = document,
): E => {
  const found = root.querySelector(selector);
  if (!(found instanceof type)) throw new Missing(`the page has no ${selector}`);
  return found;
};

export const findAll = <E extends Element>(
  selector: string,
  type: Type<E>,
  root: ParentNode = document,
): E[] => [...root.querySelectorAll(selector)].filter((one) => one instanceof type) as E[];

/** Text is set as text, never as markup. */
export const element = <T extends keyof HTMLElementTagNameMap>(
  tag: T,
  { css = "", text }: { css?: string; text?: string } = {},
  ...children: readonly Node[]
): HTMLElementTagNameMap[T] => {
  const made = document.createElement(tag);
  if (css) made.className = css;
  if (text !== undefined) made.textContent = text;
  made.append(...children);
  return made;
};

/** What a `<template>` of the page holds: icons and sentences are written there, not here. */
export const copyOf = (template: string): HTMLElement => {
  const first = find(`template#${template}`, HTMLTemplateElement).content.firstElementChild;
  if (!(first instanceof HTMLElement)) throw new Missing(`the template ${template} is empty`);
  return document.importNode(first, true);
};

/** Writes into every element that says `data-fill="<name>"`. */
export const write = (root: ParentNode, name: string, text: string): void => {
  for (const place of findAll(`[data-fill="${name}"]`, HTMLElement, root)) place.textContent = text;
};

export const show = (one: HTMLElement, shown = true): void => {
  one.hidden = !shown;
};

/** Moves the reader, whether they see or hear the page, to the beginning of something. */
export const focusOn = (one: HTMLElement): void => {
  if (!one.matches("a[href], button, input, select, textarea")) one.tabIndex = -1;
  one.focus({ preventScroll: true });
  one.scrollIntoView({ block: "start" });
};

/** Says something to those who hear the page, without moving them. */
export const say = (text: string): void => {
  find("#said", HTMLElement).textContent = text;
};

export const jsonOf = <T>(id: string): T =>
  JSON.parse(find(`script#${id}`, HTMLScriptElement).textContent) as T;
