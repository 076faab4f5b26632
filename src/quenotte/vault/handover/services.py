"""A whole practice goes from one vault to another (P37): on its own instruction, and opened by nobody.

What is sealed stays sealed to the practice's keys, which travel sealed too. Links that patients hold are
answered where the practice is, because their hashes travel; addresses do not, they are sealed to one relay.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import IntegrityError, transaction

from quenotte.base import instruction as instructed
from quenotte.vault.answers import instant
from quenotte.vault.handover import bundle, people, rows, tables, traces
from quenotte.vault.handover.bundle import Manifest, NotWhole
from quenotte.vault.handover.models import Arrival, Departure
from quenotte.vault.instructions import services as instructions
from quenotte.vault.instructions.deeds import PURPOSE, on_instruction
from quenotte.vault.journal import services as journal
from quenotte.vault.notices.models import Notice, Reach
from quenotte.vault.policies import services as policies
from quenotte.vault.policies.models import Version
from quenotte.vault.practices import cards, choices, roster, statements
from quenotte.vault.practices.models import Practice

ACT = "hand-over"
WAITING = (Notice.State.WAITING, Notice.State.LEASED, Notice.State.SENDING)


class Refused(instructed.NotInstructed):
    """Nothing was handed over or taken. The message is a sentence for whoever asked."""


def own_fingerprint() -> str:
    fingerprint: str = settings.SECRETS.fingerprint
    return fingerprint


def moved(practice: Practice) -> bool:
    """Whether the practice was handed over: this vault then takes nothing new for it."""
    return Departure.objects.of(practice).exists()


def hand_over(
    *, slug: str, to: str, file: IO[bytes], number: int | None = None, at: datetime
) -> Manifest:
    """Write the practice whole into a file, and end it here: nothing new is taken from then on.

    Refuses, without a specific instruction that names the receiving vault. When the file was lost, the same
    instruction writes it again, with the same rows.
    """
    if to == own_fingerprint():
        raise Refused("that is this vault itself")
    with on_instruction(slug=slug, act=ACT, number=number, about=to, at=at) as deed:
        practice = deed.practice
        before = Departure.objects.of(practice).first()
        if before is not None and before.to != to:
            raise Refused(f"the practice {slug} was handed over to another vault")
        if before is None:
            _check_people(practice)
            _close(practice)
            deed.write(journal.Act.EXPORTED, f"hand-over/{to}")
        deed.written = True  # the second file holds the same rows, the journal's among them
        count, sha256 = bundle.write_rows(file, _lines(practice))
        end = journal.newest(practice)
        assert end is not None
        manifest = Manifest(
            practice=slug,
            to=to,
            made=instant(at),
            rows=count,
            sha256=sha256,
            journal=(end.number, end.digest),
            instruction=deed.instruction.token,
        )
        bundle.seal(file, manifest, key=settings.SECRETS.signing)
        if before is None:
            Departure.objects.create(practice=practice, to=to, sha256=sha256, left_at=at)
            traces.leave(slug, (end.number, end.digest), at=at)
    return manifest


def _check_people(practice: Practice) -> None:
    """The vault that receives it refuses such rows, and nobody could mend them here any more."""
    listed = roster.newest(practice)
    try:
        if listed is not None:
            people.check(practice, listed)
    except people.NotListed as why:
        raise Refused(
            f"{why}: the desk turns the keys, or ends that place, before the practice goes"
        ) from None


def _close(practice: Practice) -> None:
    """Nobody comes in here any more, and no message leaves: both go on where the practice is."""
    Notice.objects.of(practice).filter(state__in=WAITING).update(
        state=Notice.State.FAILED, reason="no-key", leased_until=None
    )
    Reach.objects.of(practice).delete()
    for label in tables.STAYS:
        if label.startswith("desk."):
            tables.of(label, practice).delete()


def _lines(practice: Practice) -> Iterator[dict[str, Any]]:
    yield {"v": 1, "kind": bundle.KIND, "practice": rows.written(practice)}
    for label in tables.TRAVELS:
        for row in tables.of(label, practice).iterator(chunk_size=200):
            yield {"table": label, "row": rows.written(row)}


def take_over(*, path: Path, sender: str, at: datetime) -> Practice:
    """Take a practice from a bundle, whole or not at all.

    Refuses a byte that was changed, a second time, and what is older than what this vault held or handed on.
    """
    try:
        manifest = bundle.check(path, sender=sender)
        if manifest.to != own_fingerprint():
            raise Refused("the bundle is for another vault than this one")
        with transaction.atomic():
            practice = _read(path, manifest)
            told = _verify(practice, manifest)
            traces.check(practice, manifest.journal)
            traces.leave(practice.slug, manifest.journal, at=at)
            Arrival.objects.create(
                practice=practice, sender=sender, sha256=manifest.sha256, arrived_at=at
            )
            journal.write(
                practice=practice,
                who=None,
                act=journal.Act.CHANGED,
                what=f"hand-over/taken/{sender}",
                purpose=PURPOSE,
                instruction=told,
                at=at,
            )
    except (NotWhole, rows.NotOurs, traces.Older) as why:
        raise Refused(str(why)) from None
    return practice


def _read(path: Path, manifest: Manifest) -> Practice:
    lines = bundle.rows(path)
    head = next(lines, {})
    said = head.get("practice")
    if head.get("kind") != bundle.KIND or not isinstance(said, dict):
        raise NotWhole("the file begins like no bundle")
    if said.get("slug") != manifest.practice:
        raise NotWhole("the file holds another practice than its signature names")
    if Practice.objects.filter(slug=manifest.practice).exists():
        raise Refused(f"there is a practice {manifest.practice} here already")
    if Practice.objects.filter(host=said.get("host")).exists():
        raise Refused("another practice has this host name here")
    try:
        with transaction.atomic():
            practice = rows.practice_of(said)
            reading = rows.Reading(practice)
            for line in lines:
                reading.keep(str(line.get("table")), line.get("row"))
    except IntegrityError:
        raise Refused("a row of the bundle is here already, in another practice") from None
    return practice


def _verify(practice: Practice, manifest: Manifest) -> int:
    """Everything that the practice or its members signed is what they signed. The instruction's number."""
    try:
        card, listed = cards.newest(practice), roster.newest(practice)
    except statements.Refused as why:
        raise NotWhole(str(why)) from None
    if card is None or card.signer != practice.fingerprint:
        raise NotWhole("the key card is not signed by the practice")
    if listed is None or listed.signer != practice.fingerprint:  # each turn signs it anew
        raise NotWhole("the roster is not signed by the practice")
    try:
        people.check(practice, listed)
    except people.NotListed as why:
        raise NotWhole(f"a member is not as the practice signed it: {why}") from None
    if not choices.whole(practice):
        raise NotWhole("a choice of the practice does not verify")
    end = journal.newest(practice)
    if end is None or (end.number, end.digest) != manifest.journal:
        raise NotWhole("the journal ends elsewhere than the signature says")
    verdict = journal.check(practice)
    if not verdict.whole:
        raise NotWhole(f"the journal does not hold: {verdict.problems[0]}")
    for version in Version.objects.of(practice):
        try:
            policies.canonical(version)
        except policies.Altered as why:
            raise NotWhole(str(why)) from None
    return _told(practice, manifest)


def _told(practice: Practice, manifest: Manifest) -> int:
    """The practice itself named this vault, in an instruction that was in force when the bundle was made."""
    made = instructed.instant(manifest.made)
    for one in instructions.in_force(practice, made):
        if one.token == manifest.instruction and ACT in one.acts and one.about == manifest.to:
            return one.number
    raise Refused("the practice has not instructed this hand-over")


def untold(practice: Practice, *, at: datetime) -> int:
    """Messages about appointments to come that had to be left behind: to be told by telephone."""
    arrival = Arrival.objects.of(practice).first()
    if arrival is None:
        return 0
    lost = Notice.objects.of(practice).filter(
        appointment__start_at__gt=at,
        appointment__received_at__lte=arrival.arrived_at,
        appointment__reach__isnull=True,
        state__in=(*WAITING, Notice.State.FAILED),
    )
    return int(lost.values("appointment").distinct().count())
