"""What a person is told is there for machines too, valid in the language that others read (P78)."""

import hashlib
import json
from typing import Any

import pytest
from jsonschema import Draft7Validator, FormatChecker

from quenotte.register.derived.parties import Parties
from quenotte.register.derived.tilt import tilt
from quenotte.register.periods import ENGLISH
from tests.register import practice_on_paper as paper
from tests.register.tilt_demands import SCHEMA

VALID = Draft7Validator(SCHEMA, format_checker=FormatChecker())


def said(parties: Parties = paper.ANNECY) -> dict[str, Any]:
    made = tilt(paper.ON, parties, paper.PUBLISHED, words=ENGLISH, language="en")
    again: dict[str, Any] = json.loads(json.dumps(made))
    return again


@pytest.mark.claim("P78")
@pytest.mark.parametrize("parties", [paper.GENEVA, paper.ANNECY], ids=["CH", "FR"])
def test_the_document_is_valid(parties: Parties) -> None:
    Draft7Validator.check_schema(SCHEMA)
    assert [fault.message for fault in VALID.iter_errors(said(parties))] == []


@pytest.mark.parametrize("gone", sorted(SCHEMA["required"]))
def test_a_document_without_one_of_its_parts_is_not(gone: str) -> None:
    whole = said()
    del whole[gone]
    assert list(VALID.iter_errors(whole))


def test_every_kind_of_data_of_every_activity_is_disclosed() -> None:
    ids = [each["_id"] for each in said()["dataDisclosed"]]
    assert ids == [
        f"{activity.key}.{category.value}"
        for activity in paper.ON
        for category in dict.fromkeys(datum.category for datum in activity.data)
    ]
    held = [datum["name"] for each in said()["dataDisclosed"] for datum in each["data"]]
    assert sorted(held) == sorted(datum.name for one in paper.ON for datum in one.data)


def test_periods_are_the_register_s() -> None:
    found = {each["_id"]: each for each in said()["dataDisclosed"]}
    temporal = found["appointment.identity"]["storage"][0]["temporal"]
    assert [each["ttl"] for each in temporal] == ["P3M", "P3Y"]


def test_the_basis_is_cited_where_the_law_has_one() -> None:
    found = {each["_id"]: each for each in said()["dataDisclosed"]}
    health = [each["reference"] for each in found["questionnaire.health"]["legalBases"]]
    assert health == ["GDPR-6-1-b", "GDPR-9-2-h"]
    assert "GDPR" not in json.dumps(said(paper.GENEVA))


@pytest.mark.claim("P74")
def test_nobody_is_called_an_officer_who_is_none() -> None:
    officer = said()["dataProtectionOfficer"]
    assert officer["appointed"] is False
    assert officer["name"] == "Point of contact, no officer is appointed: Léonie Mast"
    assert said(paper.APPOINTED)["dataProtectionOfficer"]["name"] == "Léonie Mast"


def test_the_hash_is_that_of_everything_else() -> None:
    whole = said()
    declared = whole["meta"].pop("_hash")
    text = json.dumps(whole, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert declared == hashlib.sha256(text.encode()).hexdigest()


def test_transfers_and_complaints_follow_the_country() -> None:
    assert [each["country"] for each in said()["thirdCountryTransfers"]] == ["CH"]
    assert [each["country"] for each in said(paper.GENEVA)["thirdCountryTransfers"]] == ["FR", "DE"]
    assert said()["rightToComplain"]["supervisoryAuthority"]["country"] == "FR"
    assert said(paper.GENEVA)["rightToComplain"]["supervisoryAuthority"]["country"] == "CH"
