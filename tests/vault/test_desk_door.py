"""The desk's door: a registered computer, then a key that signs. Next door stays next door."""

import base64
import json
import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from quenotte.base import jws
from quenotte.vault.agenda.models import Appointment
from quenotte.vault.desk import services as desk
from quenotte.vault.desk.models import Invitation, Session
from quenotte.vault.practices.models import Grant, Member, Practice
from tests.vault.conftest import NOW, SEALED, Browser, Clock, Lea

HEADERS = {"Host": settings.DESK_HOST, "Sec-Fetch-Site": "same-origin"}


@dataclass
class Desk:
    """A desk's browser and the member in front of it."""

    practice: Practice
    role: str = "PRACTITIONER"
    grants: tuple[str, ...] = ("desk/1", "care/1")
    key: jws.PrivateKey = field(default_factory=jws.new_key)
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def __post_init__(self) -> None:
        self.member = Member.objects.create(
            practice=self.practice,
            id=uuid.uuid4(),
            name="Dr Mast",
            role=self.role,
            signing=jws.public(self.key),
            sealed_key=b"sealed",
        )
        for grant in self.grants:
            Grant.objects.create(practice=self.practice, member=self.member, key=grant, sealed=b"x")

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        return self.client.generic(
            method,
            f"/v1/desk/{path}",
            json.dumps(body or {}),
            content_type="application/json",
            headers=HEADERS | headers,
        )

    def register(self, code: str | None = None) -> Any:
        code = code or desk.invite(
            practice=self.practice, kind=Invitation.Kind.COMPUTER, lasts=timedelta(days=1), at=NOW
        )
        return self.call("POST", "register", Authorization=f"Bearer {code}")

    def proof(self, challenge: str, **changes: Any) -> str:
        payload = {"challenge": challenge, "member": str(self.member.id)} | changes
        return jws.sign(payload, key=self.key, typ="quenotte-sign-in")

    def sign_in(self) -> Any:
        got = self.call("POST", "challenge", {"member": str(self.member.id)}).json()
        body = {
            "member": str(self.member.id),
            "proof": self.proof(got["challenge"]),
            "language": "fr",
        }
        return self.call("POST", "sign-in", body)


@pytest.fixture
def dr_mast(mast: Practice, clock: Clock) -> Desk:
    desk_of_mast = Desk(mast)
    desk_of_mast.register()
    return desk_of_mast


@pytest.fixture
def dr_favre(favre: Practice, clock: Clock) -> Desk:
    desk_of_favre = Desk(favre)
    desk_of_favre.register()
    return desk_of_favre


@pytest.mark.claim("P12")
def test_an_unregistered_computer_learns_nothing(dr_mast: Desk) -> None:
    stranger = Client()
    got = stranger.get("/v1/desk/door", headers=HEADERS)
    assert got.json() == {
        "registered": False,
        "practice": None,
        "members": [],
        "now": "2026-11-23T07:00:00Z",
    }
    for path in ("challenge", "sign-in"):
        refused = stranger.post(
            f"/v1/desk/{path}",
            {"member": str(dr_mast.member.id)},
            content_type="application/json",
            headers=HEADERS,
        )
        assert refused.status_code == 401


def test_a_registered_computer_shows_its_own_practice_s_members(
    dr_mast: Desk, dr_favre: Desk
) -> None:
    door = dr_mast.call("GET", "door").json()
    assert door["practice"]["slug"] == "mast"
    assert [each["id"] for each in door["members"]] == [str(dr_mast.member.id)]


def test_signing_the_challenge_opens_a_session(dr_mast: Desk) -> None:
    got = dr_mast.sign_in()
    assert got.status_code == 200
    assert [each["key"] for each in got.json()["practices"][0]["grants"]] == ["care/1", "desk/1"]
    assert got.json()["practices"][0]["forms"]["appointment"]["activity"] == "appointment"
    assert dr_mast.call("GET", "day").status_code == 200
    for cookie in dr_mast.client.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Strict"


def test_a_challenge_serves_once(dr_mast: Desk) -> None:
    got = dr_mast.call("POST", "challenge", {"member": str(dr_mast.member.id)}).json()
    body = {"member": str(dr_mast.member.id), "proof": dr_mast.proof(got["challenge"])}
    assert dr_mast.call("POST", "sign-in", body).status_code == 200
    assert dr_mast.call("POST", "sign-in", body).status_code == 422


def test_a_challenge_ends_after_two_minutes(dr_mast: Desk, clock: Clock) -> None:
    got = dr_mast.call("POST", "challenge", {"member": str(dr_mast.member.id)}).json()
    clock.at += timedelta(minutes=2)
    body = {"member": str(dr_mast.member.id), "proof": dr_mast.proof(got["challenge"])}
    assert dr_mast.call("POST", "sign-in", body).status_code == 422


@pytest.mark.parametrize("fault", ["another key", "another member", "another type", "no proof"])
def test_a_wrong_proof_opens_nothing(dr_mast: Desk, fault: str) -> None:
    got = dr_mast.call("POST", "challenge", {"member": str(dr_mast.member.id)}).json()
    payload = {"challenge": got["challenge"], "member": str(dr_mast.member.id)}
    proofs = {
        "another key": jws.sign(payload, key=jws.new_key(), typ="quenotte-sign-in"),
        "another member": dr_mast.proof(got["challenge"], member=str(uuid.uuid4())),
        "another type": jws.sign(payload, key=dr_mast.key, typ="quenotte-key-card"),
        "no proof": "x",
    }
    body = {"member": str(dr_mast.member.id), "proof": proofs[fault]}
    assert dr_mast.call("POST", "sign-in", body).status_code == 422
    assert not Session.objects.of(dr_mast.practice).exists()


@pytest.mark.parametrize(
    "headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}]
)
def test_another_site_s_page_changes_nothing(
    dr_mast: Desk, browser: Browser, lea: Lea, headers: dict[str, str]
) -> None:
    browser.put("appointment", lea.id, lea.request())
    dr_mast.sign_in()
    assert dr_mast.call("POST", f"appointment/{lea.id}/confirm", **headers).status_code == 401
    assert Appointment.objects.of(dr_mast.practice).get().status == "REQUESTED"


def test_a_registration_code_serves_as_often_as_it_says(dr_mast: Desk, mast: Practice) -> None:
    code = desk.invite(
        practice=mast, kind=Invitation.Kind.COMPUTER, lasts=timedelta(days=1), at=NOW
    )
    assert Desk(mast).register(code).status_code == 204
    assert Desk(mast).register(code).status_code == 401


def test_no_link_takes_a_computer_from_its_practice(dr_mast: Desk, favre: Practice) -> None:
    code = desk.invite(
        practice=favre, kind=Invitation.Kind.COMPUTER, lasts=timedelta(days=1), at=NOW
    )
    got = dr_mast.register(code)
    assert (got.status_code, got.json()["refused"]["reason"]) == (409, "other-practice")
    assert dr_mast.call("GET", "door").json()["practice"]["slug"] == "mast"
    assert Desk(favre).register(code).status_code == 204


def test_a_second_link_of_the_same_practice_changes_nothing(dr_mast: Desk, mast: Practice) -> None:
    dr_mast.sign_in()
    code = desk.invite(
        practice=mast, kind=Invitation.Kind.COMPUTER, lasts=timedelta(days=1), at=NOW
    )
    assert dr_mast.register(code).status_code == 204
    assert dr_mast.call("GET", "day").status_code == 200
    assert Desk(mast).register(code).status_code == 204  # and the code is not spent


@pytest.mark.parametrize("member", ["x", "x" * 36, None, 3, ["a"]])
def test_a_member_that_is_none_is_refused(dr_mast: Desk, member: object) -> None:
    assert dr_mast.call("POST", "challenge", {"member": member}).status_code == 422


def test_the_session_ends_with_the_browser(dr_mast: Desk) -> None:
    dr_mast.sign_in()
    assert dr_mast.client.cookies["session"]["max-age"] == ""


def test_signing_out_ends_the_session_on_the_server(dr_mast: Desk) -> None:
    dr_mast.sign_in()
    kept = dr_mast.client.cookies["session"].value
    assert dr_mast.call("POST", "sign-out").status_code == 204
    dr_mast.client.cookies["session"] = kept
    assert dr_mast.call("GET", "day").status_code == 401


def test_a_session_ends_by_itself_after_twelve_hours(dr_mast: Desk, clock: Clock) -> None:
    dr_mast.sign_in()
    clock.at += timedelta(hours=12)
    got = dr_mast.call("GET", "day")
    assert (got.status_code, got.json()["refused"]["reason"]) == (401, "signed-out")


class TestTheDay:
    def test_shows_requests_and_opens_their_envelopes(
        self, dr_mast: Desk, browser: Browser, lea: Lea
    ) -> None:
        browser.put("appointment", lea.id, lea.request())
        browser.put("questionnaire", form := Lea().id, lea.answers(), bearer=lea.bearer)
        dr_mast.sign_in()
        day = dr_mast.call("GET", "day?date=2026-11-24&language=fr").json()
        assert [each["id"] for each in day["requests"]] == [lea.id]
        assert day["appointments"][0]["type"] == "Contrôle"
        assert day["appointments"][0]["questionnaire"]["id"] == form
        opened = dr_mast.call("GET", f"envelope/questionnaire/{form}/detail").json()
        assert opened["about"] == lea.id
        assert base64.b64decode(opened["age"]) == SEALED

    @pytest.mark.claim("P31")
    def test_keeps_the_questionnaire_from_a_secretary(
        self, mast: Practice, browser: Browser, lea: Lea, clock: Clock
    ) -> None:
        browser.put("appointment", lea.id, lea.request())
        browser.put("questionnaire", form := Lea().id, lea.answers(), bearer=lea.bearer)
        secretary = Desk(mast, role="SECRETARY", grants=("desk/1",))
        secretary.register()
        secretary.sign_in()
        assert secretary.call("GET", f"envelope/appointment/{lea.id}/core").status_code == 200
        assert secretary.call("GET", f"envelope/questionnaire/{form}/detail").status_code == 404
        day = secretary.call("GET", "day?date=2026-11-24").json()
        assert day["requests"][0]["questionnaire"]["received_at"]

    def test_shows_nothing_of_the_practice_next_door(
        self, dr_favre: Desk, browser: Browser, lea: Lea
    ) -> None:
        browser.put("appointment", lea.id, lea.request())
        dr_favre.sign_in()
        day = dr_favre.call("GET", "day?date=2026-11-24").json()
        assert (day["requests"], day["appointments"]) == ([], [])
        for path in (
            f"envelope/appointment/{lea.id}/core",
            f"envelope/appointment/{uuid.uuid4()}/core",
        ):
            assert dr_favre.call("GET", path).status_code == 404
        got = dr_favre.call("POST", f"appointment/{lea.id}/confirm")
        never = dr_favre.call("POST", f"appointment/{uuid.uuid4()}/confirm")
        assert (
            (got.status_code, got.content)
            == (never.status_code, never.content)
            == (404, never.content)
        )
        card = dr_favre.call("PUT", f"card/appointment/{lea.id}", {"jwe": "a.b.c.d.e"})
        assert card.status_code == 404

    def test_confirms_once_and_says_when_it_changed_meanwhile(
        self, dr_mast: Desk, browser: Browser, lea: Lea
    ) -> None:
        browser.put("appointment", lea.id, lea.request())
        dr_mast.sign_in()
        assert dr_mast.call("POST", f"appointment/{lea.id}/confirm").json()["status"] == "CONFIRMED"
        late = dr_mast.call("POST", f"appointment/{lea.id}/decline")
        assert (late.status_code, late.json()["appointment"]["status"]) == (409, "CONFIRMED")

    def test_keeps_a_sealed_card_for_its_lists(
        self, dr_mast: Desk, browser: Browser, lea: Lea
    ) -> None:
        browser.put("appointment", lea.id, lea.request())
        dr_mast.sign_in()
        assert (
            dr_mast.call("PUT", f"card/appointment/{lea.id}", {"jwe": "a.b.c.d.e"}).status_code
            == 204
        )
        day = dr_mast.call("GET", "day?date=2026-11-24").json()
        assert day["requests"][0]["card"] == "a.b.c.d.e"
        for plain in ("Léa Modèle", "", 3, "x" * 9000):
            got = dr_mast.call("PUT", f"card/appointment/{lea.id}", {"jwe": plain})
            assert got.status_code == 422
