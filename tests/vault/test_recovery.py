"""Back at the desk with the recovery sheet alone; nobody without it, and nobody else's place."""

import base64
import json
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from quenotte.base import jws
from quenotte.vault.answers import instant
from quenotte.vault.desk import services as door
from quenotte.vault.desk import sessions
from quenotte.vault.desk.factors import Way
from quenotte.vault.desk.models import Computer, Passkey
from quenotte.vault.journal.models import Entry
from quenotte.vault.practices.models import Grant, KeyCard, Member, Practice, Roster
from quenotte.vault.recovery import services
from quenotte.vault.recovery.models import Asked
from tests.vault.conftest import NOW, Clock
from tests.vault.turning import AGE, Pair, Turner

HEADERS = {"Host": settings.DESK_HOST, "Sec-Fetch-Site": "same-origin"}
UNKNOWN = {"refused": {"field": "proof", "reason": "unknown"}}


@pytest.fixture
def unset(mast: Practice) -> Practice:
    KeyCard.objects.of(mast).delete()
    mast.fingerprint = ""
    mast.save(update_fields=["fingerprint"])
    return mast


@pytest.fixture
def desk(unset: Practice, clock: Clock) -> Turner:
    member = Member.objects.create(
        practice=unset,
        id="00000000-0000-4000-8000-0000000000a1",
        name="Dr Mast",
        role=Member.Role.PRACTITIONER,
    )
    return Turner(unset, member).open()


class Sheet:
    """A new machine before which somebody sits who has the sheet of a practice."""

    def __init__(self, desk: Turner) -> None:
        self.desk, self.client, self.pair = desk, Client(raise_request_exception=False), Pair()

    def post(self, path: str, **body: Any) -> Any:
        return self.client.post(
            f"/v1/desk/{path}",
            json.dumps(body),
            content_type="application/json",
            headers=HEADERS,
        )

    def ask(self, practice: str = "mast") -> Any:
        return self.post("recovery", practice=practice)

    def proof(self, challenge: str, /, *, by: jws.PrivateKey | None = None, **changes: Any) -> str:
        said = {"practice": "mast", "challenge": challenge} | changes
        return jws.sign(said, key=by or self.desk.succession, typ=services.RECOVERY_TYP)

    def prove(self, **how: Any) -> Any:
        return self.post(
            "recovery/prove",
            practice="mast",
            proof=self.proof(self.ask().json()["challenge"], **how),
        )

    def newcomer(self) -> Member:
        """Somebody who was no member before; the page makes the id."""
        id, role = "00000000-0000-4000-8000-0000000000b2", "PRACTITIONER"
        return Member(practice=self.desk.practice, id=id, name="Dr Neuf", role=role)

    def enter(self, member: Member | None = None, /, **changes: Any) -> Any:
        """As the page does: a roster that seats the new pair, and all keys granted to it."""
        who = member or self.newcomer()
        own = changes.pop("own", None) or self.pair.own(who)
        body = {
            "member": str(member.id) if member else None,
            "name": who.name,
            **own,
            "roster": self.desk.seated(who, self.pair),
            "grants": [{"key": key, "sealed": AGE} for key in [*self.desk.former(), "signing"]],
            "language": "fr",
        }
        return self.post("recovery/enter", **(body | changes))


@pytest.fixture
def sheet(desk: Turner) -> Sheet:
    return Sheet(desk)


@pytest.mark.claim("P12c")
class TestTheSheetAlone:
    def test_gets_every_key_to_a_new_machine(self, desk: Turner, sheet: Sheet) -> None:
        asked = sheet.ask().json()
        assert [seal["key"] for seal in asked["sheet"]] == ["succession"]
        said = sheet.post("recovery/prove", practice="mast", proof=sheet.proof(asked["challenge"]))
        assert said.json()["members"] == [
            {"id": str(desk.member.id), "name": "Dr Mast", "role": "PRACTITIONER"}
        ]
        keys = {seal["key"] for seal in said.json()["sheet"]}
        assert {"signing", "succession", "care/1", "desk/1", "rights/1"} <= keys
        entered = sheet.enter(desk.member)
        assert entered.status_code == 200, entered.content
        (home,) = entered.json()["practices"]
        assert {grant["key"] for grant in home["grants"]} == keys - {"succession"}
        assert home["member"]["name"] == "Dr Mast"

    def test_is_said_at_every_practitioner_s_desk_for_two_weeks(
        self, desk: Turner, sheet: Sheet, clock: Clock
    ) -> None:
        assert services.returned(practice=desk.practice, at=NOW) is None
        sheet.prove()
        sheet.enter(desk.member)
        said = sheet.client.get("/v1/desk/recovery", headers=HEADERS).json()
        assert said["returned"] == {"at": instant(NOW), "name": "Dr Mast"}
        later = NOW + timedelta(days=13)
        assert services.returned(practice=desk.practice, at=later) == said["returned"]
        assert services.returned(practice=desk.practice, at=NOW + timedelta(days=15)) is None

    def test_registers_the_computer_and_signs_in(self, desk: Turner, sheet: Sheet) -> None:
        sheet.prove()
        sheet.enter(desk.member)
        assert Computer.objects.of(desk.practice).count() == 1
        day = sheet.client.get("/v1/desk/day", headers=HEADERS)
        assert day.status_code == 200

    def test_ends_what_the_former_key_could_do(self, desk: Turner, sheet: Sheet) -> None:
        door.enrol(practice=desk.practice, at=NOW)
        former = sessions.begin(member=desk.member, way=Way(desk.practice), at=NOW)
        Passkey.objects.create(
            practice=desk.practice,
            id=desk.member.id,
            member=desk.member,
            credential="former",
            public_key="former",
            made_at=NOW,
        )
        sheet.prove()
        assert sheet.enter(desk.member).status_code == 200
        assert sessions.current(on=None, token=former.token, at=NOW) is None
        assert not Passkey.objects.of(desk.practice).exists()
        desk.member.refresh_from_db()
        assert desk.member.recipient == sheet.pair.recipient

    def test_seats_a_successor_who_was_no_member(self, desk: Turner, sheet: Sheet) -> None:
        sheet.prove()
        entered = sheet.enter(None)
        assert entered.status_code == 200, entered.content
        new = Member.objects.of(desk.practice).get(name="Dr Neuf")
        assert new.role == Member.Role.PRACTITIONER
        assert Grant.objects.of(desk.practice).filter(member=new, key="signing").exists()
        former = Grant.objects.of(desk.practice).filter(member=desk.member)
        assert former.filter(key="signing").exists()

    def test_is_proven_by_being_used_and_stands_in_the_journal(
        self, desk: Turner, sheet: Sheet, clock: Clock
    ) -> None:
        clock.at = NOW + timedelta(days=400)
        sheet.prove()
        sheet.enter(desk.member)
        desk.practice.refresh_from_db()
        assert desk.practice.proved_at == clock.at
        last = Entry.objects.of(desk.practice).order_by("-number").first()
        assert last is not None
        assert last.what == f"member/{desk.member.id}/recovery"


@pytest.mark.claim("P12c")
class TestWithoutTheSheet:
    def test_an_unknown_practice_and_a_wrong_proof_answer_alike(self, sheet: Sheet) -> None:
        other = sheet.ask("nobody")
        wrong = sheet.prove(by=jws.new_key())
        assert (other.status_code, other.json()) == (wrong.status_code, wrong.json())
        assert other.json() == UNKNOWN

    @pytest.mark.parametrize(
        "changes",
        [
            pytest.param({"practice": "favre"}, id="another practice"),
            pytest.param({"challenge": "A" * 43}, id="another number"),
            pytest.param({"more": 1}, id="something else signed"),
        ],
    )
    def test_a_proof_of_something_else_is_none(self, sheet: Sheet, changes: dict[str, Any]) -> None:
        assert sheet.prove(**changes).json() == UNKNOWN
        assert "factor" not in sheet.client.cookies

    def test_the_signing_key_is_not_the_sheet(self, desk: Turner, sheet: Sheet) -> None:
        assert sheet.prove(by=desk.signing).json() == UNKNOWN

    def test_a_number_serves_once_and_five_minutes(
        self, sheet: Sheet, clock: Clock, desk: Turner
    ) -> None:
        proof = sheet.proof(sheet.ask().json()["challenge"])
        assert sheet.post("recovery/prove", practice="mast", proof=proof).status_code == 200
        assert sheet.post("recovery/prove", practice="mast", proof=proof).json() == UNKNOWN
        late = sheet.proof(sheet.ask().json()["challenge"])
        clock.at += timedelta(minutes=5)
        assert sheet.post("recovery/prove", practice="mast", proof=late).json() == UNKNOWN

    def test_a_number_of_next_door_is_none_here(self, sheet: Sheet, favre: Practice) -> None:
        theirs = services.ask(slug="favre", at=NOW)[1]
        proof = sheet.proof(theirs)
        assert sheet.post("recovery/prove", practice="mast", proof=proof).json() == UNKNOWN

    def test_nobody_enters(self, desk: Turner, sheet: Sheet) -> None:
        before = Roster.objects.of(desk.practice).count()
        assert sheet.enter(desk.member).status_code == 401
        assert Roster.objects.of(desk.practice).count() == before

    def test_whoever_asks_often_keeps_nobody_out(self, sheet: Sheet) -> None:
        for _ in range(100):
            assert sheet.ask().status_code == 200
        assert not Asked.objects.everywhere("asking leaves nothing").exists()
        assert sheet.prove().status_code == 200

    @pytest.mark.parametrize("number", ["", "made-up", "x" * 10_000, "e30:" + "A" * 43])
    def test_a_number_that_is_not_ours_is_none(self, sheet: Sheet, number: str) -> None:
        proof = sheet.proof(number)
        assert sheet.post("recovery/prove", practice="mast", proof=proof).json() == UNKNOWN

    def test_a_number_whose_time_was_stretched_is_none(self, sheet: Sheet) -> None:
        said, _, signature = sheet.ask().json()["challenge"].rpartition(":")
        later = base64.urlsafe_b64decode(said + "==").replace(b'"until":1', b'"until":2')
        proof = sheet.proof(base64.urlsafe_b64encode(later).decode().rstrip("=") + ":" + signature)
        assert sheet.post("recovery/prove", practice="mast", proof=proof).json() == UNKNOWN

    def test_another_site_s_page_gets_nothing(self, sheet: Sheet) -> None:
        foreign = sheet.client.post(
            "/v1/desk/recovery",
            json.dumps({"practice": "mast"}),
            content_type="application/json",
            headers=HEADERS | {"Sec-Fetch-Site": "cross-site"},
        )
        assert foreign.status_code == 401


class TestEntering:
    @pytest.mark.parametrize(
        "changes",
        [
            pytest.param({"grants": []}, id="no key"),
            pytest.param({"sealed_key": None, "mine": None}, id="no file of their own"),
            pytest.param({"sealed_key": AGE}, id="a file without a passphrase"),
            pytest.param({"name": ""}, id="no name"),
            pytest.param({"roster": "x.y.z"}, id="no roster"),
            pytest.param({"member": "nobody"}, id="no member"),
        ],
    )
    def test_is_whole_or_changes_nothing(
        self, desk: Turner, sheet: Sheet, changes: dict[str, Any]
    ) -> None:
        sheet.prove()
        before = Roster.objects.of(desk.practice).count()
        assert sheet.enter(desk.member, **changes).status_code == 422
        assert Roster.objects.of(desk.practice).count() == before
        desk.member.refresh_from_db()
        assert desk.member.recipient == desk.pair.recipient

    def test_takes_no_assistant_s_place(self, desk: Turner, sheet: Sheet) -> None:
        ines, _ = desk.hire("Inès", "ASSISTANT")
        sheet.prove()
        entered = sheet.enter(ines)
        assert entered.status_code == 422
        ines.refresh_from_db()
        assert ines.recipient != sheet.pair.recipient

    def test_a_roster_that_another_desk_made_meanwhile_is_told(
        self, desk: Turner, sheet: Sheet
    ) -> None:
        sheet.prove()
        stale = desk.twin()
        desk.hire("Inès", "ASSISTANT")
        sheet.desk = stale
        assert sheet.enter(desk.member).status_code == 409

    def test_a_computer_of_another_practice_stays_its_own(
        self, desk: Turner, sheet: Sheet, favre: Practice
    ) -> None:
        sheet.client.cookies["computer"] = door.enrol(practice=favre, at=NOW)
        sheet.prove()
        assert sheet.enter(desk.member).status_code == 200
        assert not Computer.objects.of(desk.practice).exists()
        assert Computer.objects.of(favre).count() == 1


class TestTheYearlyProof:
    def test_is_due_after_eleven_months(self, desk: Turner) -> None:
        desk.practice.refresh_from_db()
        assert not services.state(practice=desk.practice, at=NOW + timedelta(days=330))["proof_due"]
        assert services.state(practice=desk.practice, at=NOW + timedelta(days=340))["proof_due"]

    def test_is_kept_when_the_sheet_signed_the_newest_card(
        self, desk: Turner, sheet: Sheet, clock: Clock
    ) -> None:
        sheet.prove()
        sheet.enter(desk.member)
        clock.at = NOW + timedelta(hours=1)
        proof = desk.prove(desk.card)
        assert sheet.post("sheet/proof", proof=proof).status_code == 204
        desk.practice.refresh_from_db()
        assert desk.practice.proved_at == clock.at
        wrong = desk.prove(desk.card, by=desk.signing)
        assert sheet.post("sheet/proof", proof=wrong).status_code == 422
        assert sheet.post("sheet/proof", proof=None).status_code == 422

    def test_needs_somebody_signed_in(self, desk: Turner, sheet: Sheet) -> None:
        assert sheet.post("sheet/proof", proof=desk.prove(desk.card)).status_code == 401
