"""Who has a place in a practice follows from the roster that it signed, and from nothing that we say."""

import uuid
from typing import Any

import pytest

from quenotte.base import jws
from quenotte.vault.journal.models import Entry
from quenotte.vault.practices import people, roster, services
from quenotte.vault.practices.models import Joining, KeyCard, Member, Practice
from quenotte.vault.practices.own_pair import read_own
from quenotte.vault.practices.seals import read_seals
from quenotte.vault.practices.statements import Changed, Refused
from tests.vault.conftest import NOW, make_practice
from tests.vault.turning import AGE, LOCKED, Pair, Turner, keys_of, opened


@pytest.fixture
def desk(mast: Practice) -> Turner:
    return opened(mast)


class TestSeating:
    def test_a_colleague_has_the_keys_of_their_role_and_a_place(self, desk: Turner) -> None:
        ines, pair = desk.hire("Inès R.", "ASSISTANT")
        assert keys_of(ines) == ["cards/care/1", "cards/desk/1", "care/1", "desk/1"]
        assert (ines.person, ines.joined_at) == (jws.fingerprint(pair.signing), NOW)
        assert bytes(ines.sealed_key)
        assert not Joining.objects.of(desk.practice).exists()
        assert Entry.objects.of(desk.practice).filter(what=f"member/{ines.id}/joined").exists()

    def test_nobody_is_seated_twice_or_unasked(self, desk: Turner) -> None:
        nadia = services.add_member(practice=desk.practice, name="Nadia B.", role="SECRETARY")
        pair = Pair()
        waiting = desk.ask(nadia, pair)
        made = desk.seated(nadia, pair)
        desk.let_in(waiting, made, desk.grants("SECRETARY"))
        with pytest.raises(Refused, match="does not wait any more"):
            desk.let_in(waiting, desk.sign_roster(), desk.grants("SECRETARY"))
        with pytest.raises(Refused, match="not whole"):
            desk.let_in(Joining(id="x"), desk.sign_roster(), ())

    @pytest.mark.claim("P12")
    @pytest.mark.parametrize(
        ("words", "role", "changes"),
        [
            ("leaves out Nadia", "SECRETARY", {"absent": True}),
            ("more than their role", "SECRETARY", {"role": "PRACTITIONER"}),
            ("signed by another key", "SECRETARY", {"signer": jws.new_key()}),
            ("changes nothing else", "SECRETARY", {"cards": {}}),
            ("changes nothing else", "SECRETARY", {"sheet": "age1pq1" + "q" * 1952}),
            ("does not follow", "SECRETARY", {"number": 9}),
            ("those that this person may hold", "SECRETARY", {"held": "PRACTITIONER"}),
            ("those that this person may hold", "ASSISTANT", {"held": "SECRETARY"}),
            ("those that this person may hold", "SECRETARY", {"more": "desk/2"}),
        ],
    )
    def test_a_place_is_what_the_roster_says_or_none(
        self, desk: Turner, words: str, role: str, changes: dict[str, Any]
    ) -> None:
        one = services.add_member(practice=desk.practice, name="Nadia B.", role=role)
        pair = Pair()
        waiting = desk.ask(one, pair)
        if not changes.pop("absent", False):
            desk.seats[str(one.id)] = desk.seat(one, pair, role=changes.pop("role", role))
        grants = desk.grants(changes.pop("held", role))
        if "more" in changes:
            grants += read_seals([{"key": changes.pop("more"), "sealed": AGE}])
        with pytest.raises(Refused, match=words):
            desk.let_in(waiting, desk.sign_roster(**changes), grants)
        assert keys_of(one) == []
        assert roster.newest(desk.practice) == roster.read(desk.roster, desk.practice)

    @pytest.mark.claim("P12")
    def test_a_pair_that_the_server_put_in_its_place_is_refused(self, desk: Turner) -> None:
        nadia = services.add_member(practice=desk.practice, name="Nadia B.", role="SECRETARY")
        waiting = desk.ask(nadia, Pair())
        with pytest.raises(Changed):
            desk.let_in(waiting, desk.seated(nadia, Pair()), desk.grants("SECRETARY"))

    def test_only_a_practitioner_who_works_here_seats_somebody(
        self, desk: Turner, favre: Practice
    ) -> None:
        ines, _ = desk.hire("Inès R.", "ASSISTANT")
        nadia = services.add_member(practice=desk.practice, name="Nadia B.", role="SECRETARY")
        pair = Pair()
        waiting, made = desk.ask(nadia, pair), desk.seated(nadia, pair)
        dr_mast, dr_favre = desk.member, opened(favre).member
        for by, words in ((ines, "only a practitioner"), (dr_favre, "does not work here")):
            desk.member = by
            with pytest.raises(Refused, match=words):
                desk.let_in(waiting, made, desk.grants("SECRETARY"))
        desk.member = dr_mast
        desk.let_in(waiting, made, desk.grants("SECRETARY"))

    def test_two_rosters_at_once_one_wins(self, desk: Turner) -> None:
        pairs, rows = [Pair(), Pair()], []
        for name in ("Nadia B.", "Maya D."):
            rows.append(services.add_member(practice=desk.practice, name=name, role="SECRETARY"))
        tab = desk.twin()
        waiting = [desk.ask(row, pair) for row, pair in zip(rows, pairs, strict=True)]
        mine, theirs = desk.seated(rows[0], pairs[0]), tab.seated(rows[1], pairs[1])
        desk.let_in(waiting[0], mine, desk.grants("SECRETARY"))
        with pytest.raises(Changed):
            tab.let_in(waiting[1], theirs, tab.grants("SECRETARY"))


class TestTheRecoverySheet:
    def back(self, desk: Turner, **changes: Any) -> Member:
        id, name, pair = desk.member.id, desk.member.name, Pair()
        if changes.pop("stranger", False):
            id, name = uuid.uuid4(), "Dre Mottet"
        seat = {"id": str(id), "name": name, "role": "PRACTITIONER", "until": None}
        seat |= {"recipient": pair.recipient, "signing": pair.signing} | changes
        desk.seats[str(id)] = seat
        return people.recover(
            practice=desk.practice,
            id=id,
            name=name,
            own=read_own(pair.own(Member(id=id, practice=desk.practice))),
            made=desk.sign_roster(),
            grants=desk.grants("PRACTITIONER"),
            at=NOW,
        )

    @pytest.mark.claim("P11")
    @pytest.mark.parametrize("stranger", [False, True])
    def test_it_seats_one_practitioner_anew(self, desk: Turner, stranger: bool) -> None:
        member = self.back(desk, stranger=stranger)
        assert len(keys_of(member)) == 6
        assert (member.role, member.joined_at is not None) == ("PRACTITIONER", True)

    def test_what_waits_for_a_colleague_does_not_stand_in_its_way(self, desk: Turner) -> None:
        desk.ask(desk.member, Pair())
        self.back(desk)
        assert not Joining.objects.of(desk.practice).exists()

    def test_it_takes_no_number_of_another_practice(self, desk: Turner, favre: Practice) -> None:
        with pytest.raises(Refused, match="taken"):
            people.recover(
                practice=desk.practice,
                id=opened(favre).member.id,
                name="Dr Favre",
                own=read_own(Pair().own(desk.member)),
                made=desk.sign_roster(),
                grants=(),
                at=NOW,
            )


OWN = Pair().own(Member(id=uuid.uuid4(), practice=Practice(slug="mast")))


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        OWN | {"recipient": "age1pq1short"},
        OWN | {"recipient": "age1" + "q" * 58},
        OWN | {"signing": {"kty": "OKP", "crv": "Ed25519", "x": "x" * 43, "d": "d" * 43}},
        OWN | {"signing": {"kty": "OKP", "crv": "Ed25519", "x": ["x"]}},
        OWN | {"sealed_key": AGE},
        OWN | {"sealed_key": None},
        OWN | {"mine": LOCKED},
        OWN | {"mine": "*"},
        OWN | {"mine": "QQ" * 10000},
        OWN | {"proof": None},
        OWN | {"proof": ["x"]},
        OWN | {"proof": "é"},
    ],
)
def test_a_key_pair_that_is_none_is_refused(body: object) -> None:
    with pytest.raises(Refused):
        read_own(body)


def test_the_practice_next_door_is_not_touched(desk: Turner, favre: Practice) -> None:
    other = opened(make_practice("vessy"))
    before = keys_of(other.member)
    desk.hire("Nadia B.", "SECRETARY")
    desk.keep(desk.turn("compromised", classes=("care", "desk", "rights")))
    assert keys_of(other.member) == before
    assert KeyCard.objects.of(other.practice).count() == 1
