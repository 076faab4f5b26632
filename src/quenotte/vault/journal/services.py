"""Writing the journal, signing under it, copying it to the second place, and checking all of it.

Whoever does something writes its row in the same transaction: without the row nothing was done.
"""

import re
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from quenotte.base import jws, log
from quenotte.register import REGISTER
from quenotte.vault.answers import instant
from quenotte.vault.journal import second_place
from quenotte.vault.journal.chain import Point, Row, content_of, digest_of
from quenotte.vault.journal.models import Act, Entry, Head, Tip
from quenotte.vault.journal.verdict import HEAD, HEAD_TYP, Verdict, verify
from quenotte.vault.practices.models import KeyCard, Member, Practice, Roster

__all__ = [
    "Act",
    "Refused",
    "Verdict",
    "check",
    "heads",
    "keep_head",
    "last_head",
    "newest",
    "rows",
    "ship",
    "sweep",
    "take_back",
    "verify",
    "write",
]

CLOCKS_DIFFER = timedelta(minutes=10)
MOST_HEAD = 2048
_HEAD_SAYS = {"v", "practice", "number", "digest", "card", "roster", "issued"}
# Names of things and random numbers: there is no room for what stood in a record.
_WHAT = re.compile(r"[a-z][a-z-]{0,23}(/[A-Za-z0-9._-]{1,64}){0,3}")


class Refused(Exception):
    """Nothing was written. `field` and `reason` are codes of the desk's calls (adr 2)."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field, self.reason = field, reason


@transaction.atomic
def write(
    *,
    practice: Practice,
    who: Member | None,
    act: Act | str,
    what: str,
    purpose: str,
    instruction: int | None = None,
    at: datetime,
) -> Entry:
    """Write down an act, inside the transaction that does it. `who` None is the Publisher.

    `what` names a record and what was done: `questionnaire/<id>/detail`, `appointment/<id>/confirm`.
    Refuses what is no such name, and a purpose that the register does not know (P27).
    """
    if not _WHAT.fullmatch(what) or len(what) > 120:
        raise Refused("what", "malformed")
    if purpose not in REGISTER:
        raise Refused("purpose", "unknown")
    tip = _locked(practice)
    row = Row(
        number=tip.number + 1,
        at=instant(at),
        who=str(who.id) if who else None,
        act=Act(act).value,
        what=what,
        purpose=purpose,
        instruction=instruction,
        previous=tip.digest,
        digest="",
    )
    digest = digest_of(
        practice=practice.slug, number=row.number, previous=row.previous, content=content_of(row)
    )
    entry = _keep(practice, row, digest)
    tip.number, tip.digest = entry.number, entry.digest
    tip.save(update_fields=["number", "digest"])
    transaction.on_commit(lambda: ship(practice=practice))
    return entry


def _locked(practice: Practice) -> Tip:
    """The end of the journal, ours until the transaction ends: the next writer waits for this row."""
    Tip.objects.of(practice).get_or_create(practice=practice)
    return Tip.objects.of(practice).select_for_update().get()


def _keep(practice: Practice, row: Row, digest: str) -> Entry:
    return Entry.objects.create(
        practice=practice,
        number=row.number,
        at=datetime.fromisoformat(row.at),
        who=UUID(row.who) if row.who else None,
        act=row.act,
        what=row.what,
        purpose=row.purpose,
        instruction=row.instruction,
        previous=row.previous,
        digest=digest,
    )


def rows(
    practice: Practice, *, after: int = 0, before: int | None = None, most: int | None = None
) -> list[Row]:
    """Rows in their order: those that follow `after`, or the last ones before `before`."""
    found = Entry.objects.of(practice).filter(number__gt=after)
    if before is None:
        return [_row(entry) for entry in found.order_by("number")[:most]]
    last = found.filter(number__lt=before).order_by("-number")[:most]
    return [_row(entry) for entry in last][::-1]


def _row(entry: Entry) -> Row:
    return Row(
        number=entry.number,
        at=instant(entry.at),
        who=str(entry.who) if entry.who else None,
        act=entry.act,
        what=entry.what,
        purpose=entry.purpose,
        instruction=entry.instruction,
        previous=entry.previous,
        digest=entry.digest,
    )


def newest(practice: Practice) -> Point | None:
    """Where the journal ends, as the rows say."""
    entry = Entry.objects.of(practice).order_by("-number").first()
    return Point(entry.number, entry.digest) if entry else None


def heads(practice: Practice, *, first: int, last: int | None = None) -> list[str]:
    """The signed heads at these rows."""
    found = Head.objects.of(practice).filter(number__gte=first)
    if last is not None:
        found = found.filter(number__lte=last)
    return list(found.order_by("number", "pk").values_list("jws", flat=True))


def last_head(practice: Practice) -> int:
    """The newest row under which a member signed; 0 when nobody has yet."""
    head = Head.objects.of(practice).order_by("-number").first()
    return head.number if head else 0


@transaction.atomic
def keep_head(*, practice: Practice, member: Member, token: str, at: datetime) -> Head:
    """Keep the journal's head as a member signed it on unlocking; the same row twice counts once.

    Refuses what that member's key did not sign just now, and a head that is not this journal's.
    """
    signer = jws.fingerprint(member.signing)
    number, digest = _head(practice, signer, token, at)
    if not Entry.objects.of(practice).filter(number=number, digest=digest).exists():
        raise Refused("digest", "changed")
    head, made = Head.objects.of(practice).get_or_create(
        practice=practice,
        number=number,
        member=member.id,
        defaults={"digest": digest, "jws": token, "received_at": at},
    )
    if made:
        write(
            practice=practice,
            who=member,
            act=Act.CHANGED,
            what=f"journal/head/{number}/{signer}",
            purpose="access-journal",
            at=at,
        )
    return head


def _head(practice: Practice, signer: str, token: str, at: datetime) -> tuple[int, str]:
    if len(token) > MOST_HEAD:
        raise Refused("jws", "too-large")
    try:
        said, _ = jws.read(token, typ=HEAD_TYP, fingerprint_of_signer=signer)
    except jws.NotSigned:
        raise Refused("jws", "unsigned") from None
    if set(said) != _HEAD_SAYS or said["v"] != 1:
        raise Refused("v", "unknown")
    if said["practice"] != practice.slug:
        raise Refused("practice", "another-practice")
    number, digest, issued = said["number"], said["digest"], said["issued"]
    # Desks refuse keys older than these: nobody locks colleagues out by naming what never was.
    for name, newest in _seen(practice).items():
        if type(said[name]) is not int or not 0 <= said[name] <= newest:
            raise Refused(name, "malformed")
    if type(number) is not int or not 0 < number < 2**53 or not isinstance(digest, str):
        raise Refused("number", "malformed")
    try:
        signed_at = datetime.fromisoformat(issued)
        if abs(signed_at - at) > CLOCKS_DIFFER:
            raise Refused("issued", "malformed")
    except (TypeError, ValueError):
        raise Refused("issued", "malformed") from None
    return number, digest


def _seen(practice: Practice) -> dict[str, int]:
    """How far the practice's keys and people have come."""
    card = KeyCard.objects.of(practice).aggregate(newest=Max("serial"))["newest"]
    roster = Roster.objects.of(practice).aggregate(newest=Max("number"))["newest"]
    return {"card": card or 0, "roster": roster or 0}


def ship(*, practice: Practice) -> None:
    """Append what the second place lacks. What cannot be shipped now is shipped by the next sweep."""
    if second_place.folder() is None:
        return
    slug = practice.slug
    try:
        held = second_place.end(slug)
        second_place.append(slug, _lines(practice, after=held.number if held else 0))
    except second_place.Differs:
        log.say("journal-differs", practice=slug)
    except (OSError, ValueError, KeyError) as error:
        log.say("journal-not-copied", practice=slug, error=type(error).__name__)


def _lines(practice: Practice, *, after: int) -> Iterator[second_place.Line]:
    for row in rows(practice, after=after):
        found = HEAD.fullmatch(row.what)
        head = (
            Head.objects.of(practice).filter(number=found["number"], member=row.who).first()
            if found and row.who
            else None
        )
        yield second_place.Line(row, head.jws if head else None)


def sweep() -> None:
    """Ship what a full or missing disk kept back, for every practice."""
    if second_place.folder() is None:
        return
    for tip in Tip.objects.everywhere("every practice's journal has its copy").select_related(
        "practice"
    ):
        try:
            held = second_place.end(tip.practice.slug)
        except (OSError, ValueError, KeyError):
            held = None
        if held is None or held.number < tip.number:
            ship(practice=tip.practice)


def signers(practice: Practice) -> set[str]:
    """The fingerprints of the keys of everybody who has one here."""
    keys = Member.objects.of(practice).exclude(signing={}).values_list("signing", flat=True)
    return {jws.fingerprint(key) for key in keys}


def check(practice: Practice, *, known: Collection[str] | None = None) -> Verdict:
    """The whole journal, against every signed head and the second place."""
    shipped = second_place.end(practice.slug)  # first: what is written meanwhile is in the rows too
    entries = rows(practice)
    return verify(
        entries,
        heads(practice, first=1, last=entries[-1].number if entries else None),
        practice=practice.slug,
        signers=signers(practice) if known is None else known,
        shipped=shipped,
    )


@transaction.atomic
def take_back(*, practice: Practice) -> int:
    """After a restore: the rows that the second place has and the backup lacked. How many they were.

    Refuses a copy that does not continue these rows: second_place.Differs.
    """
    tip = _locked(practice)
    taken = 0
    for line in second_place.read(practice.slug, after=tip.number):
        row = line.row
        if (row.number, row.previous) != (tip.number + 1, tip.digest):
            raise second_place.Differs(practice.slug)
        _keep(practice, row, row.digest)
        _take_head_back(practice, line)
        tip.number, tip.digest, taken = row.number, row.digest, taken + 1
    tip.save(update_fields=["number", "digest"])
    return taken


def _take_head_back(practice: Practice, line: second_place.Line) -> None:
    found = HEAD.fullmatch(line.row.what)
    if line.head is None or line.row.who is None or found is None:
        return
    said, _ = jws.read(line.head, typ=HEAD_TYP)
    Head.objects.of(practice).get_or_create(
        practice=practice,
        number=int(found["number"]),
        member=UUID(line.row.who),
        defaults={
            "digest": said["digest"],
            "jws": line.head,
            "received_at": datetime.fromisoformat(line.row.at),
        },
    )
