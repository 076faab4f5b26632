"""What the practice agreed to and told its Publisher: kept, read anew each time, cited before an act (P56).

Whoever runs the machines can write rows here; a row counts when the practice's key signed it and it follows
the one before. The journal says which was the newest: when it is missing, nothing is done on the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from quenotte.base import chain, instruction, jws
from quenotte.base.instruction import Instruction, NotOne
from quenotte.vault.instructions import agreement as agreements
from quenotte.vault.instructions import models
from quenotte.vault.instructions.acts import WORDS
from quenotte.vault.journal import services as journal
from quenotte.vault.journal.models import Entry
from quenotte.vault.practices import successions
from quenotte.vault.practices.declared import today
from quenotte.vault.practices.models import Member, Practice

AGREEMENT_TYP = "quenotte-agreement"
CLOCKS_DIFFER = timedelta(minutes=10)
_ROW = "instruction/"  # how the journal names one, with its number
_AGREEMENT = {"v", "practice", "issued", "member", "text"}


class Refused(instruction.NotInstructed):
    """The practice did not instruct it, so nothing was done."""


@dataclass(frozen=True)
class Kept:
    """An instruction that verifies, and when it came."""

    instruction: Instruction
    received_at: datetime


@dataclass(frozen=True)
class Agreement:
    """An agreement that verifies, with the text under which the signature stands."""

    issued: datetime
    member: str
    digest: str
    token: str
    language: str
    text: str
    substance: str
    received_at: datetime


@transaction.atomic
def keep_first(
    *,
    practice: Practice,
    agreement: str,
    instructions: Sequence[str],
    member: str,
    at: datetime,
) -> None:
    """What is signed while the practice is set up: the agreement, and at least one instruction. NotOne."""
    keep_agreement(practice=practice, token=agreement, member=member, at=at)
    if not instructions:
        raise NotOne("instructions", "missing")
    for token in instructions:
        keep(practice=practice, token=token, member=member, at=at)


@transaction.atomic
def keep_agreement(*, practice: Practice, token: str, member: str, at: datetime) -> Agreement:
    """Keep a signature under the agreement. The newest one again is answered again.

    Refuses (NotOne) what the practice's key did not sign just now, what another member is said to have signed,
    and every text that this installation does not show today.
    """
    locked = Practice.objects.select_for_update().get(pk=practice.pk)
    before = agreement(locked)
    if before is not None and before.token == token:
        return before
    said = _agreed(token, locked.slug, frozenset({locked.fingerprint}))
    _just_now(said.issued, at)
    if said.member != member:
        raise NotOne("member", "unknown")
    shown = agreements.with_digest(locked, said.digest)
    if shown is None:
        raise NotOne("text", "changed")
    _write_down(locked, member, "agreement", at)
    row = models.Agreement.objects.create(
        practice=locked,
        jws=token,
        language=shown.language,
        text=shown.text,
        substance=agreements.substance(locked, shown.language),
        received_at=at,
    )
    return _whole(row, said)


def agreement(practice: Practice) -> Agreement | None:
    """The newest agreement that verifies: signed by the practice, with the text that it names.

    By a former key it was signed in that key's term, and before a successor signed one.
    """
    left, newest = list(successions.terms(practice)), None
    for row in models.Agreement.objects.of(practice).order_by("pk"):
        try:
            said = _agreed(row.jws, practice.slug, frozenset(term.fingerprint for term in left))
        except NotOne:
            continue
        by = next(at for at, term in enumerate(left) if term.fingerprint == said.signer)
        if left[by].covers(said.issued) and chain.digest(row.text) == said.digest:
            del left[:by]
            newest = _whole(row, said)
    return newest


@transaction.atomic
def keep(*, practice: Practice, token: str, member: str, at: datetime) -> Instruction:
    """Keep an instruction, whole or not at all. The newest one again is answered again.

    Refuses (NotOne) what the practice's key did not sign just now, what does not follow the newest one, what
    another member is said to have signed, a day that is over, and the withdrawal of what is not in force.
    """
    locked = Practice.objects.select_for_update().get(pk=practice.pk)
    kept = history(locked)
    before = kept[-1].instruction if kept else None
    if before is not None and before.token == token:
        return before
    told = instruction.read(
        token, practice=locked.slug, fingerprints=frozenset({locked.fingerprint})
    )
    number, previous = chain.follows(before)
    if told.number != number:
        raise NotOne("number", "replayed")
    if told.previous != previous:
        raise NotOne("previous", "replayed")
    _just_now(told.issued, at)
    if told.member != member:
        raise NotOne("member", "unknown")
    day = today(locked, at)
    if told.until is not None and told.until < day:
        raise NotOne("until", "past")
    if told.withdraws is not None and told.withdraws not in (
        one.number for one in instruction.in_force((each.instruction for each in kept), day)
    ):
        raise NotOne("withdraws", "unknown")
    # A row that does not verify was never the practice's: the next one takes its number.
    unverified = models.Instruction.objects.of(locked).filter(number__gte=number, set_aside_at=None)
    unverified.update(set_aside_at=at)
    models.Instruction.objects.create(practice=locked, number=number, jws=token, received_at=at)
    _write_down(locked, member, f"{_ROW}{number}", at)
    return told


def _write_down(practice: Practice, member: str, what: str, at: datetime) -> None:
    """Who signed it stands in the journal, whose end the members sign."""
    who = Member.objects.of(practice).filter(pk=member).first()
    if who is None:
        raise NotOne("member", "unknown")
    journal.write(
        practice=practice,
        who=who,
        act=journal.Act.CHANGED,
        what=what,
        purpose="instructions",
        at=at,
    )


def history(practice: Practice) -> list[Kept]:
    """All that verify, the oldest first: the chain from the first one, as far as it holds."""
    rows = models.Instruction.objects.of(practice).filter(set_aside_at=None).order_by("number")
    links = instruction.chained(rows, practice=practice.slug, terms=successions.terms(practice))
    return [Kept(told, row.received_at) for row, told in links]


def whole(practice: Practice) -> bool:
    """Whether the newest instruction that was signed is still there: a withdrawal cannot be taken out."""
    entries = Entry.objects.of(practice).filter(what__startswith=_ROW).order_by("-number")
    newest = entries.values_list("what", flat=True).first()
    return newest is None or int(newest.removeprefix(_ROW)) <= len(history(practice))


def in_force(practice: Practice, at: datetime) -> list[Instruction]:
    """Those that neither were withdrawn nor have run out, by the practice's calendar."""
    return instruction.in_force(
        (kept.instruction for kept in history(practice)), today(practice, at)
    )


def cite(
    *,
    practice: Practice,
    act: str,
    number: int | None = None,
    about: str | None = None,
    at: datetime,
) -> Instruction:
    """The instruction on which an act is done; `number` picks one of several, else the newest counts.

    `about` is what the act is done to; an instruction that names something else is none for it.
    Refused, with a sentence, when none is in force or the practice never signed the agreement.
    """
    if agreement(practice) is None:
        raise Refused(f"the practice {practice.slug} has not signed the processing agreement")
    if act != "restore" and not whole(practice):  # a backup may lack what was signed after it
        raise Refused(
            f"instructions that the practice {practice.slug} signed are missing here: nothing is done on"
            " the others"
        )
    standing = in_force(practice, at)
    found = [
        one
        for one in standing
        if act in one.acts
        and number in (None, one.number)
        and (about is None or one.about in (None, about))
    ]
    if found:
        return found[-1]
    title = WORDS[act].title
    if number is not None:
        raise Refused(
            f"instruction {number} of the practice {practice.slug} is not in force for this:"
            f" {title} ({act})"
        )
    raise Refused(f"the practice {practice.slug} has not instructed this: {title} ({act})")


def signed(practice: Practice) -> bool:
    """Whether the agreement and the first instructions are there."""
    return agreement(practice) is not None and bool(history(practice))


def tokens(practice: Practice) -> list[str]:
    """The chain as signed, for the site's feed: it verifies for itself what it publishes on."""
    if not whole(practice):
        return []
    return [kept.instruction.token for kept in history(practice)]


@dataclass(frozen=True)
class _Agreed:
    issued: datetime
    signer: str
    member: str
    digest: str


def _agreed(token: str, practice: str, ours: frozenset[str]) -> _Agreed:
    try:
        said, signer = jws.read(token, typ=AGREEMENT_TYP)
    except jws.NotSigned:
        raise NotOne("jws", "unsigned") from None
    if signer not in ours:
        raise NotOne("jws", "another-practice")
    if said.get("practice") != practice:
        raise NotOne("practice", "another-practice")
    if set(said) != _AGREEMENT or said["v"] != 1:
        raise NotOne("v", "unknown")
    if not isinstance(said["member"], str) or not isinstance(said["text"], str):
        raise NotOne("text", "malformed")
    return _Agreed(instruction.instant(said["issued"]), signer, said["member"], said["text"])


def _whole(row: models.Agreement, said: _Agreed) -> Agreement:
    return Agreement(
        issued=said.issued,
        member=said.member,
        digest=said.digest,
        token=row.jws,
        language=row.language,
        text=row.text,
        substance=row.substance,
        received_at=row.received_at,
    )


def _just_now(issued: datetime, at: datetime) -> None:
    if abs(issued - at) > CLOCKS_DIFFER:
        raise NotOne("issued", "malformed")
