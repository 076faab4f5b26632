"""Everybody at the desk reads what derives from the register for their practice, and nobody else's."""

import csv
import io
from typing import Any

import pytest
from django.conf import settings

from quenotte import paperwork
from quenotte.register.lists.roles import PUBLISHER
from quenotte.register.recipients import Recipient
from quenotte.vault.desk.documents import FORMATS
from quenotte.vault.policies import exports, services
from quenotte.vault.practices.models import Practice
from tests.vault.conftest import NOW, Clock
from tests.vault.test_choices import Signer
from tests.vault.test_desk_door import Desk

LANGUAGES = ("fr", "en", "de", "it")
SITE_MAKER = Recipient("publisher", "Sites Exemple SA", "CH", "contract of 2026", NOW.date())
EACH = [(name, format) for name, formats in FORMATS.items() for format in formats]


@pytest.fixture
def signer(spoken_for: Practice) -> Signer:
    """Dr Mast receives patients under French law too, so every document is there."""
    signer = Signer(spoken_for)
    signer.keep(packs=["FR"])
    return signer


@pytest.fixture
def secretary(signer: Signer, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(settings, "RECIPIENTS", (SITE_MAKER,))
    return at_the_desk(signer.practice, "SECRETARY", "desk/1")


def at_the_desk(practice: Practice, role: str, *grants: str) -> Desk:
    desk = Desk(practice, role=role, grants=grants)
    desk.register()
    desk.sign_in()
    return desk


def listed(desk: Desk) -> dict[str, str | None]:
    rows = desk.call("GET", "documents").json()["documents"]
    return {row["name"]: row["lacks"] for row in rows}


def test_the_desk_hands_out_what_the_command_prints() -> None:
    of_a_practice = set(paperwork.FORMATS) - {
        "publisher",
        "imprint",
        "policy",
    }  # the policy has a page
    assert {name: set(formats) for name, formats in FORMATS.items()} == {
        name: set(paperwork.FORMATS[name]) for name in of_a_practice
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "format"), EACH)
def test_each_document_is_the_one_that_the_register_makes(
    secretary: Desk, name: str, format: str, language: str
) -> None:
    got = secretary.call("GET", f"documents/{name}.{format}?lang={language}")
    assert got.status_code == 200
    wanted = exports.Wanted(name, language, format)
    assert got.content == exports.export(secretary.practice, wanted, at=NOW)
    assert got["Cache-Control"] == "no-store"
    assert got["Content-Language"] == language
    ending = {"markdown": "md"}.get(format, format)
    how = "inline" if format == "html" else "attachment"
    assert got["Content-Disposition"] == f'{how}; filename="mast-{name}-{language}.{ending}"'


@pytest.mark.parametrize("role", ["PRACTITIONER", "ASSISTANT", "SECRETARY"])
def test_everybody_at_the_desk_may_read_them(signer: Signer, clock: Clock, role: str) -> None:
    desk = at_the_desk(signer.practice, role, "desk/1")
    assert desk.call("GET", "documents").status_code == 200
    assert desk.call("GET", "documents/assessment.html").status_code == 200


def test_a_paper_runs_nothing_and_loads_nothing_from_elsewhere(secretary: Desk) -> None:
    got = secretary.call("GET", "documents/annex.html?lang=en")
    said = got["Content-Security-Policy"]
    assert "default-src 'none'" in said
    assert "script-src 'none'" in said
    assert "http" not in said
    assert b"<script" not in got.content


@pytest.mark.parametrize("path", ["documents", "documents/annex.html", "documents/nothing.csv"])
def test_nobody_signed_out_reads_them(secretary: Desk, path: str) -> None:
    secretary.call("POST", "sign-out")
    got = secretary.call("GET", path)
    assert got.status_code == 401
    assert got.json()["refused"]["reason"] == "signed-out"


@pytest.mark.parametrize(
    "path",
    [
        "documents/publisher.csv",
        "documents/imprint.text",
        "documents/annex.csv",
        "documents/records.html",
        "documents/annex.HTML",
        "documents/annex.html.html",
        "documents/annex",
    ],
)
def test_what_is_not_among_them_is_not_there(secretary: Desk, path: str) -> None:
    assert secretary.call("GET", path).status_code == 404


def test_an_unknown_language_is_refused_by_name(secretary: Desk) -> None:
    got = secretary.call("GET", "documents/annex.html?lang=rm")
    assert (got.status_code, got.json()["refused"]) == (
        422,
        {"field": "lang", "reason": "unknown"},
    )


def test_nothing_is_written_there(secretary: Desk) -> None:
    for method in ("POST", "PUT", "DELETE"):
        assert secretary.call(method, "documents").status_code == 405
        assert secretary.call(method, "documents/annex.html").status_code == 405


@pytest.mark.parametrize(
    ("country", "packs", "registers"),
    [
        ("CH", [], {"swiss"}),
        ("FR", [], {"records"}),
        ("CH", ["FR"], {"swiss", "records"}),
        ("FR", ["CH"], {"swiss", "records"}),
    ],
)
def test_the_register_comes_as_the_laws_that_count_ask_for_it(
    secretary: Desk, signer: Signer, country: str, packs: list[str], registers: set[str]
) -> None:
    practice = signer.practice
    practice.country = country
    practice.save()
    signer.keep(packs=packs)
    assert set(listed(secretary)) == registers | {"annex", "assessment", "tilt"}
    for name in ("records", "swiss"):
        status = secretary.call("GET", f"documents/{name}.csv").status_code
        assert status == (200 if name in registers else 404)


def test_a_document_that_lacks_a_fact_says_which(
    secretary: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert set(listed(secretary).values()) == {None}
    monkeypatch.setattr(settings, "RECIPIENTS", ())
    assert listed(secretary)["annex"] == PUBLISHER.key
    got = secretary.call("GET", "documents/annex.html")
    assert got.json()["refused"] == {"field": "publisher", "reason": "missing"}
    practice = secretary.practice
    practice.public_card = {}
    practice.save()
    assert listed(secretary)["tilt"] == "controller"
    got = secretary.call("GET", "documents/tilt.json")
    assert (got.status_code, got.json()["refused"]["field"]) == (422, "controller")


def test_the_policy_in_force_is_named_with_its_lasting_address(secretary: Desk) -> None:
    assert secretary.call("GET", "documents").json()["policy"] is None
    services.publish(practice=secretary.practice, at=NOW)
    said = secretary.call("GET", "documents").json()["policy"]
    assert (said["number"], said["date"]) == (1, "2026-11-23")
    assert said["at"]["de"].endswith("/de/privacy/1")
    assert said["how"]["de"].endswith("/de/privacy/how")
    assert set(said["at"]) == set(said["how"]) == set(LANGUAGES)


def test_next_door_has_its_own(secretary: Desk, favre: Practice, clock: Clock) -> None:
    favre.public_card = secretary.practice.public_card | {
        "slug": "favre",
        "name": "Cabinet Favre",
        "controller": "Dr Favre",
    }
    favre.save()
    dr_favre = at_the_desk(favre, "PRACTITIONER", "desk/1")
    assert set(listed(dr_favre)) == {"swiss", "annex", "assessment", "tilt"}
    text = dr_favre.call("GET", "documents/swiss.csv?lang=en").content.decode("utf-8-sig")
    rows: list[Any] = list(csv.reader(io.StringIO(text, newline="")))
    assert len(rows) > 1
    assert "Favre" in text
    assert "Mast" not in text
