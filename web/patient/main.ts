/**
 * The script of the patient's pages.
 *
 * They are served saying "telephone": only once everything here stands is that taken away and the rest
 * shown. A script that is missing, blocked or broken leaves a page that still helps.
 */

import { homeHash, leadsElsewhere, readFragment } from "./address.ts";
import { Booking } from "./booking.ts";
import { find, findAll, focusOn, show } from "./dom.ts";
import { LinkPage } from "./link.ts";

const page = find("main", HTMLElement).dataset.page === "link" ? new LinkPage() : new Booking();
find("#unscripted", HTMLElement).remove();
for (const part of findAll("[data-scripted]", HTMLElement)) show(part);
// The address keeps what it carries behind `#`; the reader is moved all the same.
find("a.skip", HTMLAnchorElement).addEventListener("click", (event) => {
  event.preventDefault();
  focusOn(find("main", HTMLElement));
});
const read = readFragment(location.hash);
addEventListener("hashchange", () => {
  if (leadsElsewhere(read, readFragment(location.hash))) location.reload();
});
// Whoever books again does so with the same proof of the practice's key.
const home = `/${document.documentElement.lang}/`;
for (const link of findAll(`a[href="${home}"]`, HTMLAnchorElement)) leadHome(link);
// Another language is the same link: what it carries behind `#` goes along.
for (const link of findAll(".langs a", HTMLAnchorElement)) link.hash = location.hash;
void page.begin();

function leadHome(link: HTMLAnchorElement): void {
  link.hash = homeHash(read);
  // With the same fragment a browser would only scroll.
  link.addEventListener("click", (event) => {
    if (link.href !== location.href || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    location.reload();
  });
}
