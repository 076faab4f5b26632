"""A last day takes everything along that somebody could reach, and nothing that is their own."""

import secrets
import uuid
from datetime import date, timedelta

import pytest

from quenotte.vault.desk import sessions
from quenotte.vault.desk.factors import Way
from quenotte.vault.desk.models import Computer, Factor, Passkey, Session
from quenotte.vault.practices import leaving, places
from quenotte.vault.practices.models import Member, Practice
from quenotte.vault.practices.statements import Refused
from tests.vault.conftest import NOW
from tests.vault.turning import Pair, Turner, keys_of, opened


@pytest.fixture
def desk(mast: Practice) -> Turner:
    return opened(mast)


class TestLeaving:
    @pytest.mark.claim("P11")
    def test_whoever_leaves_reaches_nothing_at_once(self, desk: Turner) -> None:
        nadia, _ = desk.hire("Nadia B.", "SECRETARY")
        Session.objects.create(
            practice=desk.practice,
            factor=Factor.TOTP,
            member=nadia,
            token_hash="t" * 43,
            started_at=NOW,
            expires_at=NOW + timedelta(hours=12),
        )
        leaving.end(member=nadia, by=desk.member, on=None, at=NOW)
        nadia.refresh_from_db()
        assert (nadia.left_at, bytes(nadia.sealed_key), bytes(nadia.mine)) == (NOW, b"", b"")
        assert keys_of(nadia) == []
        assert not Session.objects.of(desk.practice).filter(member=nadia).exists()
        assert leaving.end(member=nadia, by=desk.member, on=None, at=NOW).left_at == NOW

    def test_a_last_day_counts_to_its_end_by_the_practice_s_clock(self, desk: Turner) -> None:
        nadia, _ = desk.hire("Nadia B.", "SECRETARY")
        leaving.end(member=nadia, by=desk.member, on=date(2026, 11, 23), at=NOW)
        evening = NOW.replace(hour=22, minute=59)  # 23:59 in Geneva
        assert nadia in places.working(desk.practice, at=evening)
        assert leaving.end_due(at=evening) == 0
        night = evening + timedelta(minutes=1)
        assert nadia not in places.working(desk.practice, at=night)
        assert leaving.end_due(at=night + timedelta(days=1)) == 1
        nadia.refresh_from_db()
        assert (nadia.left_at is not None, keys_of(nadia)) == (True, [])

    def test_a_day_that_is_over_ends_at_once(self, desk: Turner) -> None:
        nadia, _ = desk.hire("Nadia B.", "SECRETARY")
        ended = leaving.end(member=nadia, by=desk.member, on=date(2026, 11, 22), at=NOW)
        assert ended.left_at == NOW

    def test_the_last_who_can_sign_stays(self, desk: Turner) -> None:
        with pytest.raises(Refused, match="the last practitioner stays"):
            leaving.end(member=desk.member, by=desk.member, on=None, at=NOW)
        mottet, _ = desk.hire("Dre Mottet", "PRACTITIONER")
        leaving.end(member=desk.member, by=mottet, on=None, at=NOW)
        with pytest.raises(Refused, match="only a practitioner"):
            leaving.end(member=mottet, by=desk.member, on=None, at=NOW)

    def test_only_a_practitioner_of_this_practice_ends_a_place(
        self, desk: Turner, favre: Practice
    ) -> None:
        nadia, _ = desk.hire("Nadia B.", "SECRETARY")
        for by in (nadia, opened(favre).member):
            with pytest.raises(Refused, match="only a practitioner"):
                leaving.end(member=nadia, by=by, on=None, at=NOW)

    def test_whoever_has_left_does_not_come_back_by_a_new_key(self, desk: Turner) -> None:
        nadia, _ = desk.hire("Nadia B.", "SECRETARY")
        leaving.end(member=nadia, by=desk.member, on=None, at=NOW)
        nadia.refresh_from_db()
        with pytest.raises(Refused, match="has left"):
            desk.ask(nadia, Pair())

    def test_a_person_takes_their_own_file_to_their_other_practice(
        self, desk: Turner, favre: Practice
    ) -> None:
        nadia, pair = desk.hire("Nadia B.", "SECRETARY")
        Passkey.objects.create(
            practice=desk.practice,
            id=uuid.uuid4(),
            member=nadia,
            credential="c",
            public_key="k",
            name="Telephone",
            made_at=NOW,
        )
        next_door = Member.objects.create(
            practice=favre,
            id=uuid.uuid4(),
            name="Nadia B.",
            role="SECRETARY",
            signing=pair.signing,
            recipient=pair.recipient,
            person=nadia.person,
            joined_at=NOW,
        )
        held = bytes(nadia.sealed_key)
        leaving.end(member=nadia, by=desk.member, on=None, at=NOW)
        next_door.refresh_from_db()
        assert (bytes(next_door.sealed_key), held != b"") == (held, True)
        assert Passkey.objects.of(favre).get().member == next_door
        assert not Passkey.objects.of(desk.practice).exists()


class TestComputers:
    """A computer of the practice is a second factor while somebody who works here uses it."""

    def computer(self, desk: Turner, by: Member | None, *used_by: Member) -> Computer:
        made = Computer.objects.create(
            practice=desk.practice, token_hash=secrets.token_hex(21), registered_at=NOW, member=by
        )
        for member in used_by:
            sessions.begin(member=member, way=Way(desk.practice, computer=made), at=NOW)
        return made

    def stays(self, computer: Computer) -> bool:
        return Computer.objects.of(computer.practice).filter(pk=computer.pk).exists()

    @pytest.mark.claim("P11")
    def test_the_leaver_s_own_ends_with_them(self, desk: Turner) -> None:
        nadia, _ = desk.hire("Nadia B.", "SECRETARY")
        ines, _ = desk.hire("Inès R.", "ASSISTANT")
        registered, by_link = self.computer(desk, nadia), self.computer(desk, None, nadia)
        lent, reception = self.computer(desk, nadia, ines), self.computer(desk, None, ines, nadia)
        others, unused = self.computer(desk, ines, nadia), self.computer(desk, None)
        leaving.end(member=nadia, by=desk.member, on=None, at=NOW)
        assert [self.stays(each) for each in (registered, by_link)] == [False, False]
        assert all(self.stays(each) for each in (lent, reception, others, unused))

    def test_one_of_two_leavers_goes_with_the_second(self, desk: Turner) -> None:
        nadia, _ = desk.hire("Nadia B.", "SECRETARY")
        ines, _ = desk.hire("Inès R.", "ASSISTANT")
        shared = self.computer(desk, nadia, ines)
        leaving.end(member=nadia, by=desk.member, on=None, at=NOW)
        assert self.stays(shared)
        leaving.end(member=ines, by=desk.member, on=None, at=NOW)
        assert not self.stays(shared)

    def test_it_ends_with_a_last_day_too(self, desk: Turner) -> None:
        nadia, _ = desk.hire("Nadia B.", "SECRETARY")
        own = self.computer(desk, nadia, nadia)
        leaving.end(member=nadia, by=desk.member, on=date(2026, 11, 23), at=NOW)
        assert self.stays(own)
        leaving.end_due(at=NOW + timedelta(days=1))
        assert not self.stays(own)

    def test_next_door_s_stay(self, desk: Turner, favre: Practice) -> None:
        other = opened(favre)
        theirs = self.computer(other, other.member)
        nadia, _ = desk.hire("Nadia B.", "SECRETARY")
        leaving.end(member=nadia, by=desk.member, on=None, at=NOW)
        assert self.stays(theirs)
