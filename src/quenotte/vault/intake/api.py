"""The patients' calls: each view reads, makes one call, and translates (docs/adr/0002-interfaces.md)."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from quenotte.vault.agenda import services as agenda
from quenotte.vault.agenda import slots as times
from quenotte.vault.agenda.calendar import entry
from quenotte.vault.agenda.models import Appointment, AppointmentType
from quenotte.vault.answers import answer, instant, refused, unknown
from quenotte.vault.hosts import PracticeRequest
from quenotte.vault.intake import services, wire
from quenotte.vault.intake.models import Submission
from quenotte.vault.notices import services as notices
from quenotte.vault.practices import successions
from quenotte.vault.practices.models import Practice

MOST_DAYS = 31


def keys(practice: Practice) -> dict[str, Any]:
    """What a page needs before it can seal anything."""
    card = services.current_card(practice)
    months = notices.months()
    if card is None or months is None:
        return {"open": False}
    published: dict[str, Any] = {"open": True, "card": card.jws, "relay": months.jws}
    followed = successions.tokens(practice)
    return published | ({"successions": followed} if followed else {})


@require_GET
def card(request: PracticeRequest, practice: str) -> JsonResponse:
    if practice != request.practice.slug:
        return unknown()
    return answer(keys(request.practice))


@require_GET
def slots(request: PracticeRequest, practice: str) -> JsonResponse:
    if practice != request.practice.slug:
        return unknown()
    at = timezone.now()
    today = at.astimezone(ZoneInfo(request.practice.zone)).date()
    kind = (
        AppointmentType.objects.of(request.practice)
        .filter(slug=request.GET.get("type", ""))
        .first()
    )
    if kind is None:
        return refused("type", "unknown")
    try:
        first = max(date.fromisoformat(request.GET.get("from", today.isoformat())), today)
        days = int(request.GET.get("days", "14"))
    except (ValueError, OverflowError):
        return refused("start", "malformed")
    days = max(1, min(days, MOST_DAYS))
    horizon = times.horizon_date(request.practice, at)
    if first > horizon:
        return refused("start", "too-far")
    found = times.free(practice=request.practice, type=kind, first_date=first, days=days, at=at)
    following = first + timedelta(days=days)
    return answer(
        {
            "zone": request.practice.zone,
            "type": kind.slug,
            "minutes": kind.minutes,
            "days": _by_day(found, request.practice.zone),
            "next": following.isoformat() if following <= horizon else None,
        }
    )


def _by_day(found: list[times.Slot], zone: str) -> list[dict[str, Any]]:
    days: dict[str, list[dict[str, str]]] = {}
    for slot in found:
        day = slot.start_at.astimezone(ZoneInfo(zone)).date().isoformat()
        days.setdefault(day, []).append(_slot(slot))
    return [{"date": day, "slots": held} for day, held in days.items()]


def _slot(slot: times.Slot) -> dict[str, str]:
    return {"start": instant(slot.start_at), "resource": slot.resource}


@require_http_methods(["PUT"])
def receive(request: PracticeRequest, practice: str, activity: str, id: str) -> JsonResponse:
    if practice != request.practice.slug:
        return unknown()
    if int(request.META.get("CONTENT_LENGTH") or 0) > wire.MOST_BYTES:
        return refused("parts", "too-large", 413)
    try:
        sent = wire.read(
            body=request.read(wire.MOST_BYTES + 1),
            id=id,
            authorization=request.headers.get("Authorization"),
        )
        kept = services.receive(
            practice=request.practice, activity=activity, sent=sent, at=timezone.now()
        )
    except wire.Malformed as fault:
        return refused(fault.field, fault.reason, 413 if fault.reason == "too-large" else 422)
    except (services.Refused, agenda.Refused) as refusal:
        if refusal.field is None and refusal.reason == "unknown":
            return unknown()
        return refused(refusal.field, refusal.reason)
    except services.KeyRetired:
        return answer(keys(request.practice), 410)
    except agenda.Taken as taken:
        return answer(
            {"taken": True, "alternatives": [_slot(slot) for slot in taken.alternatives]}, 409
        )
    return answer(_kept(kept.submission), 200 if kept.again else 201)


def _kept(submission: Submission) -> dict[str, Any]:
    about = submission.about if submission.activity == "appointment" else None
    return {
        "kept": str(submission.id),
        "received_at": instant(submission.received_at),
        "status": about.status if about else None,
        "answer_by": instant(about.answer_by) if about else None,
    }


def _linked(request: PracticeRequest, practice: str) -> Appointment:
    if practice != request.practice.slug:
        raise services.Refused(None, "unknown")
    link_hash = wire.secret_hash(request.headers.get("Authorization"))
    return services.by_link(practice=request.practice, link_hash=link_hash)


def _link(practice: Practice, appointment: Appointment) -> dict[str, Any]:
    sent = (
        Submission.objects.of(practice)
        .filter(activity="questionnaire", about=appointment, replaced_at=None)
        .first()
    )
    return {
        "appointment": {
            "id": str(appointment.id),
            "start": instant(appointment.start_at),
            "minutes": appointment.minutes,
            "type": appointment.type.slug,
            "resource": appointment.resource.name,
            "status": appointment.status,
            "answer_by": instant(appointment.answer_by),
            "open": services.admits(appointment, timezone.now()),
        },
        "questionnaire": {"received_at": instant(sent.received_at)} if sent else None,
    }


@require_GET
def link(request: PracticeRequest, practice: str) -> JsonResponse:
    try:
        return answer(_link(request.practice, _linked(request, practice)))
    except (services.Refused, wire.Malformed):
        return unknown()


@require_POST
def cancel(request: PracticeRequest, practice: str) -> JsonResponse:
    try:
        link_hash = _linked(request, practice).link_hash
        agenda.cancel(practice=request.practice, link_hash=link_hash, at=timezone.now())
        return answer(_link(request.practice, _linked(request, practice)))
    except (services.Refused, wire.Malformed):
        return unknown()
    except agenda.Refused as refusal:
        return refused(refusal.field, refusal.reason)
    except agenda.Changed:
        return refused("link", "ended")


@require_GET
def calendar(request: PracticeRequest, practice: str) -> HttpResponse:
    try:
        appointment = _linked(request, practice)
    except (services.Refused, wire.Malformed):
        return unknown()
    file = entry(appointment=appointment, card=request.practice.card(), at=timezone.now())
    response = HttpResponse(file, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "no-store"
    return response
