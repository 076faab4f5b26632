"""A key is its holder's: whoever brings a colleague's public keys as their own is refused, wherever they come in."""

import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from quenotte.base import jws
from quenotte.vault.desk import services as door
from quenotte.vault.desk import sessions
from quenotte.vault.desk.models import Invitation
from quenotte.vault.practices import people, services
from quenotte.vault.practices.models import Joining, KeyCard, Member, Practice
from quenotte.vault.practices.own_pair import read_own
from quenotte.vault.practices.statements import Refused
from tests.vault.conftest import NOW, Clock, make_practice
from tests.vault.test_desk_door import HEADERS
from tests.vault.test_people_calls import Seat, join
from tests.vault.test_recovery import Sheet
from tests.vault.turning import Pair, Turner, opened

NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def desk(mast: Practice, clock: Clock) -> Turner:
    return opened(mast)


@pytest.fixture
def nadia(desk: Turner) -> Seat:
    """A colleague of Dr Mast, signed in; her public keys stand in the roster."""
    return Seat(*desk.hire("Nadia B.", "SECRETARY")).sign_in()


@pytest.fixture
def next_door(favre: Practice, desk: Turner) -> Turner:
    return opened(favre)


def invited(desk: Turner, kind: Invitation.Kind = Invitation.Kind.MEMBER) -> tuple[str, Member]:
    """A newcomer of the practice, and the code of their link."""
    role = "PRACTITIONER" if kind == Invitation.Kind.SETUP else "SECRETARY"
    member = services.add_member(practice=desk.practice, name="Maya D.", role=role)
    lasts = timedelta(days=7)
    code = door.invite(practice=desk.practice, kind=kind, member=member, lasts=lasts, at=NOW)
    return code, member


def joins(next_door: Turner, own: Callable[[Member], Any]) -> Any:
    code, maya = invited(next_door)
    return join(code, own(maya))


def forgets(next_door: Turner, own: Callable[[Member], Any]) -> Any:
    seat = Seat(next_door.member, next_door.pair)
    body = {"member": str(next_door.member.id)} | own(next_door.member)
    return seat.call("POST", "forgotten", body)


def recovers(next_door: Turner, own: Callable[[Member], Any], known: bool = True) -> Any:
    sheet = Sheet(next_door)
    asked = sheet.ask("favre").json()["challenge"]
    proof = sheet.proof(asked, practice="favre")
    assert sheet.post("recovery/prove", practice="favre", proof=proof).status_code == 200
    member = next_door.member if known else None
    brought = own(member or sheet.newcomer())
    sheet.pair = Pair(key=brought["signing"], recipient=brought["recipient"])
    return sheet.enter(member, own=brought)


def comes_new(next_door: Turner, own: Callable[[Member], Any]) -> Any:
    """With the sheet, as somebody who was no member: the id is the one that the roster names."""
    return recovers(next_door, own, known=False)


def sets_up(next_door: Turner, own: Callable[[Member], Any]) -> Any:
    practice = make_practice("vessy")
    KeyCard.objects.of(practice).delete()
    practice.fingerprint = ""
    practice.save(update_fields=["fingerprint"])
    blank = Turner.__new__(Turner)
    blank.practice = practice
    code, member = invited(blank, Invitation.Kind.SETUP)
    maker, brought = Turner(practice, member), own(member)
    maker.seats[str(member.id)] |= {name: brought[name] for name in ("recipient", "signing")}
    return Client().post(
        "/v1/desk/setup",
        json.dumps(maker.setup(member=brought)),
        content_type="application/json",
        headers=HEADERS | {"Authorization": f"Bearer {code}"},
    )


WAYS = [joins, forgets, recovers, comes_new, sets_up]


@pytest.mark.claim("P12")
@pytest.mark.parametrize("way", WAYS)
class TestDrFavre:
    def refused(self, got: Any, words: str) -> None:
        assert got.status_code == 422, got.content
        assert words in got.json()["said"]
        assert not Joining.objects.everywhere("counted").exists()

    def test_does_not_bring_a_key_whose_private_half_he_lacks(
        self, next_door: Turner, nadia: Seat, way: Any
    ) -> None:
        thief = jws.new_key()
        self.refused(
            way(
                next_door,
                lambda who: nadia.pair.own(who) | {"proof": nadia.pair.prove(who, by=thief)},
            ),
            "does not hold its private half",
        )

    def test_does_not_bring_it_with_the_word_that_she_gave_elsewhere(
        self, next_door: Turner, nadia: Seat, way: Any
    ) -> None:
        hers = nadia.pair.own(nadia.member)
        self.refused(way(next_door, lambda who: hers), "is another practice's")

    def test_brings_a_key_of_his_own(self, next_door: Turner, nadia: Seat, way: Any) -> None:
        assert way(next_door, Pair().own).status_code in (200, 201)


@pytest.mark.claim("P12")
@pytest.mark.parametrize(
    "changes",
    [
        {"v": 2},
        {"v": True},
        {"practice": "favre"},
        {"member": NOBODY},
        {"recipient": Pair().recipient},
        {"sealed_key": "s" * 43},
        {"mine": None},
        {"more": 1},
    ],
)
def test_the_word_of_a_key_is_for_these_files_and_this_place(
    desk: Turner, changes: dict[str, Any]
) -> None:
    maya = services.add_member(practice=desk.practice, name="Maya D.", role="SECRETARY")
    pair = Pair()
    own = read_own(pair.own(maya) | {"proof": pair.prove(maya, **changes)})
    with pytest.raises(Refused, match=r"made for another place|another practice's|not whole"):
        people.ask(member=maya, kind=Joining.Kind.JOIN, own=own, id=uuid.uuid4(), at=NOW)
    assert not Joining.objects.of(desk.practice).exists()


class TestOneKeyHasOneFile:
    def test_a_second_one_in_another_practice_is_refused(
        self, next_door: Turner, nadia: Seat
    ) -> None:
        code, maya = invited(next_door)
        got = join(code, nadia.pair.own(maya))
        assert got.status_code == 422
        assert "has its file in another practice already" in got.json()["said"]
        bearer = {"Authorization": f"Bearer {code}"}
        own = {"recipient": nadia.pair.recipient, "signing": nadia.pair.signing}
        body = own | {"sealed_key": None, "mine": None, "proof": None}
        assert nadia.call("POST", "join", body, **bearer).status_code == 201

    def test_of_two_that_wait_one_is_let_in(self, desk: Turner, next_door: Turner) -> None:
        """Whoever asked in both practices at once brings the second one from the first."""
        pair, waiting = Pair(), []
        for each in (desk, next_door):
            member = services.add_member(practice=each.practice, name="Maya", role="SECRETARY")
            waiting.append((each, member, each.ask(member, pair)))
        (first, one, asked), (second, other, late) = waiting
        first.let_in(asked, first.seated(one, pair), first.grants("SECRETARY"))
        with pytest.raises(Refused, match="has its file in another practice"):
            second.let_in(late, second.seated(other, pair), second.grants("SECRETARY"))

    @pytest.mark.claim("P12")
    def test_were_there_two_one_s_own_door_leads_home(self, next_door: Turner, nadia: Seat) -> None:
        """A row that another practice made up, first by name and by date, with a file of its making."""
        favre = next_door.practice
        favre.name = "AAA"
        favre.save(update_fields=["name"])
        false = Member.objects.create(
            practice=favre,
            id=uuid.uuid4(),
            name="Nadia",
            role="SECRETARY",
            recipient=nadia.pair.recipient,
            signing=nadia.pair.signing,
            person=nadia.member.person,
            sealed_key=b"not hers",
            joined_at=NOW - timedelta(days=1),
        )
        rows = sessions.memberships(nadia.member, at=NOW)
        assert [row.practice.slug for row in rows] == ["mast", "favre"]
        rows = sessions.memberships(false, at=NOW)
        assert [row.practice.slug for row in rows] == ["favre", "mast"]


class TestAnotherKeyLeavesTheFormerToTheOtherPractices:
    @pytest.fixture
    def away(self, next_door: Turner, nadia: Seat) -> Member:
        """Nadia helps out at Dr Favre's with the same key; her file lies at Dr Mast's."""
        member = services.add_member(practice=next_door.practice, name="Nadia B.", role="SECRETARY")
        own = {"recipient": nadia.pair.recipient, "signing": nadia.pair.signing}
        brought = read_own(own | {"sealed_key": None, "mine": None})
        kind = Joining.Kind.JOIN
        asked = people.ask(member=member, kind=kind, own=brought, id=uuid.uuid4(), at=NOW)
        roster = next_door.seated(member, nadia.pair)
        next_door.let_in(asked, roster, next_door.grants("SECRETARY"))
        member.refresh_from_db()
        return member

    def again(self, desk: Turner, nadia: Seat) -> Pair:
        pair = Pair()
        asked = desk.ask(nadia.member, pair)
        people.admit(
            practice=desk.practice,
            by=desk.member,
            joining=str(asked.id),
            made=desk.admission(desk.pair, nadia.member, pair),
            grants=desk.grants("SECRETARY"),
            at=NOW,
        )
        return pair

    def test_whoever_is_let_in_again_keeps_their_place_next_door(
        self, desk: Turner, nadia: Seat, away: Member
    ) -> None:
        new = self.again(desk, nadia)
        away.refresh_from_db()
        assert (bytes(away.sealed_key), bytes(away.mine)) != (b"", b"")
        Seat(away, nadia.pair).sign_in()  # there, the former key opens what it did
        nadia.member.refresh_from_db()
        Seat(nadia.member, new).sign_in()
        assert nadia.member.recipient == new.recipient

    def test_so_does_whoever_comes_back_with_the_sheet(
        self, desk: Turner, nadia: Seat, next_door: Turner, away: Member
    ) -> None:
        back = Sheet(desk)
        back.prove()
        dr_mast = Member.objects.create(
            practice=next_door.practice,
            id=uuid.uuid4(),
            name="Dr Mast",
            role="ASSISTANT",
            recipient=desk.pair.recipient,
            signing=desk.pair.signing,
            person=desk.member.person,
            joined_at=NOW,
        )
        assert back.enter(desk.member).status_code == 200
        dr_mast.refresh_from_db()
        assert bytes(dr_mast.sealed_key) != b""
