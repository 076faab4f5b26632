"""The health page for support: numbers and dates of one practice, for an hour, on its own code (P76, P56).

Nothing of it concerns a patient. Without the practice's instruction `support` the code opens nothing.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from quenotte.base import jws
from quenotte.base.instruction import NotInstructed
from quenotte.vault.agenda.models import Appointment
from quenotte.vault.answers import instant
from quenotte.vault.instructions.deeds import PURPOSE, on_instruction
from quenotte.vault.journal import services as journal
from quenotte.vault.journal.models import Act, Head, SupportCode
from quenotte.vault.notices.models import Notice
from quenotte.vault.practices import hosting
from quenotte.vault.practices.declared import today
from quenotte.vault.practices.models import Member, Practice

LASTS = timedelta(hours=1)
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that sounds or looks like another
_GROUPS, _OF = 3, 4


class Refused(NotInstructed):
    """Nothing is shown. The message says what to ask the practice for."""


@dataclass(frozen=True)
class Health:
    """What support may know of a practice."""

    last_unlock_at: datetime | None
    unanswered: int
    oldest_answer_by: datetime | None
    failing: int
    certificate_ends: date | None
    certificate_days: int | None
    sheet_proved_at: datetime | None
    sheet_days: int | None
    entries: int
    journal: tuple[str, ...]  # what is wrong with the journal, in words

    def lines(self) -> list[str]:
        """For the terminal: one fact a line."""
        return [
            f"last unlock            {_said(self.last_unlock_at)}",
            f"unanswered requests    {self.unanswered}"
            + (f", the first ends {_said(self.oldest_answer_by)}" if self.unanswered else ""),
            f"failing messages       {self.failing}",
            f"hosting certificate    {_days(self.certificate_ends, self.certificate_days, 'left')}",
            f"recovery sheet proof   {_days(self.sheet_proved_at, self.sheet_days, 'old')}",
            f"journal                {self.entries} entries, {'; '.join(self.journal) or 'whole'}",
        ]


def _said(at: datetime | None) -> str:
    return instant(at) if at else "none"


def _days(when: date | datetime | None, days: int | None, word: str) -> str:
    if when is None or days is None:
        return "none"
    said = instant(when) if isinstance(when, datetime) else when.isoformat()
    return f"{said}, {days} days {word}"


@transaction.atomic
def admit(*, practice: Practice, member: Member, at: datetime) -> tuple[str, datetime]:
    """A new code, good for an hour; the one before ends. Only its hash is kept."""
    code = "-".join("".join(secrets.choice(_LETTERS) for _ in range(_OF)) for _ in range(_GROUPS))
    until = at + LASTS
    SupportCode.objects.of(practice).update_or_create(
        practice=practice, defaults={"code_hash": _hashed(code), "until": until}
    )
    journal.write(
        practice=practice,
        who=member,
        act=Act.CHANGED,
        what="support/code",
        purpose=PURPOSE,
        at=at,
    )
    return code, until


def health(*, slug: str, code: str, at: datetime, number: int | None = None) -> Health:
    """The health page, on the practice's instruction and its code; the journal says that it was read."""
    with on_instruction(slug=slug, act="support", number=number, at=at) as deed:
        admitted = SupportCode.objects.of(deed.practice).filter(until__gt=at)
        if not admitted.filter(code_hash=_hashed(code)).exists():
            raise Refused("this code is none, or its hour is over: ask the practice for a new one")
        deed.write(Act.OPENED, "support/health")
    return _read(deed.practice, at)


def _hashed(code: str) -> str:
    plain = code.upper().replace("-", "").replace(" ", "")
    return jws.b64(hashlib.sha256(plain.encode()).digest())


def _read(practice: Practice, at: datetime) -> Health:
    waiting = Appointment.objects.of(practice).filter(
        status=Appointment.Status.REQUESTED, answer_by__gt=at
    )
    day, ends = today(practice, at), hosting.facts().ends_on
    verdict = journal.check(practice)
    signed = Head.objects.of(practice).order_by("-received_at").first()
    first = waiting.order_by("answer_by").first()
    proved = practice.proved_at
    return Health(
        last_unlock_at=signed.received_at if signed else None,
        unanswered=waiting.count(),
        oldest_answer_by=first.answer_by if first else None,
        failing=Notice.objects.of(practice).filter(state=Notice.State.FAILED).count(),
        certificate_ends=ends,
        certificate_days=(ends - day).days if ends else None,
        sheet_proved_at=proved,
        sheet_days=(at - proved).days if proved else None,
        entries=verdict.to.number if verdict.to else 0,
        journal=tuple(str(problem) for problem in verdict.problems),
    )
