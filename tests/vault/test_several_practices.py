"""One person, several practices: one session for all of them, and each practice keeps its own."""

import base64
import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from quenotte.base import jws
from quenotte.vault.desk import sessions
from quenotte.vault.desk.models import Computer, Session
from quenotte.vault.practices.models import Grant, Member, Practice
from tests.vault.conftest import NOW, SEALED, Browser, Clock, Lea, make_practice
from tests.vault.test_desk_door import Desk

EVENING = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)  # an hour after 18:00 in Geneva


@pytest.fixture
def weber(mast: Practice) -> Practice:
    """Where Dr Mast helps out on some days."""
    return make_practice("weber")


@pytest.fixture
def dr_mast(mast: Practice, weber: Practice, clock: Clock) -> Desk:
    """She is at home in her own practice, and a member of Weber's with the same keys."""
    desk = Desk(mast)
    desk.member.person = jws.fingerprint(desk.member.signing)
    desk.member.mine = b"sealed to her"
    desk.member.save()
    away = also_in(weber, desk)
    Grant.objects.create(practice=weber, member=away, key="desk/1", sealed=b"w")
    desk.register()
    return desk


def also_in(practice: Practice, desk: Desk, **changes: Any) -> Member:
    """The same public keys in another practice; no sealed file there."""
    given = {"name": "Dr Mast", "role": "ASSISTANT", "signing": desk.member.signing}
    given |= {"person": jws.fingerprint(desk.member.signing)} | changes
    return Member.objects.create(practice=practice, id=uuid.uuid4(), **given)


def slugs(answer: Any) -> list[str]:
    return [each["practice"]["slug"] for each in answer.json()["practices"]]


def test_one_sign_in_answers_for_every_practice_home_first(dr_mast: Desk) -> None:
    got = dr_mast.sign_in()
    assert slugs(got) == ["mast", "weber"]
    said = got.json()
    assert said["member"] == str(dr_mast.member.id)
    assert base64.b64decode(said["mine"]) == b"sealed to her"
    assert said["now"] == "2026-11-23T07:00:00Z"
    home, away = said["practices"]
    assert (home["member"]["role"], away["member"]["role"]) == ("PRACTITIONER", "ASSISTANT")
    assert [each["key"] for each in home["grants"]] == ["care/1", "desk/1"]
    assert [each["key"] for each in away["grants"]] == ["desk/1"]
    assert set(home) == {
        *("practice", "member", "fingerprint", "relay", "grants", "card", "roster", "admissions"),
        *("successions", "forms", "head", "heads", "recovery"),
    }


@pytest.mark.claim("P12")
def test_each_practice_shows_its_own_day_and_answers_for_its_own(
    dr_mast: Desk, browser: Browser, weber: Practice, lea: Lea
) -> None:
    browser.put("appointment", lea.id, lea.request())
    at_weber = Lea()
    Browser(weber).put("appointment", at_weber.id, at_weber.request())
    dr_mast.sign_in()
    day = "day?date=2026-11-24"
    for practice, whose in (("", lea), ("&practice=mast", lea), ("&practice=weber", at_weber)):
        shown = dr_mast.call("GET", day + practice).json()
        assert [each["id"] for each in shown["requests"]] == [whose.id]
    confirm = f"appointment/{at_weber.id}/confirm"
    assert dr_mast.call("POST", confirm).status_code == 404
    assert dr_mast.call("POST", f"{confirm}?practice=weber").json()["status"] == "CONFIRMED"


@pytest.mark.claim("P12")
def test_another_practice_s_name_is_answered_like_one_that_nobody_has(
    dr_mast: Desk, favre: Practice
) -> None:
    dr_mast.sign_in()
    got = dr_mast.call("GET", "day?practice=favre")
    never = dr_mast.call("GET", "day?practice=nobody")
    assert got.status_code == 404
    assert (got.status_code, got.content) == (never.status_code, never.content)


def test_who_only_says_to_be_the_same_person_gets_no_session(
    dr_mast: Desk, favre: Practice
) -> None:
    """A row that names the person and carries other keys is somebody else."""
    also_in(favre, dr_mast, signing=jws.public(jws.new_key()))
    assert slugs(dr_mast.sign_in()) == ["mast", "weber"]


@pytest.mark.parametrize(
    "ended",
    [
        pytest.param({"left_at": NOW}, id="left"),
        pytest.param({"until": date(2026, 11, 22)}, id="last day yesterday"),
    ],
)
def test_a_practice_that_somebody_left_is_not_theirs_any_more(
    dr_mast: Desk, weber: Practice, ended: dict[str, Any]
) -> None:
    dr_mast.sign_in()
    assert dr_mast.call("GET", "day?practice=weber").status_code == 200
    Member.objects.of(weber).filter(person=dr_mast.member.person).update(**ended)
    assert dr_mast.call("GET", "day?practice=weber").status_code == 404
    assert dr_mast.call("GET", "day").status_code == 200
    assert slugs(dr_mast.sign_in()) == ["mast"]


def test_the_last_day_itself_is_a_working_day(dr_mast: Desk, weber: Practice) -> None:
    last = {"until": date(2026, 11, 23)}
    Member.objects.of(weber).filter(person=dr_mast.member.person).update(**last)
    dr_mast.sign_in()
    assert dr_mast.call("GET", "day?practice=weber").status_code == 200


def test_signing_out_ends_the_session_in_every_practice(dr_mast: Desk) -> None:
    dr_mast.sign_in()
    assert Session.objects.everywhere("counted").count() == 2
    dr_mast.call("POST", "sign-out")
    assert Session.objects.everywhere("counted").count() == 0


def test_a_colleague_who_takes_over_ends_the_session_before(dr_mast: Desk, mast: Practice) -> None:
    ines = Desk(mast, role="ASSISTANT")
    ines.client = dr_mast.client
    dr_mast.sign_in()
    kept = dr_mast.client.cookies["session"].value
    assert ines.sign_in().status_code == 200
    whose = Session.objects.everywhere("whose is it").values_list("member_id", flat=True)
    assert list(whose) == [ines.member.id]
    dr_mast.client.cookies["session"] = kept
    assert dr_mast.call("GET", "day").status_code == 401


def test_a_registered_computer_lists_and_admits_whose_home_is_elsewhere(
    dr_mast: Desk, weber: Practice
) -> None:
    there = Desk(weber, role="SECRETARY")
    there.register()
    away = Member.objects.of(weber).get(person=dr_mast.member.person)
    names = [each["id"] for each in there.call("GET", "door").json()["members"]]
    assert str(away.id) in names
    got = there.call("POST", "challenge", {"member": str(away.id)}).json()
    assert base64.b64decode(got["sealed_key"]) == b"sealed"
    payload = {"challenge": got["challenge"], "member": str(away.id)}
    proof = jws.sign(payload, key=dr_mast.key, typ="quenotte-sign-in")
    body = {"member": str(away.id), "proof": proof}
    assert slugs(there.call("POST", "sign-in", body)) == ["mast", "weber"]


def test_a_member_without_any_key_is_not_at_the_door(dr_mast: Desk, mast: Practice) -> None:
    Member.objects.create(practice=mast, id=uuid.uuid4(), name="Invited", role="SECRETARY")
    names = [each["name"] for each in dr_mast.call("GET", "door").json()["members"]]
    assert names == ["Dr Mast"]


@pytest.mark.claim("P12")
def test_a_session_lives_on_its_own_computer_in_every_practice(
    dr_mast: Desk, mast: Practice
) -> None:
    dr_mast.sign_in()
    elsewhere = Desk(mast)
    elsewhere.register()
    elsewhere.client.cookies["session"] = dr_mast.client.cookies["session"].value
    for practice in ("", "?practice=weber"):
        assert elsewhere.call("GET", f"day{practice}").status_code == 401
    Computer.objects.of(mast).first().delete()  # type: ignore[union-attr]  # its own
    assert dr_mast.call("GET", "day?practice=weber").status_code == 401


class TestTheEvening:
    def test_is_an_hour_after_the_practice_closes(self, dr_mast: Desk, clock: Clock) -> None:
        assert dr_mast.sign_in().json()["until"] == "2026-11-23T18:00:00Z"
        clock.at = EVENING - timedelta(seconds=1)
        assert dr_mast.call("GET", "day").status_code == 200
        clock.at = EVENING
        assert dr_mast.call("GET", "day").status_code == 401

    @pytest.mark.parametrize(
        ("at", "until"),
        [
            pytest.param("2026-11-23T03:00:00Z", "2026-11-23T15:00:00Z", id="before dawn"),
            pytest.param("2026-11-23T17:00:00Z", "2026-11-23T21:00:00Z", id="at closing time"),
            pytest.param("2026-11-22T09:00:00Z", "2026-11-22T13:00:00Z", id="on a Sunday"),
        ],
    )
    def test_leaves_some_hours_to_whoever_comes_late_and_never_more_than_twelve(
        self, dr_mast: Desk, clock: Clock, at: str, until: str
    ) -> None:
        clock.at = datetime.fromisoformat(at)
        assert dr_mast.sign_in().json()["until"] == until


class TestWhatAPersonKeepsForThemselves:
    def test_lies_at_their_home(self, dr_mast: Desk, weber: Practice) -> None:
        dr_mast.sign_in()
        age = base64.b64encode(SEALED).decode()
        assert dr_mast.call("PUT", "mine", {"age": age}).status_code == 204
        assert base64.b64decode(dr_mast.sign_in().json()["mine"]) == SEALED
        assert bytes(Member.objects.of(weber).get(name="Dr Mast").mine) == b""

    @pytest.mark.parametrize("age", ["", "x", None, base64.b64encode(b"pin: 123456").decode()])
    def test_is_sealed_or_not_kept(self, dr_mast: Desk, age: object) -> None:
        dr_mast.sign_in()
        got = dr_mast.call("PUT", "mine", {"age": age})
        assert (got.status_code, got.json()["refused"]["reason"]) == (422, "not-sealed")
        dr_mast.member.refresh_from_db()
        assert bytes(dr_mast.member.mine) == b"sealed to her"

    def test_is_for_whoever_signed_in(self, dr_mast: Desk) -> None:
        age = base64.b64encode(SEALED).decode()
        assert dr_mast.call("PUT", "mine", {"age": age}).status_code == 401


def test_the_home_is_where_the_file_lies(dr_mast: Desk, weber: Practice) -> None:
    away = Member.objects.of(weber).select_related("practice").get(person=dr_mast.member.person)
    assert [row.practice.slug for row in sessions.memberships(away, at=NOW)] == ["mast", "weber"]
