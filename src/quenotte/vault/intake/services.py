"""Patients' forms enter sealed, or not at all.

One transaction keeps the submission, takes the time and queues the message. What the server could
read itself is refused; so is what was sealed to another key.
"""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from quenotte import envelope
from quenotte.register import Activity, acts
from quenotte.vault.agenda import services as agenda
from quenotte.vault.agenda.models import Appointment
from quenotte.vault.intake.models import SealedPart, Submission
from quenotte.vault.intake.wire import Sent, SentPart
from quenotte.vault.notices import services as notices
from quenotte.vault.notices.models import Reach
from quenotte.vault.practices.declared import offered_of, questionnaires_closed, version_of
from quenotte.vault.practices.models import KeyCard, Practice

LEAST_PADDED = 4096
LEAST_REACH = 1024
MOST_PART = 512 * 1024


class Refused(Exception):
    """Nothing was stored. `field` and `reason` are the codes of docs/adr/0002-interfaces.md."""

    def __init__(self, field: str | None, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field, self.reason = field, reason


class KeyRetired(Exception):
    """It was sealed to a key that is no longer current; seal again to the card's."""


class Kept:
    """What the patient's page is told: kept, since when, and until when an answer comes."""

    def __init__(self, submission: Submission, *, again: bool) -> None:
        self.submission, self.again = submission, again


def receive(*, practice: Practice, activity: str, sent: Sent, at: datetime) -> Kept:
    """Keep what a patient sealed for a practice. A repeat of the same id is not a second one.

    Refuses what we could read ourselves: plain bytes, a classical lock, more than one lock, a key
    that the practice has retired. What the practice switched off is unknown (P5); a new questionnaire
    is refused while its hosting lacks what the law asks for (P17).
    """
    declared = offered_of(practice).get(activity)
    if declared is None:
        raise Refused(None, "unknown")
    if (kept := _kept(practice, activity, sent)) is not None:
        return kept
    if activity == "questionnaire" and questionnaires_closed(practice, at=at):
        raise Refused("form", "closed")
    _check(practice, declared, sent)
    keep = _appointment if activity == "appointment" else _questionnaire
    try:
        submission = keep(practice, declared, sent, at)
    except (agenda.Taken, IntegrityError) as fault:
        # The same id came in twice at once, and the first of them has the time; or somebody else.
        if (kept := _kept(practice, activity, sent)) is not None:
            return kept
        if isinstance(fault, agenda.Taken):
            raise
        raise Refused("link", "used") from None  # the link is somebody's already
    return Kept(submission, again=False)


def _kept(practice: Practice, activity: str, sent: Sent) -> Kept | None:
    held = (
        Submission.objects.of(practice)
        .select_related("about")
        .filter(activity=activity, id=sent.id)
        .first()
    )
    if held is None:
        return None
    if held.link_hash != sent.link_hash:
        raise Refused("link", "used")
    return Kept(held, again=True)


def current_card(practice: Practice) -> KeyCard | None:
    """The newest key card; None before the recovery sheet was proven."""
    return KeyCard.objects.of(practice).order_by("-serial").first()


def _check(practice: Practice, activity: Activity, sent: Sent) -> None:
    if sent.form != activity.key or sent.version != version_of(activity):
        raise Refused("form", "wrong-form")
    card = current_card(practice)
    if card is None:
        raise Refused(None, "unavailable")
    if sent.key != card.keys[activity.seal.value]:
        if sent.key.partition("/")[0] != activity.seal.value:
            raise Refused("key", "unknown")
        raise KeyRetired
    if [part.part for part in sent.parts] != [part.value for part in activity.parts]:
        raise Refused("parts", "missing")
    for part in sent.parts:
        _check_sealed(part)


def _check_sealed(part: SentPart) -> None:
    if len(part.sealed) > MOST_PART:
        raise Refused("parts", "too-large")
    try:
        seen = envelope.look(part.sealed)
    except envelope.NotAnEnvelope:
        raise Refused("parts", "not-sealed") from None
    if seen.locks != (envelope.MLKEM768_X25519,):  # whose it is, the desk checks on opening
        raise Refused("parts", "wrong-lock")
    if not seen.padded(LEAST_PADDED):
        raise Refused("parts", "malformed")


def _check_reach(sent: Sent, appointment_end: datetime) -> bytes:
    if sent.reach is None:
        raise Refused("reach", "missing")
    try:
        seen = envelope.look(sent.reach.sealed)
    except envelope.NotAnEnvelope:
        raise Refused("reach", "not-sealed") from None
    if seen.locks != (envelope.X25519,) or len(sent.reach.sealed) > 8192:
        raise Refused("reach", "wrong-lock")
    if not seen.padded(LEAST_REACH):
        raise Refused("reach", "malformed")
    if sent.reach.month != appointment_end.strftime("%Y-%m"):
        raise Refused("reach", "malformed")
    published = notices.months()
    if published is None or sent.reach.month not in published.months:
        raise KeyRetired
    return sent.reach.sealed


def _appointment(practice: Practice, activity: Activity, sent: Sent, at: datetime) -> Submission:
    acts.allow(activity.key, acts.Act.RECEIVE, purpose="appointment")
    facts = sent.facts
    if facts.type is None:
        raise Refused("type", "missing")
    if facts.start_at is None:
        raise Refused("start", "missing")
    kind, candidates = agenda.offered(
        practice=practice, type=facts.type, resource=facts.resource, start_at=facts.start_at, at=at
    )
    ends = agenda.ends_at(facts.start_at, kind.minutes)
    sealed_reach = _check_reach(sent, ends)
    with transaction.atomic():
        appointment = agenda.request(
            practice=practice,
            id=sent.id,
            type=kind,
            candidates=candidates,
            start_at=facts.start_at,
            language=facts.language,
            link_hash=sent.link_hash,
            at=at,
        )
        submission = _keep(practice, activity, sent, appointment, at, clock_at=ends)
        Reach.objects.create(
            practice=practice,
            appointment=appointment,
            month=ends.strftime("%Y-%m"),
            sealed=sealed_reach,
        )
        notices.queue(appointment=appointment, template="appointment-requested", at=at)
    return submission


@transaction.atomic
def _questionnaire(practice: Practice, activity: Activity, sent: Sent, at: datetime) -> Submission:
    """Bound to the link's appointment, until it begins; a correction replaces the earlier answers (P16)."""
    acts.allow(activity.key, acts.Act.RECEIVE, purpose="questionnaire")
    if sent.secret_hash is None or sent.secret_hash != sent.link_hash:
        raise Refused("link", "unknown")
    if sent.reach is not None:
        raise Refused("reach", "unknown")
    appointment = by_link(practice=practice, link_hash=sent.link_hash, lock=True)
    if not admits(appointment, at):
        raise Refused("link", "ended")
    earlier = Submission.objects.of(practice).filter(
        activity=activity.key, about=appointment, replaced_at=None
    )
    SealedPart.objects.of(practice).filter(submission__in=earlier).delete()
    earlier.update(replaced_at=at, card=b"")
    return _keep(practice, activity, sent, appointment, at, clock_at=None)


def by_link(*, practice: Practice, link_hash: str, lock: bool = False) -> Appointment:
    """The appointment whose link this is. Another practice's is unknown like one that never was."""
    rows: Any = Appointment.objects.of(practice).select_related("type", "resource")
    if lock:
        rows = rows.select_for_update(of=("self",))
    found: Appointment | None = rows.filter(link_hash=link_hash).first()
    if found is None:
        raise Refused("link", "unknown")
    return found


def admits(appointment: Appointment, at: datetime) -> bool:
    """Whether the link still takes a questionnaire or a cancellation."""
    return appointment.status in agenda.OPEN and at < appointment.start_at


def _keep(
    practice: Practice,
    activity: Activity,
    sent: Sent,
    appointment: Appointment,
    at: datetime,
    *,
    clock_at: datetime | None,
) -> Submission:
    submission = Submission.objects.create(
        practice=practice,
        id=sent.id,
        activity=activity.key,
        version=sent.version,
        key=sent.key,
        about=appointment,
        link_hash=sent.link_hash,
        received_at=at,
        clock_at=clock_at,
    )
    SealedPart.objects.bulk_create(
        SealedPart(practice=practice, submission=submission, part=part.part, sealed=part.sealed)
        for part in sent.parts
    )
    return submission
