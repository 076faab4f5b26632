"""A practice that came from another vault goes on turning its keys, which name this vault's relay from then on."""

from pathlib import Path

import pytest
from django.conf import settings

from quenotte.vault.desk import seats
from quenotte.vault.journal import services as journal
from quenotte.vault.practices import cards, leaving
from quenotte.vault.practices.models import Member, Practice
from quenotte.vault.practices.statements import Refused
from tests.vault.conftest import NOW
from tests.vault.handing import Vaults, asked, bundle, owner, take, turner, vaults
from tests.vault.signing import Owner
from tests.vault.turning import Turner, keys_of

__all__ = ["asked", "bundle", "owner", "turner", "vaults"]  # fixtures

RELAY = {"relay": "r" * 43}


@pytest.fixture
def ines(turner: Turner) -> Member:
    """She works here before the practice goes."""
    return turner.hire("Inès R.", "ASSISTANT")[0]


@pytest.fixture
def moved(
    ines: Member,
    bundle: Path,
    owner: Owner,
    turner: Turner,
    vaults: Vaults,
    monkeypatch: pytest.MonkeyPatch,
) -> Turner:
    """The desk at the other vault, whose relay is another one."""
    vaults.move(owner.practice)
    take(bundle)
    monkeypatch.setattr(settings, "RELAY_FINGERPRINT", RELAY["relay"])
    turner.practice = Practice.objects.get(slug="mast")
    turner.member = Member.objects.of(turner.practice).get(pk=turner.member.pk)
    return turner


@pytest.mark.claim("P37")
def test_after_it_the_keys_are_signed_for_the_new_house_and_turned_when_somebody_leaves(
    moved: Turner, ines: Member
) -> None:
    before = cards.newest(moved.practice)
    assert before is not None
    moved.keep(moved.turn("moved", classes=(), card=RELAY))
    after = cards.newest(moved.practice)
    assert after is not None
    assert (after.relay, after.ids, after.recipients) == (
        RELAY["relay"],
        before.ids,
        before.recipients,
    )
    assert journal.rows(moved.practice)[-1].what == "keys/moved/2"
    gone = Member.objects.of(moved.practice).get(pk=ines.pk)
    leaving.end(member=gone, by=moved.member, on=None, at=NOW)
    del moved.seats[str(ines.pk)]
    moved.keep(moved.turn("left", classes=("care", "desk"), card=RELAY))
    assert keys_of(gone) == []
    assert journal.check(moved.practice).whole


def test_somebody_may_leave_before_that(moved: Turner, ines: Member) -> None:
    gone = Member.objects.of(moved.practice).get(pk=ines.pk)
    leaving.end(member=gone, by=moved.member, on=None, at=NOW)
    del moved.seats[str(ines.pk)]
    moved.keep(moved.turn("left", classes=("care", "desk"), card=RELAY))


def test_a_card_that_names_the_former_relay_is_refused(moved: Turner) -> None:
    with pytest.raises(Refused, match="another relay"):
        moved.keep(moved.turn("left"))


def test_nothing_else_changes_under_that_word(moved: Turner) -> None:
    for made in (
        moved.twin().turn("moved", classes=("desk",), card=RELAY),
        moved.twin().turn("moved", classes=(), sheets=True, card=RELAY),
    ):
        with pytest.raises(Refused, match="does not do what it says"):
            moved.keep(made)


def test_who_never_moved_does_not_say_so(turner: Turner) -> None:
    with pytest.raises(Refused, match="does not do what it says"):
        turner.keep(turner.turn("moved", classes=()))


def test_the_desk_is_told_which_relay_is_this_house_s(moved: Turner) -> None:
    assert seats.seat(moved.member, language="en", at=NOW)["relay"] == RELAY["relay"]
