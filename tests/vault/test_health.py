"""Support sees how a practice's desk is doing, for an hour, on its code and instruction: no name, no content."""

import re
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import connection

from quenotte import cli, serve
from quenotte.base.instruction import NotInstructed
from quenotte.vault.agenda.models import Appointment
from quenotte.vault.journal import services as journal
from quenotte.vault.journal import support
from quenotte.vault.journal.models import SupportCode
from quenotte.vault.notices.models import Notice
from quenotte.vault.practices.models import Practice
from tests.vault.conftest import NOW, Browser, Clock, Lea
from tests.vault.signing import Owner
from tests.vault.test_choices import HOST
from tests.vault.test_desk_door import Desk
from tests.vault.test_journal import at_the_desk, signed_head


@pytest.fixture
def owner(mast: Practice) -> Owner:
    return Owner(mast)


@pytest.fixture
def instructed(owner: Owner) -> Owner:
    owner.signs_at_set_up()
    return owner


@pytest.fixture
def dr_mast(mast: Practice, clock: Clock) -> Desk:
    return at_the_desk(mast)


def code(desk: Desk) -> str:
    got = desk.call("POST", "support")
    assert got.status_code == 201
    assert got.json()["until"] == "2026-11-23T08:00:00Z"
    return str(got.json()["code"])


@pytest.mark.claim("P76c", "P56")
def test_it_says_numbers_and_dates(
    instructed: Owner,
    dr_mast: Desk,
    browser: Browser,
    lea: Lea,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settings, "HOSTING", dict(HOST))
    practice = instructed.practice
    given = code(dr_mast)
    assert dr_mast.call("PUT", "journal/head", {"jws": signed_head(dr_mast)}).status_code == 204
    browser.put("appointment", lea.id, lea.request())
    Notice.objects.of(practice).update(state=Notice.State.FAILED)
    Practice.objects.filter(pk=practice.pk).update(proved_at=NOW - timedelta(days=400))
    found = support.health(slug="mast", code=given.lower(), at=NOW)
    answer_by = Appointment.objects.of(practice).get().answer_by
    assert found == support.Health(
        last_unlock_at=NOW,
        unanswered=1,
        oldest_answer_by=answer_by,
        failing=1,
        certificate_ends=date(2028, 5, 16),
        certificate_days=540,
        sheet_proved_at=NOW - timedelta(days=400),
        sheet_days=400,
        entries=8,
        journal=(),
    )
    row = journal.rows(practice)[-1]
    assert (row.act, row.what, row.who, row.instruction) == ("OPENED", "support/health", None, 2)


@pytest.mark.claim("P76c")
def test_no_line_holds_a_name_or_what_a_patient_sent(
    instructed: Owner, dr_mast: Desk, browser: Browser, lea: Lea
) -> None:
    browser.put("appointment", lea.id, lea.request())
    printed = "\n".join(support.health(slug="mast", code=code(dr_mast), at=NOW).lines())
    words = set(re.findall(r"[a-zA-Z]+", printed))
    known = (
        "last unlock none unanswered requests the first ends failing messages hosting certificate"
    )
    known += " recovery sheet proof journal entries whole days left old T Z"
    assert words <= set(known.split())
    assert lea.id not in printed


@pytest.mark.claim("P56")
def test_without_an_instruction_the_code_opens_nothing(owner: Owner, dr_mast: Desk) -> None:
    with pytest.raises(NotInstructed, match="has not signed"):
        support.health(slug="mast", code=code(dr_mast), at=NOW)
    assert [row.what for row in journal.rows(owner.practice)] == ["support/code"]


@pytest.mark.parametrize("given", ["", "x", "2222-2222-2222"])
def test_without_the_code_the_instruction_opens_nothing(
    instructed: Owner, dr_mast: Desk, given: str
) -> None:
    code(dr_mast)
    with pytest.raises(support.Refused, match="ask the practice"):
        support.health(slug="mast", code=given, at=NOW)


def test_a_code_ends_after_an_hour_and_with_the_next_one(
    instructed: Owner, dr_mast: Desk, favre: Practice
) -> None:
    first = code(dr_mast)
    second = code(dr_mast)
    assert SupportCode.objects.of(instructed.practice).get().code_hash not in (first, second)
    with pytest.raises(support.Refused):
        support.health(slug="mast", code=first, at=NOW)
    support.health(slug="mast", code=second, at=NOW + timedelta(minutes=59))
    with pytest.raises(support.Refused):
        support.health(slug="mast", code=second, at=NOW + timedelta(hours=1))


@pytest.mark.claim("P56")
def test_a_code_is_its_own_practice_s(instructed: Owner, dr_mast: Desk, favre: Practice) -> None:
    Owner(favre).signs_at_set_up()
    with pytest.raises(support.Refused):
        support.health(slug="favre", code=code(dr_mast), at=NOW)


def test_a_journal_that_was_tampered_with_is_said(instructed: Owner, dr_mast: Desk) -> None:
    given = code(dr_mast)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE journal_entry SET purpose = 'appointment'")
    found = support.health(slug="mast", code=given, at=NOW)
    assert found.journal[0] == "entry 1 was changed after it was written"


def test_the_command_prints_it(
    instructed: Owner,
    dr_mast: Desk,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(serve, "start", lambda plane: None)
    given = code(dr_mast)
    assert cli.main(["practice", "health", "mast", "--code", given]) == 0
    assert "unanswered requests    0" in capsys.readouterr().out
    assert cli.main(["practice", "health", "mast", "--code", "x"]) == 1
    assert "ask the practice" in capsys.readouterr().err
