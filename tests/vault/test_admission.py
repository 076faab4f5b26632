"""Whoever forgot the passphrase comes back by a colleague's word, with what both of them hold."""

from typing import Any

import pytest

from quenotte.base import jws
from quenotte.vault.practices import leaving, people, services
from quenotte.vault.practices.models import Admission, Joining, Member, Practice
from quenotte.vault.practices.seals import Seal
from quenotte.vault.practices.statements import Changed, Refused
from tests.vault.conftest import NOW
from tests.vault.turning import Pair, Turner, keys_of, opened


@pytest.fixture
def desk(mast: Practice) -> Turner:
    return opened(mast)


class TestAdmission:
    def forgotten(self, desk: Turner, by: str = "ASSISTANT") -> tuple[Member, Pair, Pair, Joining]:
        """Inès forgot the passphrase; Nadia is at the desk."""
        _, nadia = desk.hire("Nadia B.", by)
        ines, _ = desk.hire("Inès R.", "ASSISTANT")
        pair = Pair()
        return ines, pair, nadia, desk.ask(ines, pair)

    def admit(self, desk: Turner, by: str, waiting: Joining, made: str, held: str) -> Member:
        colleague = Member.objects.of(desk.practice).get(name=by)
        return people.admit(
            practice=desk.practice,
            by=colleague,
            joining=str(waiting.id),
            made=made,
            grants=desk.grants(held),
            at=NOW,
        )

    def test_nothing_of_the_former_key_changes_before(self, desk: Turner) -> None:
        ines, pair, _, _ = self.forgotten(desk)
        before = ines.recipient
        ines.refresh_from_db()
        assert (ines.recipient, len(keys_of(ines))) == (before, 4)
        assert ines.recipient != pair.recipient

    def test_a_colleague_lets_in_again_with_what_the_role_holds(self, desk: Turner) -> None:
        ines, pair, nadia, waiting = self.forgotten(desk)
        self.admit(desk, "Nadia B.", waiting, desk.admission(nadia, ines, pair), "ASSISTANT")
        ines.refresh_from_db()
        assert (ines.recipient, ines.person) == (pair.recipient, jws.fingerprint(pair.signing))
        assert keys_of(ines) == ["cards/care/1", "cards/desk/1", "care/1", "desk/1"]
        assert Admission.objects.of(desk.practice).get().member == ines

    @pytest.mark.claim("P12")
    def test_nobody_lets_in_who_holds_more_than_they(self, desk: Turner) -> None:
        ines, pair, nadia, waiting = self.forgotten(desk, by="SECRETARY")
        made = desk.admission(nadia, ines, pair)
        for held in ("SECRETARY", "ASSISTANT"):
            with pytest.raises(Refused, match="holds less"):
                self.admit(desk, "Nadia B.", waiting, made, held)

    @pytest.mark.claim("P12")
    def test_who_was_let_in_by_somebody_who_leaves_waits_anew(self, desk: Turner) -> None:
        """The pair may be the leaver's own: nothing of it is let in until a colleague who stays says so."""
        ines, pair, nadia, waiting = self.forgotten(desk)
        self.admit(desk, "Nadia B.", waiting, desk.admission(nadia, ines, pair), "ASSISTANT")
        colleague = Member.objects.of(desk.practice).get(name="Nadia B.")
        leaving.end(member=colleague, by=desk.member, on=None, at=NOW)
        ines.refresh_from_db()
        assert (bytes(ines.sealed_key), keys_of(ines)) == (b"", [])
        assert not Admission.objects.of(desk.practice).exists()

    @pytest.mark.parametrize(
        ("words", "changes"),
        [
            ("of another key", {"recipient": "age1pq1" + "q" * 1952}),
            ("of another key", {"member": "00000000-0000-4000-8000-0000000000aa"}),
            ("another practice's", {"practice": "favre"}),
            ("not whole", {"v": 2}),
            ("not whole", {"signing": None}),
        ],
    )
    def test_an_admission_says_who_it_is_for(
        self, desk: Turner, words: str, changes: dict[str, Any]
    ) -> None:
        ines, pair, nadia, waiting = self.forgotten(desk)
        made = desk.admission(nadia, ines, pair, **changes)
        with pytest.raises(Refused, match=words):
            self.admit(desk, "Nadia B.", waiting, made, "ASSISTANT")

    def test_it_is_signed_by_who_brings_it_and_under_the_newest_roster(self, desk: Turner) -> None:
        ines, pair, nadia, waiting = self.forgotten(desk)
        made = desk.admission(Pair(), ines, pair)
        with pytest.raises(Refused, match="not signed by a colleague"):
            self.admit(desk, "Nadia B.", waiting, made, "ASSISTANT")
        made = desk.admission(nadia, ines, pair)
        with pytest.raises(Refused, match="not signed by a colleague"):
            self.admit(desk, "Dr Mast", waiting, made, "ASSISTANT")
        with pytest.raises(Refused, match="not signed by a colleague"):
            self.admit(desk, "Inès R.", waiting, desk.admission(pair, ines, pair), "ASSISTANT")
        made = desk.admission(nadia, ines, pair)
        desk.hire("Maya D.", "SECRETARY")
        with pytest.raises(Changed):
            self.admit(desk, "Nadia B.", waiting, made, "ASSISTANT")

    def test_whoever_has_no_place_is_not_admitted(self, desk: Turner) -> None:
        _, nadia = desk.hire("Nadia B.", "SECRETARY")
        maya, pair = services.add_member(practice=desk.practice, name="M", role="SECRETARY"), Pair()
        waiting = desk.ask(maya, pair)
        made = desk.admission(nadia, maya, pair)
        with pytest.raises(Refused, match="needs a place"):
            self.admit(desk, "Nadia B.", waiting, made, "ASSISTANT")

    def test_the_key_of_a_colleague_is_not_asked_for_twice(self, desk: Turner) -> None:
        ines, _, nadia, _ = self.forgotten(desk)
        with pytest.raises(Refused, match="a colleague's"):
            desk.ask(ines, nadia)

    def test_nobody_admits_themselves_and_no_key_lies_open(self, desk: Turner) -> None:
        _, nadia = desk.hire("Nadia B.", "ASSISTANT")
        ines, former = desk.hire("Inès R.", "ASSISTANT")
        pair = Pair()
        waiting = desk.ask(ines, pair)
        with pytest.raises(Refused, match="nobody admits themselves"):
            self.admit(desk, "Inès R.", waiting, desk.admission(former, ines, pair), "ASSISTANT")
        colleague = Member.objects.of(desk.practice).get(name="Nadia B.")
        open_keys = tuple(Seal(seal.key, b"AGE-SECRET-KEY") for seal in desk.grants("ASSISTANT"))
        with pytest.raises(Refused, match="is not sealed"):
            people.admit(
                practice=desk.practice,
                by=colleague,
                joining=str(waiting.id),
                made=desk.admission(nadia, ines, pair),
                grants=open_keys,
                at=NOW,
            )
