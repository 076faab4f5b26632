"""Between the planes goes one signed feed that names no patient."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from quenotte.base import calls, feed, jws
from quenotte.vault.feeds import services
from quenotte.vault.practices.models import Practice
from tests.vault.conftest import NOW, Browser, Lea

SITE = jws.new_key()
CARD = {"slug": "mast", "name": "Cabinet Mast", "telephone": "+41 22 555 01 23"}


def test_the_feed_grows_when_it_changes_and_only_then(mast: Practice) -> None:
    first = jws.read(services.publish(practice=mast, at=NOW), typ="quenotte-feed")[0]
    same = jws.read(
        services.publish(practice=mast, at=NOW + timedelta(days=1)), typ="quenotte-feed"
    )[0]
    assert first == same
    mast.types.create(practice=mast, slug="first", names={"fr": "Première visite"}, minutes=40)
    grown = jws.read(services.publish(practice=mast, at=NOW), typ="quenotte-feed")[0]
    assert (first["number"], grown["number"]) == (1, 2)
    assert grown["items"]["fingerprint"] == mast.fingerprint


@pytest.mark.claim("P11")
def test_a_booking_does_not_change_the_feed(browser: Browser, lea: Lea, mast: Practice) -> None:
    before = services.publish(practice=mast, at=NOW)
    browser.put("appointment", lea.id, lea.request())
    assert services.publish(practice=mast, at=NOW) == before


def test_an_unknown_practice_has_no_feed(mast: Practice) -> None:
    got = Client().get("/v1/feed/nobody", headers={"Host": settings.INTERNAL_HOST})
    assert got.status_code == 404


class TestTheSitesFeed:
    @pytest.fixture(autouse=True)
    def site(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(settings, "SITE_FINGERPRINT", jws.fingerprint(jws.public(SITE)))
        self.number, self.key, self.card, self.status = 1, SITE, dict(CARD), 200
        monkeypatch.setattr(
            calls, "call", lambda *_, **__: calls.Answer(self.status, self.said().encode())
        )

    def said(self) -> str:
        return feed.write(
            plane="site",
            practice="mast",
            number=self.number,
            issued="",
            items={"card": self.card},
            key=self.key,
        )

    def test_gives_the_header_of_the_practice(self, mast: Practice) -> None:
        assert services.follow(practice=mast, at=NOW)
        assert mast.card()["telephone"] == "+41 22 555 01 23"
        assert not services.follow(practice=mast, at=NOW)

    def test_is_refused_from_another_signer_and_when_older(self, mast: Practice) -> None:
        self.number = 5
        services.follow(practice=mast, at=NOW)
        self.number, self.card["telephone"] = 4, "+1"
        with pytest.raises(jws.NotSigned):
            services.follow(practice=mast, at=NOW)
        self.number, self.key = 6, jws.new_key()
        with pytest.raises(jws.NotSigned):
            services.follow(practice=mast, at=NOW)
        mast.refresh_from_db()
        assert mast.card()["telephone"] == "+41 22 555 01 23"

    @pytest.mark.parametrize(
        "fault",
        [
            {"street": None},
            {"telephone": 5},
            {"languages": 7},
            {"languages": [7]},
            {"languages": ["f" * 301]},
            {"url": "javascript:alert(1)"},
            {"url": "https://"},
            {"name": "x" * 301},
            {"name": "Cabinet\nMast"},
            {"name": "Cabinet \u202etsaM"},
            {"city": "Genève\u2066"},
            {"theme": "lac\x00"},
            {"telephone": "javascript:1"},
            {"emergency": "ask Dr Mast"},
            {"email": "cabinet at mast.example"},
            {"controller": " "},
            {"controllers": [{"name": "", "address": "", "resources": []}]},
            {"controllers": [{"name": "Dr Mast", "address": "x" * 301, "resources": []}]},
            {"controllers": [{"name": "Dr Mast", "address": "", "resources": ["ch\u202aair"]}]},
        ],
    )
    def test_is_refused_when_its_card_is_not_made_of_words(
        self, mast: Practice, fault: dict[str, object]
    ) -> None:
        self.card |= fault  # type: ignore[arg-type]
        with pytest.raises(jws.NotSigned):
            services.follow(practice=mast, at=NOW)

    def test_is_taken_with_the_signs_that_a_site_writes(self, mast: Practice) -> None:
        self.card |= {
            "name": "Cabinet dentaire d\u2019à\u00a0côté",
            "emergency": "144",
            "email": "cabinet@mast.example",
            "url": "https://www.mast.example",
            "controllers": [{"name": "Dr Mast", "address": "", "resources": ["chair"]}],  # type: ignore[dict-item]
        }
        assert services.follow(practice=mast, at=NOW)

    def test_that_cannot_be_had_changes_nothing(self, mast: Practice) -> None:
        services.follow(practice=mast, at=NOW)
        self.status = 500
        with pytest.raises(calls.Unreachable):
            services.follow(practice=mast, at=NOW)
        mast.refresh_from_db()
        assert mast.card()["name"] == "Cabinet Mast"
