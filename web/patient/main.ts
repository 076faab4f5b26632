/**
 * The script of the patient's pages.
 *
 * They are served saying "telephone": only once everything here stands is that taken away and the rest
 * shown. A script that is missing, blocked or broken leaves a page that still helps.
 */

import { Booking } from "./booking.ts";
import { find, findAll, show } from "./dom.ts";
import { LinkPage } from "./link.ts";

const page = find("main", HTMLElement).dataset.page === "link" ? new LinkPage() : new Booking();
find("#unscripted", HTMLElement).remove();
for (const part of findAll("[data-scripted]", HTMLElement)) show(part);
// Another language is the same link: what it carries behind `#` goes along.
for (const link of findAll(".langs a", HTMLAnchorElement)) link.hash = location.hash;
void page.begin();
