"""After a declared compromise everything is sealed anew, at the desk; the old copies go last.

Copies gather beside the old envelopes, 200 at a time, whenever a desk is open. Old ones are dropped in
one transaction, and only when the desk's count and digest of the new ones agree with what lies here.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from quenotte import envelope
from quenotte.base import jws
from quenotte.vault.intake.models import Compromise, FreshCopy, SealedPart, Submission
from quenotte.vault.intake.services import LEAST_PADDED, MOST_PART, current_card
from quenotte.vault.practices.models import Practice

MOST_AT_ONCE = 200


class Refused(Exception):
    """Nothing was replaced, nothing is lost. `reason` is a code of docs/adr/0002-interfaces.md."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Copy:
    """One envelope as the desk sealed it anew."""

    activity: str
    id: UUID
    part: str
    of: str  # base64url(SHA-256) of the bytes that were opened for it
    key: str
    sealed: bytes


def digest(sealed: bytes) -> str:
    return jws.b64(hashlib.sha256(sealed).digest())


@transaction.atomic
def declare(*, practice: Practice, classes: Iterable[str], at: datetime) -> list[str]:
    """Every former key of these classes is compromised; their current ones must be newer (`turn`)."""
    card = current_card(practice)
    if card is None:
        raise Refused("unknown")
    declared = []
    for name in sorted(set(classes)):
        if name not in card.keys:
            raise Refused("unknown")
        newest = int(card.keys[name].partition("/")[2])
        for epoch in range(1, newest):
            key = f"{name}/{epoch}"
            Compromise.objects.of(practice).get_or_create(
                key=key, defaults={"practice": practice, "declared_at": at}
            )
            declared.append(key)
    return declared


def compromised(practice: Practice) -> list[str]:
    """The keys that may still open something here."""
    open_ones = Compromise.objects.of(practice).filter(ended_at=None)
    return sorted(open_ones.values_list("key", flat=True))


def waiting(practice: Practice) -> QuerySet[SealedPart]:
    """What has no copy yet, or one that is no longer to the current key, in a steady order."""
    card = current_card(practice)
    current = list(card.keys.values()) if card else []
    return (
        _concerned(practice)
        .exclude(fresh__key__in=current)
        .select_related("submission__about")
        .order_by("pk")
    )


def kept(practice: Practice) -> QuerySet[FreshCopy]:
    """The copies that wait beside what they will replace, in a steady order."""
    return (
        FreshCopy.objects.of(practice)
        .filter(part__in=_concerned(practice))
        .select_related("part__submission__about")
        .order_by("part")
    )


def _concerned(practice: Practice) -> QuerySet[SealedPart]:
    return SealedPart.objects.of(practice).filter(
        submission__key__in=compromised(practice), submission__replaced_at=None
    )


@transaction.atomic
def keep(*, practice: Practice, copies: Iterable[Copy]) -> int:
    """Keep copies beside the old envelopes. The same again changes nothing.

    Refuses one of another practice, one made from other bytes than lie here, one to a key that is not
    current or of another class, and what is not sealed to one post-quantum lock.
    """
    card = current_card(practice)
    concerned = _concerned(practice).select_related("submission")
    kept = 0
    for copy in copies:
        part = concerned.filter(
            submission__activity=copy.activity, submission__id=copy.id, part=copy.part
        ).first()
        if part is None:
            continue  # replaced or erased since: there is nothing left to keep safe
        if digest(bytes(part.sealed)) != copy.of:
            raise Refused("changed")
        of_class = part.submission.key.partition("/")[0]
        if card is None or card.keys.get(of_class) != copy.key:
            raise Refused("key")
        _check_sealed(copy.sealed)
        FreshCopy.objects.of(practice).filter(part=part).delete()
        FreshCopy.objects.create(
            practice=practice, part=part, key=copy.key, of=copy.of, sealed=copy.sealed
        )
        kept += 1
    return kept


def _check_sealed(sealed: bytes) -> None:
    try:
        seen = envelope.look(sealed)
    except envelope.NotAnEnvelope:
        raise Refused("not-sealed") from None
    if seen.locks != (envelope.MLKEM768_X25519,):
        raise Refused("wrong-lock")
    if len(sealed) > MOST_PART or not seen.padded(LEAST_PADDED):
        raise Refused("malformed")


@transaction.atomic
def finish(*, practice: Practice, count: int, told: str, at: datetime) -> int:
    """Replace all old envelopes by their copies, or none of them.

    Refuses while one has no copy, when an old one changed since its copy was made, and when the desk
    counts or digests something else: `told` is base64url(SHA-256) over the sorted lines
    `<activity> <id> <part> <base64url SHA-256 of the new bytes>`, each ended by a line feed.
    """
    Practice.objects.select_for_update().get(pk=practice.pk)
    if waiting(practice).exists():
        raise Refused("incomplete")
    copies = kept(practice)
    lines, submissions = [], {}
    for copy in copies.iterator(chunk_size=MOST_AT_ONCE):
        of = copy.part.submission
        if digest(bytes(copy.part.sealed)) != copy.of:
            raise Refused("changed")
        lines.append(f"{of.activity} {of.id} {copy.part.part} {digest(bytes(copy.sealed))}\n")
        submissions[of.pk] = copy.key
    if len(lines) != count or digest("".join(sorted(lines)).encode()) != told:
        raise Refused("differs")
    numbers = list(copies.values_list("pk", flat=True))
    for first in range(0, len(numbers), MOST_AT_ONCE):
        some = FreshCopy.objects.of(practice).filter(pk__in=numbers[first : first + MOST_AT_ONCE])
        for copy in list(some.select_related("part")):
            copy.part.sealed = copy.sealed
            copy.part.save(update_fields=["sealed"])
    for key in set(submissions.values()):
        rows = [pk for pk, of in submissions.items() if of == key]
        for first in range(0, len(rows), MOST_AT_ONCE):
            # The list cards were sealed under the old epoch: the desk makes them anew.
            Submission.objects.of(practice).filter(
                pk__in=rows[first : first + MOST_AT_ONCE]
            ).update(key=key, card=b"")
    FreshCopy.objects.of(practice).all().delete()
    Compromise.objects.of(practice).filter(ended_at=None).update(ended_at=at)
    return count
