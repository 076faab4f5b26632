/**
 * The script of the patient's pages.
 *
 * They are served saying "telephone": only once everything here stands is that taken away and the rest
 * shown. A script that is missing, blocked or broken leaves a page that still helps.
 */

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
// Another language is the same link: what it carries behind `#` goes along.
for (const link of findAll(".langs a", HTMLAnchorElement)) link.hash = location.hash;
void page.begin();
