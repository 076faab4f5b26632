/** What the practice offers, as the server wrote it into the page, and what the patient chose. */

import type { Slot } from "./api.ts";
import { jsonOf } from "./dom.ts";
import { fill, texts } from "./texts.ts";

export interface Type {
  slug: string;
  name: string;
  minutes: number;
  /** The slugs of those who offer it. */
  resources: string[];
}

export interface Offer {
  practice: string;
  language: string;
  zone: string;
  types: Type[];
  /** Slug to name: practitioners, hygienists. */
  resources: Record<string, string>;
}

export interface Choice {
  type: Type;
  start: string;
  /** Null: whoever is free then. */
  resource: string | null;
}

/**
 * What may be chosen instead. Whoever does not mind who it is sees each time once; the others see
 * whose it is.
 */
export const alternativesFor = (type: Type, anyone: boolean, slots: readonly Slot[]): Choice[] => {
  const choices = new Map<string, Choice>();
  for (const { start, resource } of slots) {
    const who = anyone ? null : resource;
    choices.set(`${start} ${who}`, { type, start, resource: who });
  }
  return [...choices.values()];
};

export const readOffer = (): Offer => jsonOf<Offer>("offer");

export const typeOf = (offer: Offer, slug: string): Type =>
  offer.types.find((type) => type.slug === slug) ?? {
    slug,
    name: "",
    minutes: 0,
    resources: [],
  };

/** "Check-up, 45 minutes, Dr Luca Ferri" */
export const described = (offer: Offer, { type, resource }: Omit<Choice, "start">): string =>
  [
    type.name,
    unbroken(fill(texts().minutes, { minutes: type.minutes })),
    resource === null ? texts().anyone : unbroken(offer.resources[resource] ?? resource),
  ]
    .filter(Boolean)
    .join(", ");

/** Names and numbers stay on one line. */
const unbroken = (text: string): string => text.replaceAll(" ", "\u00a0");
