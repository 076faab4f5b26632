"""What a practice exports is its own register, with its own services and people, and never its neighbour's."""

import csv
import hashlib
import io
import json
from typing import Any

import pytest
from django.test import Client

from quenotte.register import offered
from quenotte.register.derived import records
from quenotte.vault.policies import exports, services
from quenotte.vault.policies.models import Version
from quenotte.vault.practices.declared import register_of
from quenotte.vault.practices.models import Practice
from tests.vault.conftest import NOW

CARD = {
    "controller": "Dr Mast",
    "street": "12 quai Fictif",
    "postcode": "1201",
    "city": "Genève",
    "country": "CH",
    "telephone": "+41 22 555 01 23",
    "email": "cabinet@mast.example",
    "languages": ["fr", "en", "de", "it"],
}


@pytest.fixture
def said(mast: Practice) -> Practice:
    """Dr Mast's practice after its site has spoken."""
    mast.public_card = CARD
    mast.save()
    return mast


def export(practice: Practice, what: str, format: str, language: str = "en") -> bytes:
    return exports.export(practice, exports.Wanted(what, language, format), at=NOW)


@pytest.mark.claim("P57")
def test_the_register_has_a_row_for_each_activity_that_is_on(said: Practice) -> None:
    table = export(said, "records", "csv").decode().removeprefix("\ufeff")
    head, *body = csv.reader(io.StringIO(table, newline=""))
    on = offered(register_of(said))
    assert len(body) == len(on) > 0
    assert len(head) == len(records.QUESTIONS)
    assert "Dr Mast" in table
    assert json.loads(export(said, "records", "json"))["activities"][0]["activity"] in on


def test_the_policy_in_force_is_printed_as_text_and_as_the_bytes_of_its_digest(
    said: Practice,
) -> None:
    canonical = export(said, "policy", "json")
    [version] = Version.objects.of(said)
    assert hashlib.sha256(canonical).hexdigest() == version.sha256
    text = export(said, "policy", "text", "fr").decode()
    assert "Dr Mast" in text
    assert " [P11]" in text


def test_there_is_no_policy_before_the_site_has_said_who_answers(mast: Practice) -> None:
    with pytest.raises(exports.NotYet):
        export(mast, "policy", "text")


@pytest.mark.parametrize("language", ["fr", "en", "de", "it"])
@pytest.mark.parametrize("format", ["csv", "json"])
def test_the_swiss_register_is_there_in_every_language(
    said: Practice, format: str, language: str
) -> None:
    assert "Dr Mast" in export(said, "swiss", format, language).decode()


@pytest.mark.parametrize("format", ["markdown", "html"])
def test_the_assessment_is_a_draft_of_this_practice(said: Practice, format: str) -> None:
    assert "draft" in export(said, "assessment", format).decode()


def test_an_annex_needs_to_know_the_publisher(said: Practice, settings: Any) -> None:
    settings.RECIPIENTS = ()
    with pytest.raises(exports.NotYet, match="QUENOTTE_RECIPIENTS"):
        export(said, "annex", "markdown")


def test_a_neighbour_s_export_names_nobody_of_this_practice(
    said: Practice, favre: Practice
) -> None:
    favre.public_card = CARD | {"controller": "Dr Favre", "email": "cabinet@favre.example"}
    favre.save()
    for what, format in (("records", "csv"), ("swiss", "json"), ("assessment", "html")):
        text = export(favre, what, format).decode().lower()
        assert "favre" in text
        assert "mast" not in text


@pytest.mark.claim("P78")
def test_machines_read_the_policy_in_force(said: Practice) -> None:
    answer = Client().get("/privacy.tilt.json", headers={"host": said.host})
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    told = answer.json()
    version = services.newest(said)
    assert version is not None
    assert told["meta"]["version"] == version.number
    assert told["controller"]["name"] == "Dr Mast"
    assert {one["_id"].partition(".")[0] for one in told["dataDisclosed"]} == set(
        offered(register_of(said))
    )
    again = Client().get(
        "/privacy.tilt.json", headers={"host": said.host, "if-none-match": answer["ETag"]}
    )
    assert again.status_code == 304


def test_before_the_site_has_spoken_there_is_nothing_to_read(mast: Practice) -> None:
    assert Client().get("/privacy.tilt.json", headers={"host": mast.host}).status_code == 404
