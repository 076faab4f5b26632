"""How far a practice had come when it was last here: what is older does not come back.

Outlives the practice's rows, so that nobody undoes with an old bundle what was erased or has gone on elsewhere.
"""

from datetime import datetime

from quenotte.vault.handover.models import Trace
from quenotte.vault.journal.models import Entry
from quenotte.vault.practices.models import Practice


class Older(Exception):
    """The bundle does not go on from where the practice stood here. The message says so."""


def leave(slug: str, journal: tuple[int, str], *, at: datetime) -> None:
    """The practice was taken, handed on or erased here, its journal being that long."""
    number, digest = journal
    Trace.objects.update_or_create({"number": number, "digest": digest, "left_at": at}, slug=slug)


def check(practice: Practice, journal: tuple[int, str]) -> None:
    """The journal that was just read holds the entry at which it ended here, and more. Older."""
    trace = Trace.objects.filter(slug=practice.slug).first()
    if trace is None:
        return
    if (trace.number, trace.digest) == journal:
        raise Older(f"this state of the practice {practice.slug} was here already")
    held = Entry.objects.of(practice).filter(number=trace.number, digest=trace.digest)
    if not held.exists():
        raise Older(
            f"the bundle does not go on from where the practice {practice.slug} stood here last, on"
            f" {trace.left_at:%Y-%m-%d}: it is older, or of another practice of that name"
        )
