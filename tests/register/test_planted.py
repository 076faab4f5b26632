"""Twenty kinds of undeclared data, and more, each planted in a real plane and refused by name.

| kinds | where |
|---|---|
| 1 text, 2 Boolean, 3 integer, 4 computed by the database, 5 foreign key | COLUMNS |
| 6 many-to-many with its table, 7 file, 8 JSON column, 9 binary column, 10 a type of its own | COLUMNS |
| 11 third-party model, 12 third-party app exempted as a whole, 13 inherited column | COLUMNS |
| 14 generic relation, 15 stale binding, 16 JSON key, at any depth, 17 hidden input, 18 clear fact of a form | COLUMNS |
| 19 cookie, on either plane; also its lifetime and its place; 20 header of an answer | ANSWERS |
| 21 header logged, 22 log event, 23 a log line past the doorway | LOGGED |
| 24 outbound host: by HTTP, by address, by datagram, on this machine, by look-up | CALLED |
| 25 statistics event, 26 statistics property | COUNTED |
| 27 local storage key, 28 session storage key, 29 database, 30 cache | tests/journeys/test_storage_is_declared.py |
| 31 a column, at every entry point of every plane | test_every_plane_is_gated.py |
| 33 sealed datum in clear, also one that is said to be sealed; 34 no reason, 35 no schema | COLUMNS |
| 32 JSON key in the other plane's feed | tests/site/test_gate.py, tests/vault/test_gate.py |
"""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COLUMNS = {
    "text": "intake.Submission.doctor is stored but not declared",
    "boolean": "intake.Submission.diabetes is stored but not declared",
    "integer": "agenda.Appointment.weight is stored but not declared",
    "generated": "agenda.Appointment.burden is stored but not declared",
    "foreign_key": "intake.Submission.seen_by is stored but not declared",
    "many_to_many": "intake.Submission.watchers is stored but not declared;"
    " intake.Submission_watchers.id is stored",
    "file": "intake.Submission.letter is stored but not declared",
    "json_column": "intake.Submission.extra is JSON, bytes or a file and names no schema",
    "binary_column": "intake.Submission.scan is JSON, bytes or a file and names no schema",
    "column_of_a_type_of_its_own": "intake.Submission.packed is JSON, bytes or a file",
    "sealed_datum_in_clear": "intake.Submission.answer holds questionnaire.",
    "text_that_says_it_is_an_envelope": "intake.Submission.answer names the schema envelope, and is no"
    " column of bytes",
    "column_without_a_reason": "intake.Submission.note does not say why it is about nobody",
    "schema_of_its_own": "intake.Submission.scan names the schema whatever, which lists/schemas.py",
    "third_party_model": "contenttypes.Visitor.name is stored by elsewhere.models,"
    " which THIRD_PARTY does not name",
    "third_party_wildcard": "contenttypes.* stands in THIRD_PARTY but is no model of another's",
    "inherited_column": "practices.Locum.sealed_key is stored but not declared",
    "generic_relation": "intake.Remark.object_id is stored but not declared;"
    " intake.Submission.remarks is stored",
    "stale_binding": "intake.Submission.gone is declared but no longer stored",
    "json_key": "the JSON key public-card.insurer is not declared",
    "json_below_a_leaf": "the JSON key public-card.name.patient is not declared",
    "json_in_lists": "the JSON key public-card.heart is not declared",
    "hidden_input": "the page's input hidden insurer is not declared",
    "clear_fact_in_the_put": "Malformed: diabetes: unknown",
}
ANSWERS = {
    "cookie": "on the public pages the cookie visitor is not declared",
    "cookie_that_lives_longer": "on the desk pages, as it is set here, the cookie session",
    "desk_cookie_on_a_public_page": "on the public pages the cookie computer is not declared",
    "header_of_an_answer": "the header X-Patient is not declared",
}
LOGGED = {
    "header_logged": "the log field request-failed.user_agent is not declared",
    "log_event": "the log event patient-came is not declared",
    "logged_past_the_doorway": "quenotte.vault.intake logs past quenotte.base.log",
}
CALLED = {
    "outbound_host": "this process may not call collector.example:80",
    "outbound_address": "this process may not call 192.0.2.1:443",
    "outbound_datagram": "this process may not call [2001:db8::1]:53",
    "outbound_port_of_this_machine": "this process may not call 127.0.0.1:",
    "outbound_name_looked_up": "this process may not call lea-rochat.collector.example",
    "outbound_address_looked_up": "this process may not call 192.0.2.7",
    "outbound_name_of_an_address": "this process may not call 192.0.2.7:443",
}
COUNTED = {
    "statistics_event": "the audience event scroll is not declared",
    "statistics_property": "the property visit.visitor is not declared",
}
LET_THROUGH = ("nothing", "proxy", "outbound_declared")


@pytest.fixture(scope="module")
def refusals(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str | None]:
    """What each plant met, in a plane that was started as it is served."""
    folder = tmp_path_factory.mktemp("planted")
    return {**_planted("vault", folder), **_planted("site", folder)}


@cache
def _planted(plane: str, folder: Path) -> dict[str, str | None]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.register.planting", plane],
        cwd=ROOT,
        env={
            **os.environ,
            "QUENOTTE_DATA": str(folder),
            "QUENOTTE_SITE_INTERNAL_URL": "http://site.localhost:9",
        },
        check=True,
        stdout=subprocess.PIPE,
        timeout=120,
    )
    said: dict[str, str | None] = json.loads(done.stdout)
    return said


@pytest.mark.claim("P13b")
@pytest.mark.parametrize("plant", COLUMNS)
def test_what_nobody_declared_is_not_stored(plant: str, refusals: dict[str, str | None]) -> None:
    assert COLUMNS[plant] in (refusals[plant] or "")


@pytest.mark.claim("P28")
@pytest.mark.parametrize("plant", ANSWERS)
def test_what_nobody_declared_is_not_answered(plant: str, refusals: dict[str, str | None]) -> None:
    assert ANSWERS[plant] in (refusals[plant] or "")


@pytest.mark.claim("P28")
def test_the_site_sets_no_cookie(refusals: dict[str, str | None]) -> None:
    said = "on the public pages the cookie visitor is not declared"
    assert said in (refusals["site_cookie"] or "")


@pytest.mark.claim("P55")
@pytest.mark.parametrize("plant", LOGGED)
def test_what_nobody_declared_is_not_logged(plant: str, refusals: dict[str, str | None]) -> None:
    assert LOGGED[plant] in (refusals[plant] or "")


@pytest.mark.claim("P35b")
@pytest.mark.parametrize("plant", CALLED)
def test_whom_nobody_declared_is_not_called(plant: str, refusals: dict[str, str | None]) -> None:
    assert CALLED[plant] in (refusals[plant] or "")
    assert "quenotte/register/doorways.py, OUTBOUND" in (refusals[plant] or "")


@pytest.mark.claim("P8")
@pytest.mark.parametrize("plant", COUNTED)
def test_what_nobody_declared_is_not_counted(plant: str, refusals: dict[str, str | None]) -> None:
    assert COUNTED[plant] in (refusals[plant] or "")


@pytest.mark.parametrize("plant", LET_THROUGH)
def test_what_is_declared_passes(plant: str, refusals: dict[str, str | None]) -> None:
    assert refusals[plant] is None


def test_no_plant_is_forgotten_here(refusals: dict[str, str | None]) -> None:
    told = {*COLUMNS, *ANSWERS, *LOGGED, *CALLED, *COUNTED, *LET_THROUGH, "site_cookie"}
    assert told == set(refusals)
