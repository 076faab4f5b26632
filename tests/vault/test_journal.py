"""Every opening, export and change leaves a row, in one chain a practice, and nothing of what was read."""

import csv
import io
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from quenotte.base import jws
from quenotte.base.kept import Immutable
from quenotte.vault.journal import services as journal
from quenotte.vault.journal.chain import digest_of
from quenotte.vault.journal.models import Act, Entry, Head
from quenotte.vault.practices.models import Member, Practice
from tests.vault.conftest import NOW, SEALED, Browser, Clock, Lea, make_practice
from tests.vault.test_choices import HOST, Signer
from tests.vault.test_desk_door import Desk

HEAD = "quenotte-journal-head"


@pytest.fixture
def dr_mast(mast: Practice, clock: Clock) -> Desk:
    return at_the_desk(mast)


def at_the_desk(practice: Practice, role: str = "PRACTITIONER", *grants: str) -> Desk:
    desk = Desk(practice, role=role, grants=grants or ("desk/1", "care/1", "signing"))
    desk.register()
    desk.sign_in()
    return desk


def write(practice: Practice, who: Member | None = None, **changes: Any) -> Entry:
    said = {"act": Act.OPENED, "what": "questionnaire/1/detail", "purpose": "questionnaire"}
    return journal.write(practice=practice, who=who, **(said | {"at": NOW} | changes))


def written(practice: Practice) -> list[tuple[str, str, str]]:
    return [(row.act, row.what, row.purpose) for row in journal.rows(practice)]


def signed_head(desk: Desk, *, key: jws.PrivateKey | None = None, **changes: Any) -> str:
    newest = journal.newest(desk.practice)
    assert newest
    said: dict[str, Any] = {
        "v": 1,
        "practice": desk.practice.slug,
        "number": newest.number,
        "digest": newest.digest,
        "card": 1,
        "roster": 0,
        "issued": "2026-11-23T07:00:00Z",
    }
    return jws.sign(said | changes, key=key or desk.key, typ=HEAD)


@pytest.mark.claim("P76")
class TestWhatLeavesARow:
    def test_an_envelope_that_was_fetched(self, dr_mast: Desk, browser: Browser, lea: Lea) -> None:
        browser.put("appointment", lea.id, lea.request())
        assert written(dr_mast.practice) == []
        assert dr_mast.call("GET", f"envelope/appointment/{lea.id}/core").status_code == 200
        row = journal.rows(dr_mast.practice)[0]
        assert (row.act, row.what, row.purpose) == (
            "OPENED",
            f"appointment/{lea.id}/core",
            "appointment",
        )
        assert (row.who, row.at) == (str(dr_mast.member.id), "2026-11-23T07:00:00Z")

    def test_nothing_that_was_not_handed_out(
        self, mast: Practice, browser: Browser, lea: Lea
    ) -> None:
        browser.put("appointment", lea.id, lea.request())
        browser.put("questionnaire", form := Lea().id, lea.answers(), bearer=lea.bearer)
        secretary = at_the_desk(mast, "SECRETARY", "desk/1")
        assert secretary.call("GET", f"envelope/questionnaire/{form}/detail").status_code == 404
        assert written(mast) == []

    @pytest.mark.parametrize("decision", ["confirm", "decline"])
    def test_a_decision(self, dr_mast: Desk, browser: Browser, lea: Lea, decision: str) -> None:
        browser.put("appointment", lea.id, lea.request())
        for _ in range(2):  # the second one changes nothing, and leaves nothing
            dr_mast.call("POST", f"appointment/{lea.id}/{decision}")
        assert written(dr_mast.practice) == [
            ("CHANGED", f"appointment/{lea.id}/{decision}", "appointment")
        ]

    def test_a_document(self, spoken_for: Practice, clock: Clock) -> None:
        desk = at_the_desk(spoken_for)
        assert desk.call("GET", "documents/swiss.csv").status_code == 200
        assert written(spoken_for) == [("EXPORTED", "documents/swiss.csv", "desk-access")]

    def test_a_signed_choice(
        self, dr_mast: Desk, mast: Practice, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(settings, "HOSTING", dict(HOST))
        token = Signer(mast).sign()
        for _ in range(2):
            assert dr_mast.call("PUT", "choices", {"jws": token}).status_code == 204
        assert written(mast) == [("CHANGED", "choices/1", "desk-access")]

    def test_what_is_undone_with_the_row_that_could_not_be_written(
        self, dr_mast: Desk, browser: Browser, lea: Lea, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        browser.put("appointment", lea.id, lea.request())
        monkeypatch.setattr(journal, "write", broken)
        assert dr_mast.call("POST", f"appointment/{lea.id}/confirm").status_code >= 500
        assert dr_mast.call("GET", f"envelope/appointment/{lea.id}/core").status_code >= 500
        day = dr_mast.call("GET", "day?date=2026-11-24").json()
        assert [each["status"] for each in day["requests"]] == ["REQUESTED"]


def broken(**_: object) -> None:
    raise IntegrityError


@pytest.mark.claim("P76")
def test_no_column_holds_anything_of_what_was_read(
    dr_mast: Desk, browser: Browser, lea: Lea
) -> None:
    browser.put("appointment", lea.id, lea.request())
    dr_mast.call("GET", f"envelope/appointment/{lea.id}/core")
    held = repr(list(Entry.objects.of(dr_mast.practice).values()))
    assert dr_mast.member.name not in held
    assert SEALED[60:80].hex() not in held


@pytest.mark.parametrize(
    "what", ["Léa Rochat", "appointment/1/a reason", "", "x" * 121, "a/b/c/d/e", "x@example.org"]
)
def test_a_row_has_no_room_for_words(mast: Practice, what: str) -> None:
    with pytest.raises(journal.Refused, match="what"):
        write(mast, what=what)
    assert written(mast) == []


@pytest.mark.claim("P27")
def test_a_purpose_that_nobody_declared_is_refused(mast: Practice) -> None:
    with pytest.raises(journal.Refused, match="purpose"):
        write(mast, purpose="curiosity")


def test_rows_are_a_chain_of_their_own_in_each_practice(mast: Practice, favre: Practice) -> None:
    for practice in (mast, favre, mast):
        write(practice)
    one, two = journal.rows(mast)
    assert (one.number, one.previous, two.number, two.previous) == (1, None, 2, one.digest)
    assert two.digest == digest_of(
        practice="mast", number=2, previous=one.digest, content=two.content
    )
    assert [row.number for row in journal.rows(favre)] == [1]
    assert journal.check(mast).whole


def test_a_row_is_written_once(mast: Practice) -> None:
    entry = write(mast)
    entry.purpose = "appointment"
    with pytest.raises(Immutable):
        entry.save()
    with pytest.raises(Immutable):
        entry.delete()


@pytest.mark.parametrize("sql", ["SET what = 'x/1'", "SET at = '2026-01-01'", "SET number = 9"])
def test_a_row_that_was_changed_with_sql_is_found(mast: Practice, sql: str) -> None:
    for _ in range(3):
        write(mast)
    assert journal.check(mast).whole
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE journal_entry {sql} WHERE number = 2")
    assert not journal.check(mast).whole


@pytest.mark.django_db(transaction=True)
def test_a_row_goes_with_the_transaction_that_wrote_it() -> None:
    practice = make_practice("mast")
    write(practice)

    @transaction.atomic
    def undone() -> None:
        write(practice)
        raise IntegrityError

    with pytest.raises(IntegrityError):
        undone()
    assert write(practice).number == 2
    assert journal.check(practice).whole


@pytest.mark.claim("P76b")
class TestHeads:
    def test_a_member_signs_what_the_journal_is(self, dr_mast: Desk) -> None:
        write(dr_mast.practice, dr_mast.member)
        token = signed_head(dr_mast)
        for _ in range(2):  # the same one again counts once
            assert dr_mast.call("PUT", "journal/head", {"jws": token}).status_code == 204
        assert Head.objects.of(dr_mast.practice).get().jws == token
        signer = jws.fingerprint(dr_mast.member.signing)
        assert written(dr_mast.practice)[1:] == [
            ("CHANGED", f"journal/head/1/{signer}", "access-journal")
        ]
        assert journal.check(dr_mast.practice).whole

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"key": jws.new_key()}, "jws"),
            ({"practice": "favre"}, "practice"),
            ({"number": 2}, "digest"),
            ({"number": 0}, "number"),
            ({"number": True}, "number"),
            ({"digest": "A" * 43}, "digest"),
            ({"issued": "2026-11-23T06:00:00Z"}, "issued"),
            ({"issued": "today"}, "issued"),
            ({"issued": "2026-11-23T07:00:00"}, "issued"),
            ({"card": 2}, "card"),  # of this practice there is one
            ({"roster": 10**15}, "roster"),
            ({"more": 1}, "v"),
        ],
    )
    def test_another_one_is_refused(
        self, dr_mast: Desk, changes: dict[str, Any], field: str
    ) -> None:
        write(dr_mast.practice, dr_mast.member)
        token = signed_head(dr_mast, **changes)
        got = dr_mast.call("PUT", "journal/head", {"jws": token})
        assert (got.status_code, got.json()["refused"]["field"]) == (422, field)
        assert not Head.objects.of(dr_mast.practice).exists()

    @pytest.mark.parametrize("body", [{}, {"jws": 3}, {"jws": "x" * 3000}, {"jws": "é"}])
    def test_what_is_none_is_refused(self, dr_mast: Desk, body: dict[str, Any]) -> None:
        assert dr_mast.call("PUT", "journal/head", body).status_code == 422

    def test_a_secretary_signs_too_and_reads_links_alone(
        self, mast: Practice, clock: Clock
    ) -> None:
        secretary = at_the_desk(mast, "SECRETARY", "desk/1")
        write(mast, secretary.member)
        got = secretary.call("GET", "journal/links").json()
        row = journal.rows(mast)[0]
        assert got["links"] == [row.as_link().as_json()]
        assert set(got["links"][0]) == {"number", "previous", "content", "digest"}
        token = signed_head(secretary)
        assert secretary.call("PUT", "journal/head", {"jws": token}).status_code == 204
        again = secretary.call("GET", "journal/links").json()
        assert (again["after"], [each["number"] for each in again["links"]]) == (1, [2])
        assert again["heads"] == [token]


@pytest.mark.claim("P76")
class TestReading:
    def test_a_practitioner_reads_who_did_what(self, dr_mast: Desk) -> None:
        for _ in range(3):
            write(dr_mast.practice, dr_mast.member)
        got = dr_mast.call("GET", "journal").json()
        assert [row["number"] for row in got["rows"]] == [1, 2, 3]
        assert got["members"][got["rows"][0]["who"]] == "Dr Mast"
        assert set(got["rows"][0]) == {
            *("number", "at", "who", "act", "what", "purpose"),
            *("instruction", "previous", "digest"),
        }

    @pytest.mark.parametrize(
        ("query", "numbers"),
        [
            ("before=3", [1, 2]),
            ("after=2", [3, 4]),
            ("after=4", []),
            ("before=1", []),
            ("after=0", [1, 2, 3, 4]),
        ],
    )
    def test_it_is_read_in_parts(self, dr_mast: Desk, query: str, numbers: list[int]) -> None:
        for _ in range(4):
            write(dr_mast.practice)
        rows = dr_mast.call("GET", f"journal?{query}").json()["rows"]
        assert [row["number"] for row in rows] == numbers

    @pytest.mark.parametrize("query", ["after=-1", "before=x", "after=²", "after=" + "9" * 30])
    def test_what_is_no_number_is_refused(self, dr_mast: Desk, query: str) -> None:
        assert dr_mast.call("GET", f"journal?{query}").status_code == 422

    @pytest.mark.parametrize("role", ["ASSISTANT", "SECRETARY"])
    @pytest.mark.parametrize(
        ("method", "path"), [("GET", "journal"), ("GET", "journal.csv"), ("POST", "support")]
    )
    def test_for_everybody_else_it_is_not_there(
        self, mast: Practice, clock: Clock, role: str, method: str, path: str
    ) -> None:
        assert at_the_desk(mast, role).call(method, path).status_code == 404
        assert written(mast) == []

    def test_next_door_sees_nothing_of_it(self, dr_mast: Desk, favre: Practice) -> None:
        write(dr_mast.practice, dr_mast.member)
        dr_favre = at_the_desk(favre)
        got = dr_favre.call("GET", "journal").json()
        assert (got["rows"], str(dr_mast.member.id) in got["members"]) == ([], False)
        assert dr_favre.call("GET", "journal/links").json()["links"] == []
        write(favre)
        theirs = signed_head(dr_mast)
        assert dr_favre.call("PUT", "journal/head", {"jws": theirs}).status_code == 422

    def test_without_a_session_nothing_is_read(self, mast: Practice) -> None:
        stranger = Desk(mast)
        for path in ("journal", "journal/links", "journal.csv"):
            assert stranger.call("GET", path).status_code == 401

    def test_the_export_holds_every_row_and_says_so_itself(self, dr_mast: Desk) -> None:
        member = Member.objects.create(
            practice=dr_mast.practice, id=uuid.uuid4(), name="=1+1", role="ASSISTANT"
        )
        write(dr_mast.practice, member)
        got = dr_mast.call("GET", "journal.csv")
        assert got["Content-Disposition"] == 'attachment; filename="mast-journal-2026-11-23.csv"'
        rows = list(csv.DictReader(io.StringIO(got.content.decode())))
        assert [(row["act"], row["what"]) for row in rows] == [
            ("OPENED", "questionnaire/1/detail"),
            ("EXPORTED", "journal/csv"),
        ]
        assert [row["name"] for row in rows] == ["'=1+1", "Dr Mast"]  # a sheet runs no formula
        assert rows[1]["digest"] == journal.rows(dr_mast.practice)[1].digest


def test_a_second_is_enough_and_the_digest_spells_it(mast: Practice) -> None:
    write(mast, at=NOW + timedelta(microseconds=999_999))
    assert journal.rows(mast)[0].at == "2026-11-23T07:00:00Z"
    assert journal.check(mast).whole
