"""The site prints the text that the vault published, believes no other, and says when nobody confirms it."""

import hashlib
import json
import logging
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from django.db import connection
from pytest_django import Settings

from quenotte.base import outbound
from quenotte.base.calls import Unreachable
from quenotte.register import doorways
from quenotte.site import worker
from quenotte.site.facts.models import FactsRevision, Site
from quenotte.site.facts.reading import WrongFact
from quenotte.site.facts.vault_feed import Refused
from quenotte.site.privacy.models import PolicyText
from quenotte.site.releases import services
from quenotte.site.releases.models import Blob, Pointer, Release
from tests.site.conftest import NOW, Vault
from tests.site.door import ask

WORDS = {
    "fr": "Cabinet Mast décide et répond.",
    "en": "Cabinet Mast decides and answers.",
    "de": "Cabinet Mast entscheidet und haftet.",
    "it": "Cabinet Mast decide e risponde.",
}


def document(more: str = "") -> bytes:
    return json.dumps(
        {
            "languages": {
                code: [
                    {
                        "key": "responsible",
                        "title": f"Section {code}",
                        "sentences": [
                            {"claim": "P2", "text": text + more, "items": [f"item <b> {code}"]}
                        ],
                    }
                ]
                for code, text in WORDS.items()
            }
        }
    ).encode()


FIRST, SECOND = document(), document(" Nothing is sold.")


def in_force(number: int, canonical: bytes, **changed: object) -> dict[str, object]:
    sha256 = hashlib.sha256(canonical).hexdigest()
    return {"number": number, "date": "2026-11-23", "sha256": sha256} | changed


class Server:
    """A vault that answers over HTTP: a feed, and a text under each number."""

    def __init__(self) -> None:
        self.feed = ""
        self.texts: dict[str, bytes] = {}
        self.asked: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(self.path)
                body = (
                    outer.feed.encode()
                    if self.path == "/v1/feed/mast"
                    else outer.texts.get(self.path.removeprefix("/v1/policy/mast/"))
                )
                self.send_response(200 if body is not None else 404)
                self.send_header("Content-Length", str(len(body or b"")))
                self.end_headers()
                self.wfile.write(body or b"")

            def log_message(self, *_: object) -> None:
                pass

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://vault.localhost:{self._server.server_port}"
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def server(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    opened = Server()
    settings.VAULT_INTERNAL_URL = opened.url
    allowed = doorways.outbound("site", {"QUENOTTE_VAULT_INTERNAL_URL": opened.url})
    monkeypatch.setattr(outbound, "_declared", allowed)
    yield opened
    opened.close()


@pytest.fixture
def public(mast: Site, vault: Vault, server: Server) -> Site:
    """A public site that holds the first text."""
    services.publish(site=mast, at=NOW)
    server.texts["1"] = FIRST
    server.feed = vault.feed(1, policy=in_force(1, FIRST))
    assert services.follow(site=mast, at=NOW)
    return mast


def page(path: str = "/en/privacy") -> str:
    """As the newest release has it: the shelf of the door may hold a page for a second."""
    pointer = Pointer.objects.select_related("release").get(site__practice="mast")
    entry = pointer.release.manifest[path]
    html = bytes(Blob.objects.get(pk=entry["sha256"]).bytes).decode()
    return re.sub(r"\s+", " ", html).replace("\xa0", " ")


def paths() -> set[str]:
    return set(Pointer.objects.get(site__practice="mast").release.manifest)


@pytest.mark.claim("P1")
def test_it_prints_the_text_with_version_date_and_digest_in_each_language(public: Site) -> None:
    for path, code in (
        ("/privacy", "fr"),
        ("/en/privacy", "en"),
        ("/de/privacy", "de"),
        ("/it/privacy", "it"),
    ):
        html = page(path)
        assert f'<html lang="{code}">' in html
        assert WORDS[code] in html
        assert f"item &lt;b&gt; {code}" in html
        assert hashlib.sha256(FIRST).hexdigest() in html
        for link in ("privacy", "privacy/1", "privacy#versions"):
            assert f'href="https://rdv.mast.example/{code}/{link}"' in html
    assert "Version 1, in force since 23 November 2026." in page()


def test_every_page_leads_to_it_and_its_languages_lead_to_each_other(public: Site) -> None:
    assert 'href="/de/privacy"' in page("/de/")
    assert 'href="/privacy"' in page("/")
    assert 'href="/it/privacy" lang="it"' in page("/de/privacy")


@pytest.mark.claim("P28")
def test_it_is_served_like_every_page_without_cookie_or_script(public: Site) -> None:
    answer = ask("/en/privacy")
    assert answer.status == 200
    assert "set-cookie" not in answer.headers
    assert "script-src 'none'" in answer.headers["content-security-policy"]
    assert b"<script" not in answer.body


def test_before_the_vault_has_given_a_text_the_footer_leads_to_the_vault(
    mast: Site, vault: Vault, server: Server
) -> None:
    server.feed = vault.feed(1)
    services.publish(site=mast, at=NOW)
    services.follow(site=mast, at=NOW)
    assert not [path for path in paths() if path.endswith("privacy")]
    assert 'href="https://rdv.mast.example/de/privacy"' in page("/de/")
    assert server.asked == ["/v1/feed/mast"]


@pytest.mark.claim("P1")
def test_a_new_version_is_published_by_the_worker_and_an_old_one_is_not_asked_for_again(
    public: Site, vault: Vault, server: Server
) -> None:
    assert worker.tick(NOW)
    assert server.asked.count("/v1/policy/mast/1") == 1
    server.texts["2"] = SECOND
    server.feed = vault.feed(2, policy=in_force(2, SECOND))
    assert worker.tick(NOW + timedelta(minutes=1))
    assert "Nothing is sold." in page()
    assert "Version 2" in page()
    releases = Release.objects.count()
    assert worker.tick(NOW + timedelta(minutes=2))
    assert Release.objects.count() == releases


def test_an_earlier_text_that_comes_back_stands_under_its_new_number(
    public: Site, vault: Vault, server: Server
) -> None:
    server.texts["3"] = FIRST
    server.feed = vault.feed(2, policy=in_force(3, FIRST))
    assert worker.tick(NOW)
    assert "Version 3" in page()


@pytest.mark.claim("P1")
@pytest.mark.parametrize(
    ("item", "text", "why"),
    [
        pytest.param(in_force(2, SECOND), FIRST, "not the text", id="another-text"),
        pytest.param(in_force(2, SECOND), SECOND + b" ", "not the text", id="one-byte-more"),
        pytest.param(in_force(2, SECOND), b"", "not the text", id="nothing"),
        pytest.param(in_force(2, SECOND), None, "answered 404", id="no-such-version"),
        pytest.param(in_force(2, b"{}"), b"{}", "not one that we can read", id="no-document"),
        pytest.param(in_force(1, SECOND), SECOND, "with another text", id="number-used-twice"),
        pytest.param(in_force(0, SECOND), SECOND, "names no policy", id="number-nought"),
        pytest.param(in_force(True, SECOND), SECOND, "names no policy", id="no-number"),
        pytest.param(in_force(2, SECOND, sha256="x" * 64), SECOND, "names no", id="no-digest"),
        pytest.param(in_force(2, SECOND, date="today"), SECOND, "names no", id="no-date"),
        pytest.param(["2"], SECOND, "policy, which nobody declared", id="no-object"),
    ],
)
def test_a_text_that_does_not_hold_leaves_the_former(
    public: Site, vault: Vault, server: Server, item: object, text: bytes | None, why: str
) -> None:
    good, release = PolicyText.objects.values().get(), Pointer.objects.get(site=public).release
    if text is not None:
        server.texts |= {"1": text, "2": text}
    server.feed = vault.feed(2, policy=item)
    with pytest.raises(Refused, match=why):
        services.follow(site=public, at=NOW)
    assert PolicyText.objects.values().get() == good
    assert Pointer.objects.get(site=public).release == release
    assert WORDS["en"] in page()


def test_an_older_version_is_refused(public: Site, vault: Vault, server: Server) -> None:
    server.texts["2"] = SECOND
    server.feed = vault.feed(2, policy=in_force(2, SECOND))
    services.follow(site=public, at=NOW)
    server.feed = vault.feed(3, policy=in_force(1, FIRST))
    with pytest.raises(Refused, match="older"):
        services.follow(site=public, at=NOW)
    assert "Version 2" in page()


@pytest.mark.claim("P1")
def test_a_feed_that_another_signed_brings_no_text(
    public: Site, vault: Vault, server: Server
) -> None:
    server.texts["2"] = SECOND
    server.feed = vault.feed(2, key=vault.practice, policy=in_force(2, SECOND))
    with pytest.raises(Refused, match="another key"):
        services.follow(site=public, at=NOW)
    assert "/v1/policy/mast/2" not in server.asked
    assert "Version 1" in page()


def test_a_bad_text_stops_neither_hours_nor_keys(
    public: Site, vault: Vault, server: Server
) -> None:
    server.feed = vault.feed(2, policy=in_force(2, SECOND), hours=[])
    assert not worker.tick(NOW)
    assert "Please telephone to ask about opening hours." in page("/en/")
    assert "Version 1" in page()


class TestSilence:
    DAY = timedelta(hours=24)

    @pytest.fixture(autouse=True)
    def quiet(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(logging.getLogger("quenotte"), "disabled", True)

    def tick(self, at: datetime) -> str:
        worker.tick(at)
        return page()

    @pytest.mark.claim("P1")
    def test_after_a_day_the_page_says_since_when_and_keeps_the_text(
        self, public: Site, vault: Vault, server: Server
    ) -> None:
        good, server.feed = server.feed, ""
        assert "not confirmed" not in self.tick(NOW + self.DAY)
        silent = self.tick(NOW + self.DAY + timedelta(minutes=1))
        assert "has not confirmed this text since 23 November 2026, 10:00" in silent
        assert WORDS["en"] in silent
        assert "23. November 2026, 10:00" in page("/de/privacy")
        releases = Release.objects.count()
        self.tick(NOW + 3 * self.DAY)
        assert Release.objects.count() == releases
        server.feed = good
        assert "not confirmed" not in self.tick(NOW + 4 * self.DAY)

    def test_a_vault_that_answers_with_a_text_that_does_not_hold_is_as_good_as_silent(
        self, public: Site, vault: Vault, server: Server
    ) -> None:
        server.texts["2"] = FIRST
        server.feed = vault.feed(2, policy=in_force(2, SECOND))
        assert "not confirmed" in self.tick(NOW + 2 * self.DAY)

    def test_a_vault_that_is_away(self, public: Site, server: Server) -> None:
        server.close()
        with pytest.raises(Unreachable):
            services.follow(site=public, at=NOW)
        assert "not confirmed" in self.tick(NOW + 2 * self.DAY)

    def test_a_site_that_is_not_public_stays_so(self, public: Site, server: Server) -> None:
        Pointer.objects.all().delete()
        server.feed = ""
        worker.tick(NOW + 2 * self.DAY)
        assert not Pointer.objects.exists()


@pytest.mark.parametrize("column", ["canonical", "sha256"])
def test_a_text_that_somebody_changed_here_is_not_printed_and_fetched_again(
    public: Site, server: Server, column: str
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE privacy_policytext SET {column} = %s", [b"x" * 8])
    services.publish(site=public, at=NOW)
    assert "/en/privacy" not in paths()
    assert services.follow(site=public, at=NOW)
    assert WORDS["en"] in page()


@pytest.mark.claim("P2")
@pytest.mark.parametrize(
    ("taken", "field"),
    [
        pytest.param(["controller"], "controller", id="the-controller"),
        pytest.param(["street"], "street", id="its-address"),
        pytest.param(["publisher"], "publisher", id="the-publisher"),
        pytest.param(["publisher", "legal_name"], "publisher.legal_name", id="its-name"),
        pytest.param(["publisher", "street"], "publisher.street", id="its-own-address"),
        pytest.param(["publisher", "email"], "publisher.email", id="where-to-write-to-it"),
    ],
)
def test_without_its_controller_or_its_publisher_a_site_is_not_published(
    mast: Site, facts: dict[str, Any], taken: list[str], field: str
) -> None:
    services.publish(site=mast, at=NOW)
    inside: Any = facts
    for step in taken[:-1]:
        inside = inside[step]
    del inside[taken[-1]]
    FactsRevision.objects.create(site=mast, number=2, facts=facts, made_at=NOW)
    with pytest.raises(WrongFact, match="is missing") as refusal:
        services.publish(site=mast, at=NOW)
    assert refusal.value.field == field
    assert Pointer.objects.get(site=mast).release.number == 1
