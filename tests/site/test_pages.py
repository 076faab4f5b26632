"""The pages say the facts, to everybody alike, and ask nobody else for anything."""

import json
import re
from dataclasses import replace
from datetime import date, time
from html.parser import HTMLParser
from typing import Any

import brotli
import pytest

from quenotte.site.facts.schema import practice_facts
from quenotte.site.facts.vault_feed import FromVault, Opening
from quenotte.site.privacy.services import Policy
from quenotte.site.releases.hours import by_day
from quenotte.site.releases.pages import Subject, render

URL = "https://www.mast.example"
VAULT = "https://rdv.mast.example"
HOURS = (*(Opening(day, time(8), time(12)) for day in range(4)), Opening(0, time(13, 30), time(18)))


@pytest.fixture
def subject(facts: dict[str, Any]) -> Subject:
    vault = FromVault(open=True, fingerprint="k" * 43, vault_url=VAULT, hours=HOURS)
    return Subject(practice_facts(facts), vault, "mast", URL, VAULT)


class Links(HTMLParser):
    """Every address in a page, and everything that a policy without inline code forbids."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self.inline: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        for name, value in attrs:
            if name in ("href", "src", "action", "srcset", "data", "poster", "ping"):
                self.links.append((tag, value or ""))
            if name == "style" or name.startswith("on"):
                self.inline.append(f"{tag} {name}")
        if tag == "style" or (tag == "script" and named.get("type") != "application/ld+json"):
            self.inline.append(tag)


def html(subject: Subject, path: str = "/") -> str:
    return render(subject)[path].body.decode()


def test_every_language_has_a_home_that_names_the_others(subject: Subject) -> None:
    pages = render(subject)
    for language, path in {"fr": "/", "en": "/en/", "de": "/de/", "it": "/it/"}.items():
        page = pages[path].body.decode()
        assert f'<html lang="{language}">' in page
        assert f'<link rel="canonical" href="{URL}{path}">' in page
        for other in ("/", "/en/", "/de/", "/it/"):
            assert f'hreflang="{other.strip("/") or "fr"}" href="{URL}{other}"' in page
        assert pages[f"{path}404.html"].status == 404


@pytest.mark.claim("P38c")
def test_no_page_names_a_third_party(subject: Subject) -> None:
    for path, page in render(subject).items():
        if not page.headers["Content-Type"].startswith("text/html"):
            continue
        for tag, link in Links(page.body.decode()).links:
            allowed = ("/", "#", "tel:", "mailto:", f"{URL}/", f"{VAULT}/")
            assert link.startswith(allowed), (path, tag, link)
            assert not link.startswith("//"), (path, tag, link)


def test_style_and_fonts_ask_the_site_alone(subject: Subject) -> None:
    pages = render(subject)
    styles = [page.body.decode() for path, page in pages.items() if path.endswith(".css")]
    assert styles
    for style in styles:
        assert "@import" not in style
        for address in re.findall(r"url\(([^)]*)\)", style):
            assert not re.match(r"[\"']?(https?:|//|data:)", address), address


def test_what_a_page_loads_is_in_its_release(subject: Subject) -> None:
    pages = render(subject)
    loaded = [
        link for tag, link in Links(html(subject)).links if tag == "link" and link.startswith("/")
    ]
    assert len(loaded) == 5  # style sheet, three fonts, icon; with the page itself six requests
    for link in loaded:
        assert link in pages
    for path in pages:
        assert ("immutable" in pages[path].headers["Cache-Control"]) == path.startswith("/static/")


def test_a_first_visit_costs_sixty_kilobytes_at_most(subject: Subject) -> None:
    pages = render(subject)
    paths = ["/", *(path for path in pages if path.startswith("/static/")), "/favicon.svg"]
    sizes = [
        min(len(pages[path].body), len(brotli.compress(pages[path].body)))
        + len(str(pages[path].headers))
        for path in paths
    ]
    assert len(paths) <= 6
    assert sum(sizes) <= 60_000


def test_no_page_holds_inline_code_or_asks_for_a_cookie(subject: Subject) -> None:
    for page in render(subject).values():
        assert "Set-Cookie" not in page.headers
        if page.headers["Content-Type"].startswith("text/html"):
            assert Links(page.body.decode()).inline == []
            assert (
                "default-src 'none'; script-src 'none'" in page.headers["Content-Security-Policy"]
            )


def test_the_appointment_link_carries_the_practice_s_fingerprint(subject: Subject) -> None:
    links = [link for _, link in Links(html(subject, "/de/")).links]
    assert f"{VAULT}/de/#k={'k' * 43}" in links
    assert f"{VAULT}/de/who" in links
    assert f"{VAULT}/de/privacy" in links


@pytest.mark.parametrize(
    "vault", [None, FromVault(False, "", VAULT, HOURS)], ids=["unheard", "not-open"]
)
def test_before_the_vault_opens_the_page_shows_the_telephone(
    subject: Subject, vault: FromVault | None
) -> None:
    page = html(replace(subject, vault=vault), "/en/")
    assert "Online appointments are not open yet. Please telephone." in page
    assert "#k=" not in page
    assert 'href="tel:+41225550123"' in page


def test_hostile_facts_are_only_text(facts: dict[str, Any]) -> None:
    bite = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7*7 }}%(x)s"
    for name in ("name", "title", "summary", "access", "fees_text", "emergency_text"):
        facts[name] = dict.fromkeys(facts["languages"], bite)
    for name in ("controller", "street", "city"):
        facts[name] = bite
    facts["care"][0]["name"]["fr"] = bite
    facts["people"][0]["name"] = bite
    facts["publisher"]["legal_name"] = bite
    vault = FromVault(True, "k" * 43, VAULT, HOURS)
    pages = render(Subject(practice_facts(facts), vault, "mast", URL, VAULT))
    for path in ("/", "/404.html"):
        page = pages[path].body.decode()
        assert "<img" not in page
        assert page.count("<script") == page.count("</script>") == (path == "/")
        assert "49" not in re.sub(r"[^ ]*k{43}|/static/[^\"]*|%?[0-9a-f]{6,}", "", page).replace(
            bite, ""
        )
        assert Links(page).inline == []


def test_search_engines_read_the_same_facts(subject: Subject) -> None:
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', html(subject))
    assert block is not None
    said = json.loads(block[1])
    assert said["@type"] == "Dentist"
    assert said["telephone"] == "+41 22 555 01 23"
    assert {each["dayOfWeek"] for each in said["openingHoursSpecification"]} == {
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
    }


def test_search_engines_find_every_page_that_stands_here(subject: Subject) -> None:
    def listed(of: Subject) -> list[str]:
        return re.findall("<loc>(.*?)</loc>", html(of, "/sitemap.xml"))

    own = [path for path in render(subject) if path.endswith(("/", "/legal"))]
    assert sorted(listed(subject)) == sorted(f"{URL}{path}" for path in own)
    sections: dict[str, Any] = dict.fromkeys(subject.facts.languages, ())
    policy = Policy(1, date(2026, 11, 23), "0" * 64, sections)
    more = set(listed(replace(subject, policy=policy))) - set(listed(subject))
    assert more == {f"{URL}{subject.path(each)}privacy" for each in subject.facts.languages}


def test_chairs_that_overlap_are_one_stretch() -> None:
    week = by_day(
        [
            Opening(0, time(13), time(18)),
            Opening(0, time(8), time(12)),
            Opening(0, time(9), time(12, 30)),
            Opening(0, time(12, 30), time(12, 45)),
            Opening(6, time(10), time(11)),
        ]
    )
    assert week[0] == ((time(8), time(12, 45)), (time(13), time(18)))
    assert week[1] == ()
    assert week[6] == ((time(10), time(11)),)


def test_days_that_are_alike_stand_together(subject: Subject) -> None:
    page = html(subject, "/en/")
    assert "<dt>Tuesday to Thursday</dt>" in page
    assert "<dt>Friday to Sunday</dt>" in page


def test_the_same_facts_give_the_same_bytes(subject: Subject) -> None:
    assert render(subject) == render(subject)
