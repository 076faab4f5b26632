/**
 * Where several share a site, each answers for their own patients: the notice beside a form names the
 * one of the chosen chair, and all of them before one is chosen.
 */

import { findAll, show } from "./dom.ts";
import type { Offer } from "./offer.ts";

/** `resource` is a slug or, as the vault says an appointment, a name. */
export const nameResponsible = (offer: Offer, resource: string | null): void => {
  const slug = Object.entries(offer.resources).find((pair) => pair.includes(resource ?? ""))?.[0];
  const lines = findAll("[data-resources]", HTMLElement);
  const theirs = (line: HTMLElement) =>
    slug !== undefined && (line.dataset.resources ?? "").split(" ").includes(slug);
  const known = lines.some(theirs);
  for (const line of lines) show(line, !known || theirs(line));
};
