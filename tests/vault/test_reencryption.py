"""After a compromise everything is sealed anew, and nothing old goes before all of it is there."""

import random
import uuid
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from quenotte.vault.intake import reencryption
from quenotte.vault.intake.models import Compromise, FreshCopy, SealedPart, Submission
from quenotte.vault.intake.reencryption import Copy, Refused
from quenotte.vault.practices.models import KeyCard, Practice
from tests.vault.conftest import NOW, SEALED, VECTORS


class Killed(Exception):
    """The process is gone, wherever it was."""


ANEW = (VECTORS / "envelope-appointment-detail.age").read_bytes()  # other bytes, as well sealed


def send(practice: Practice, key: str = "care/1") -> SealedPart:
    submission = Submission.objects.create(
        practice=practice,
        id=uuid.uuid4(),
        activity="questionnaire",
        version="0" * 12,
        key=key,
        link_hash=uuid.uuid4().hex,
        received_at=NOW,
        card=b"a list card",
    )
    return SealedPart.objects.create(
        practice=practice, submission=submission, part="detail", sealed=SEALED
    )


def turned(practice: Practice, **keys: str) -> None:
    """What a turn of keys leaves behind: a newer card."""
    last = KeyCard.objects.of(practice).order_by("-serial")[0]
    KeyCard.objects.create(
        practice=practice,
        serial=last.serial + 1,
        jws=last.jws,
        keys=last.keys | keys,
        published_at=NOW,
    )


@pytest.fixture
def compromised(mast: Practice) -> Practice:
    for _ in range(5):
        send(mast)
    turned(mast, care="care/2")
    reencryption.declare(practice=mast, classes=["care"], at=NOW)
    return mast


def copy_of(part: SealedPart) -> Copy:
    return Copy(
        activity=part.submission.activity,
        id=part.submission.id,
        part=part.part,
        of=reencryption.digest(bytes(part.sealed)),
        key="care/2",
        sealed=ANEW,
    )


def copies(practice: Practice) -> list[Copy]:
    return [copy_of(part) for part in reencryption.waiting(practice)]


def told(made: list[Copy]) -> str:
    lines = [
        f"{one.activity} {one.id} {one.part} {reencryption.digest(one.sealed)}\n" for one in made
    ]
    return reencryption.digest("".join(sorted(lines)).encode())


def keys_of(practice: Practice) -> set[str]:
    return set(Submission.objects.of(practice).values_list("key", flat=True))


def finish(practice: Practice, made: list[Copy]) -> int:
    return reencryption.finish(practice=practice, count=len(made), told=told(made), at=NOW)


@pytest.mark.claim("P12")
def test_all_is_replaced_when_count_and_digest_agree(compromised: Practice) -> None:
    made = copies(compromised)
    assert reencryption.keep(practice=compromised, copies=made) == 5
    assert finish(compromised, made) == 5
    assert keys_of(compromised) == {"care/2"}
    assert {bytes(part.sealed) for part in SealedPart.objects.of(compromised)} == {ANEW}
    assert {bytes(one.card) for one in Submission.objects.of(compromised)} == {b""}
    assert not FreshCopy.objects.of(compromised).exists()
    assert reencryption.compromised(compromised) == []


def test_nothing_old_goes_while_one_has_no_copy(compromised: Practice) -> None:
    made = copies(compromised)
    reencryption.keep(practice=compromised, copies=made[:-1])
    with pytest.raises(Refused, match="incomplete"):
        finish(compromised, made[:-1])
    assert {bytes(part.sealed) for part in SealedPart.objects.of(compromised)} == {SEALED}


def test_a_closed_tab_goes_on_where_it_was(compromised: Practice) -> None:
    made = copies(compromised)
    reencryption.keep(practice=compromised, copies=made[:3])
    assert [one.id for one in copies(compromised)] == [one.id for one in made[3:]]
    reencryption.keep(practice=compromised, copies=made[2:])
    assert finish(compromised, made) == 5


@pytest.mark.parametrize("wrong", ["count", "digest"])
def test_a_desk_that_counts_something_else_replaces_nothing(
    compromised: Practice, wrong: str
) -> None:
    made = copies(compromised)
    reencryption.keep(practice=compromised, copies=made)
    count = len(made) + (wrong == "count")
    other = told(made[1:]) if wrong == "digest" else told(made)
    with pytest.raises(Refused, match="differs"):
        reencryption.finish(practice=compromised, count=count, told=other, at=NOW)
    assert keys_of(compromised) == {"care/1"}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param({"of": "x" * 43}, "changed", id="of-other-bytes"),
        pytest.param({"key": "care/1"}, "key", id="to-the-compromised-key"),
        pytest.param({"key": "desk/1"}, "key", id="to-another-class"),
        pytest.param({"sealed": b'{"heart":"yes"}'}, "not-sealed", id="in-clear"),
        pytest.param(
            {"sealed": (VECTORS / "reach.age").read_bytes()}, "wrong-lock", id="classical-lock"
        ),
    ],
)
def test_a_copy_that_is_none_is_refused(
    compromised: Practice, change: dict[str, object], reason: str
) -> None:
    made = replace(copies(compromised)[0], **change)  # type: ignore[arg-type]
    with pytest.raises(Refused, match=reason):
        reencryption.keep(practice=compromised, copies=[made])
    assert not FreshCopy.objects.of(compromised).exists()


def test_next_door_has_nothing_to_seal_anew_and_nothing_of_it_is_taken(
    compromised: Practice, favre: Practice
) -> None:
    made = copies(compromised)
    assert reencryption.waiting(favre).count() == 0
    assert reencryption.keep(practice=favre, copies=made) == 0
    assert finish(favre, []) == 0
    assert reencryption.waiting(compromised).count() == 5


def test_what_a_correction_replaced_meanwhile_is_not_waited_for(compromised: Practice) -> None:
    made = copies(compromised)
    reencryption.keep(practice=compromised, copies=made)
    Submission.objects.of(compromised).filter(id=made[0].id).update(replaced_at=NOW)
    SealedPart.objects.of(compromised).filter(submission__id=made[0].id).delete()
    assert finish(compromised, made[1:]) == 4


def test_keys_that_turn_again_meanwhile_ask_for_new_copies(compromised: Practice) -> None:
    reencryption.keep(practice=compromised, copies=copies(compromised))
    turned(compromised, care="care/3")
    reencryption.declare(practice=compromised, classes=["care"], at=NOW)
    assert reencryption.waiting(compromised).count() == 5


def test_a_key_that_is_still_current_cannot_be_declared(mast: Practice) -> None:
    send(mast)
    assert reencryption.declare(practice=mast, classes=["care"], at=NOW) == []
    assert not Compromise.objects.of(mast).exists()


def test_it_is_taken_up_again_at_any_point(compromised: Practice) -> None:
    """A desk that is closed anywhere, fifty times over, loses and repeats nothing."""
    for _ in range(20):
        send(compromised)
    everything, chance = copies(compromised), random.Random(50)
    for _ in range(50):
        left = copies(compromised)
        reencryption.keep(practice=compromised, copies=left[: chance.randrange(3)])
    reencryption.keep(practice=compromised, copies=copies(compromised))
    assert finish(compromised, everything) == 25


def send_many(practice: Practice, n: int) -> None:
    sent = Submission.objects.bulk_create(
        Submission(
            practice=practice,
            id=uuid.uuid4(),
            activity="questionnaire",
            version="0" * 12,
            key="care/1",
            link_hash=uuid.uuid4().hex,
            received_at=NOW,
        )
        for _ in range(n)
    )
    SealedPart.objects.bulk_create(
        SealedPart(practice=practice, submission=each, part="detail", sealed=SEALED)
        for each in sent
    )


@pytest.mark.prove
@pytest.mark.claim("P12")
def test_ten_thousand_envelopes_survive_fifty_kills(
    mast: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed inside a batch, between two, and inside the swap itself: all old, or all new, none unreadable."""
    send_many(mast, 10_000)
    turned(mast, care="care/2")
    reencryption.declare(practice=mast, classes=["care"], at=NOW)
    everything, chance, kills = copies(mast), random.Random(50), 0
    create = FreshCopy.objects.create
    while left := [copy_of(part) for part in reencryption.waiting(mast)[:200]]:
        dies_at = chance.randrange(len(left)) if kills < 40 else None
        count = iter(range(len(left)))

        def dying(_at: int | None = dies_at, _count: Iterator[int] = count, **row: Any) -> Any:
            if next(_count) == _at:
                raise Killed
            return create(**row)

        monkeypatch.setattr(FreshCopy.objects, "create", dying)
        try:
            reencryption.keep(practice=mast, copies=left)
        except Killed:
            kills += 1
    save = SealedPart.save
    for _ in range(10):
        dies_at, count = chance.randrange(10_000), iter(range(10_000))

        def falls(
            part: SealedPart, *, _count: Any = count, _at: int = dies_at, **more: Any
        ) -> None:
            if next(_count) == _at:
                raise Killed
            save(part, **more)

        monkeypatch.setattr(SealedPart, "save", falls)
        with pytest.raises(Killed):
            finish(mast, everything)
        assert keys_of(mast) == {"care/1"}
        assert not SealedPart.objects.of(mast).exclude(sealed=SEALED).exists()
        kills += 1
    monkeypatch.setattr(SealedPart, "save", save)
    assert (finish(mast, everything), kills) == (10_000, 50)
    assert keys_of(mast) == {"care/2"}
    assert not SealedPart.objects.of(mast).exclude(sealed=ANEW).exists()
