"""The practice's own country says which law counts. What its site's card says of it changes nothing."""

import argparse
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client

from quenotte import cli
from quenotte.base import calls, feed, jws, log
from quenotte.vault import worker
from quenotte.vault.practices import commands
from quenotte.vault.practices.declared import facts_of, packs_of, questionnaires_closed
from quenotte.vault.practices.hosting import Closed
from quenotte.vault.practices.models import Practice
from tests.vault.conftest import NOW

SITE = jws.new_key()
CARD = {"slug": "mast", "name": "Cabinet Mast", "controller": "Dr Mast", "country": "FR"}
WHY = "its card names another country than the practice's own"


@pytest.fixture
def french(mast: Practice, monkeypatch: pytest.MonkeyPatch) -> Practice:
    monkeypatch.setattr(settings, "HOSTING", {})
    mast.country, mast.public_card = "FR", dict(CARD)
    mast.save()
    return mast


@pytest.mark.claim("P17e")
@pytest.mark.parametrize(
    "card", [CARD | {"country": other} for other in ("CH", "BE", "fr", "FRA", "")] + [{}]
)
def test_no_card_takes_a_french_practice_out_of_french_law(
    french: Practice, card: dict[str, Any]
) -> None:
    french.public_card = card
    french.save()
    assert questionnaires_closed(french, at=NOW) is Closed.EXPIRED
    assert [pack.country for pack in packs_of(french)] == ["FR"]
    assert french.card()["country"] == "FR"
    assert facts_of(french).controllers[0].country == "FR"


class TestTheSitesCard:
    @pytest.fixture(autouse=True)
    def site(self, french: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(settings, "SITE_FINGERPRINT", jws.fingerprint(jws.public(SITE)))
        self.card: dict[str, Any] = CARD | {"name": "Another name"}
        monkeypatch.setattr(calls, "call", lambda *_, **__: calls.Answer(200, self.said()))

    def said(self) -> bytes:
        items = {"card": self.card}
        named = {"plane": "site", "practice": "mast", "number": 1, "issued": "", "items": items}
        return feed.write(key=SITE, **named).encode()  # type: ignore[arg-type]

    def kept(self) -> object:
        return Practice.objects.get(slug="mast").public_card["name"]

    @pytest.mark.parametrize("other", ["CH", "fr", "FRA"])
    def test_that_names_another_country_is_refused_and_the_former_one_stays(
        self, other: str, logged: list[str]
    ) -> None:
        self.card["country"] = other
        worker.follow(at=NOW)
        assert logged == [log.line("feed-refused", practice="mast", why=WHY)]
        assert self.kept() == "Cabinet Mast"

    def test_that_names_its_own_is_taken(self) -> None:
        worker.follow(at=NOW)
        assert self.kept() == "Another name"


def test_a_practice_without_a_country_is_not_kept(mast: Practice) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Practice.objects.create(slug="nowhere", host="rdv.nowhere.example", zone="Europe/Paris")


class TestANewPractice:
    WORDS = ("practice", "new", "favre", "--host", "rdv.favre.example", "--name", "F")

    def parsed(self, *more: str) -> argparse.Namespace:
        return cli._parser().parse_args([*self.WORDS, "--practitioner", "Dr Favre", *more])

    def test_has_the_country_that_the_command_names(self, mast: Practice) -> None:
        asked = self.parsed("--country", "FR")
        link = commands.new(
            slug="favre", host=asked.host, name="F", practitioner="Dr Favre", zone=asked.zone,
            country=asked.country,
        )  # fmt: skip
        code = link.partition("#i=")[2]
        host = settings.DESK_URL.partition("://")[2]
        headers = {"Host": host, "Authorization": f"Bearer {code}"}
        got = Client().get("/v1/desk/setup", headers=headers)
        assert got.json()["country"] == "FR"

    @pytest.mark.parametrize("country", [(), ("--country", "FX"), ("--country", "fr")])
    def test_is_not_made_without_a_country_that_we_know(
        self, country: tuple[str, ...], capsys: pytest.CaptureFixture[str]
    ) -> None:
        with pytest.raises(SystemExit):
            self.parsed(*country)
        assert "--country" in capsys.readouterr().err


@pytest.mark.parametrize(("said", "country"), [("FR", "FR"), ("", "CH"), ("France", "CH")])
def test_a_practice_of_before_takes_the_country_of_its_card(
    mast: Practice, said: str, country: str
) -> None:
    mast.country, mast.public_card = "XX", CARD | {"country": said}
    mast.save()
    migration = import_module("quenotte.vault.practices.migrations.0003_country_and_chain")
    migration.from_the_card(apps, None)
    mast.refresh_from_db()
    assert mast.country == country
