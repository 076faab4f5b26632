"""What a practice signed counts by the key that was in force then, and no former key signs anew."""

from datetime import timedelta
from typing import Any

import pytest

from quenotte.base import jws, succession
from quenotte.register.choices import Refused
from quenotte.vault.answers import instant
from quenotte.vault.feeds import services as feeds
from quenotte.vault.practices import choices, successions
from quenotte.vault.practices.models import Choices, Practice, Succession
from tests.vault.conftest import NOW
from tests.vault.test_choices import Signer
from tests.vault.turning import Turner, opened


@pytest.fixture
def desk(mast: Practice) -> Turner:
    return opened(mast)


@pytest.fixture
def signer(desk: Turner) -> Signer:
    """Signs choices with the key that the practice has now."""
    made = Signer(desk.practice)
    made.key = desk.signing
    desk.practice.fingerprint = jws.fingerprint(jws.public(desk.signing))
    desk.practice.save()
    return made


def hand_over(desk: Turner) -> None:
    desk.keep(desk.turn("handed-over", classes=(), succession=desk.succeed()))


def kept(practice: Practice) -> list[int]:
    practice.refresh_from_db()
    return [one.signed.number for one in choices.history(practice)]


@pytest.mark.claim("P37")
def test_what_the_former_key_chose_counts_on(desk: Turner, signer: Signer) -> None:
    signer.keep(off=["questionnaire"])
    hand_over(desk)
    assert kept(desk.practice) == [1]
    signer.practice, signer.key = desk.practice, desk.signing
    signer.keep(off=[])
    assert kept(desk.practice) == [2, 1]


def test_the_former_key_chooses_nothing_any_more(desk: Turner, signer: Signer) -> None:
    signer.keep(off=["questionnaire"])
    hand_over(desk)
    desk.practice.refresh_from_db()
    with pytest.raises(Refused):
        choices.keep(practice=desk.practice, token=signer.sign(), who=None, at=NOW)


@pytest.mark.parametrize(
    ("minutes", "counts"),
    [(9, [2, 1]), (11, [1])],  # clocks at desks differ by ten minutes
)
def test_a_row_of_the_former_key_from_after_its_time_does_not_count(
    desk: Turner, signer: Signer, minutes: int, counts: list[int]
) -> None:
    signer.keep(off=["questionnaire"])
    hand_over(desk)
    late = signer.sign(issued=instant(NOW + timedelta(minutes=minutes)))
    Choices.objects.create(practice=desk.practice, number=2, jws=late, received_at=NOW)
    assert kept(desk.practice) == counts


def test_a_row_of_the_former_key_after_one_of_the_new_does_not_count(
    desk: Turner, signer: Signer
) -> None:
    former = signer.key
    hand_over(desk)
    desk.practice.refresh_from_db()
    signer.practice, signer.key = desk.practice, desk.signing
    signer.keep(off=["questionnaire"])
    signer.key = former
    Choices.objects.create(practice=desk.practice, number=2, jws=signer.sign(), received_at=NOW)
    assert kept(desk.practice) == [1]


def forged(desk: Turner, **changes: Any) -> str:
    """By the server: it holds no key of the practice."""
    stranger = jws.new_key()
    said = {
        "v": 1,
        "practice": "mast",
        "from": jws.fingerprint(jws.public(stranger)),
        "to": desk.practice.fingerprint,
        "by": "key",
        "under": desk.card,
        "issued": instant(NOW),
    } | changes
    return jws.sign(said, key=stranger, typ="quenotte-succession")


@pytest.mark.claim("P12")
def test_a_row_that_nobody_endorsed_is_no_succession(desk: Turner) -> None:
    desk.practice.refresh_from_db()
    Succession.objects.create(
        practice=desk.practice,
        former="f" * 43,
        successor=desk.practice.fingerprint,
        jws=forged(desk),
        received_at=NOW,
    )
    assert successions.fingerprints(desk.practice) == (desk.practice.fingerprint,)


def test_the_keys_stand_in_their_order(desk: Turner) -> None:
    names = [desk.practice.fingerprint]
    for _ in range(3):
        hand_over(desk)
        names.append(desk.practice.fingerprint)
    assert list(successions.fingerprints(desk.practice)) == names
    walked = succession.walk(names[1], successions.tokens(desk.practice), practice="mast")
    assert list(walked) == names[1:]


def test_the_site_is_told(desk: Turner) -> None:
    assert "successions" not in feeds.items(desk.practice)
    hand_over(desk)
    assert len(feeds.items(desk.practice)["successions"]) == 1


def test_no_practice_has_the_successions_of_another(desk: Turner, favre: Practice) -> None:
    hand_over(desk)
    assert successions.tokens(favre) == []
    assert successions.fingerprints(favre) == (favre.fingerprint,)
