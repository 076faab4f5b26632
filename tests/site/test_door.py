"""Published pages are answered from memory, by host and path, before Django."""

import gzip
from typing import Any

import brotli
import pytest
from django.db import DatabaseError
from pytest_django import DjangoAssertNumQueries

from quenotte.site import wsgi
from quenotte.site.facts import services as facts_services
from quenotte.site.facts.models import Site
from quenotte.site.releases import services
from quenotte.site.releases.models import Pointer
from quenotte.site.shelf import Shelves
from tests.site.conftest import NOW
from tests.site.door import ask


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(wsgi, "shelves", Shelves(clock))
    return clock


@pytest.fixture
def published(mast: Site, clock: Clock) -> Site:
    services.publish(site=mast, at=NOW)
    return mast


def test_a_page_comes_from_memory(
    published: Site, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert ask("/").status == 200
    with django_assert_num_queries(0):
        again = ask("/en/")
    assert b"Cabinet dentaire du Lac" in again.body
    assert again.headers["content-language"] == "en"
    assert again.headers["content-length"] == str(len(again.body))


@pytest.mark.parametrize(
    ("accept", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("GZIP;q=0.5, br;q=0", "gzip"),
        ("*", "br"),
        ("br;q=nonsense", None),
        ("identity", None),
        ("", None),
    ],
)
def test_bytes_come_in_the_smallest_form_that_is_accepted(
    published: Site, accept: str, encoding: str | None
) -> None:
    answer = ask("/", HTTP_ACCEPT_ENCODING=accept)
    assert answer.headers.get("content-encoding") == encoding
    assert answer.headers["vary"] == "Accept-Encoding"
    opened = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding](answer.body)
    assert opened == ask("/").body


def test_fonts_are_sent_as_they_are(published: Site) -> None:
    font = next(path for path in Pointer.objects.get().release.manifest if path.endswith(".woff2"))
    answer = ask(font, HTTP_ACCEPT_ENCODING="gzip, br")
    assert "content-encoding" not in answer.headers
    assert "vary" not in answer.headers
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_bytes_that_the_visitor_holds_are_not_sent_again(published: Site) -> None:
    for accept in ("br", "gzip", ""):
        etag = ask("/", HTTP_ACCEPT_ENCODING=accept).headers["etag"]
        for held in (etag, f'"other", W/{etag}', "*"):
            answer = ask("/", HTTP_ACCEPT_ENCODING=accept, HTTP_IF_NONE_MATCH=held)
            assert (answer.status, answer.body) == (304, b"")
            assert answer.headers["etag"] == etag
    assert ask("/", HTTP_IF_NONE_MATCH='"other"').status == 200


def test_a_compressed_form_has_a_tag_of_its_own(published: Site) -> None:
    tags = {ask("/", HTTP_ACCEPT_ENCODING=each).headers["etag"] for each in ("br", "gzip", "")}
    assert len(tags) == 3


def test_head_is_get_without_the_body(published: Site) -> None:
    whole, head = ask("/"), ask("/", method="HEAD")
    assert head.body == b""
    assert head.headers == whole.headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
def test_nothing_but_reading_is_answered(published: Site, method: str) -> None:
    answer = ask("/", method=method)
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


def test_what_is_not_there_is_said_in_the_language_of_the_path(published: Site) -> None:
    for path, language in {
        "/nothing": "fr",
        "/de/nothing": "de",
        "/xx/": "fr",
        "/.env": "fr",
    }.items():
        answer = ask(path)
        assert (answer.status, answer.headers["content-language"]) == (404, language)
    assert ask("/de/404.html").status == 404


def test_a_missing_slash_leads_on(published: Site) -> None:
    answer = ask("/en")
    assert (answer.status, answer.headers["location"]) == (308, "/en/")
    assert ask("//example.org").status == 404


@pytest.mark.parametrize(
    "host", ["unknown.example", "www.mast.example.evil.example", "", "127.0.0.1:8000"]
)
def test_a_host_that_is_nobody_s_is_misdirected(published: Site, host: str) -> None:
    answer = ask("/", host=host)
    assert answer.status == 421
    assert b"Cabinet" not in answer.body


def test_a_site_that_was_never_published_is_misdirected(mast: Site, clock: Clock) -> None:
    assert ask("/").status == 421


def test_a_host_is_known_with_any_port_and_in_capitals(published: Site) -> None:
    assert ask("/", host="www.mast.example:8443").status == 200
    assert ask("/", host="WWW.MAST.EXAMPLE").status == 200


def test_a_neighbour_s_host_shows_the_neighbour(published: Site, favre: Site) -> None:
    services.publish(site=favre, at=NOW)
    assert b"Cabinet Favre" in ask("/", host="www.favre.example").body
    assert b"Cabinet Favre" not in ask("/").body


@pytest.mark.claim("P28")
def test_no_answer_sets_a_cookie(published: Site) -> None:
    for path in [*Pointer.objects.get().release.manifest, "/nothing", "/en"]:
        answer = ask(path, HTTP_COOKIE="a=b")
        assert "set-cookie" not in answer.headers
    assert "set-cookie" not in ask("/v1/ready", host="site.localhost:8000").headers


def test_every_page_is_sent_with_its_policy(published: Site) -> None:
    for path in [*Pointer.objects.get().release.manifest, "/nothing"]:
        headers = ask(path).headers
        assert headers["content-security-policy"].startswith(
            "default-src 'none'; script-src 'none'"
        )
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"


def test_a_publish_elsewhere_shows_within_a_second(
    published: Site, facts: dict[str, Any], clock: Clock
) -> None:
    assert b"+41225550123" in ask("/").body
    facts_services.revise(site=published, facts=facts | {"telephone": "+41 22 555 77 77"}, at=NOW)
    services.publish(site=published, at=NOW)
    clock.now += 0.9
    assert b"+41225550123" in ask("/").body
    clock.now += 0.2
    assert b"+41225557777" in ask("/").body
    assert b"+41225550123" not in ask("/").body


def test_pages_stay_while_the_database_is_away(
    published: Site, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ask("/").status == 200

    def away(*_: object, **__: object) -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr("quenotte.site.shelf.Pointer.objects.filter", away)
    clock.now += 5
    assert ask("/").status == 200


def test_invented_hosts_do_not_fill_the_memory(
    published: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quenotte.site.shelf.MOST_HOSTS", 8)
    for number in range(40):
        ask("/", host=f"{number}.example")
    assert len(wsgi.shelves._by_host) <= 8
    assert ask("/").status == 200
