"""The desk's calls (docs/adr/0002-interfaces.md, The desk). Sealed things go out, decisions come in."""

import base64
import binascii
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from quenotte.register import acts
from quenotte.vault.agenda import services as agenda
from quenotte.vault.agenda.models import Appointment, Resource, WeeklyHours
from quenotte.vault.answers import answer, instant, refused, unknown
from quenotte.vault.desk import seats, services, sessions
from quenotte.vault.desk.coming import challenged
from quenotte.vault.desk.entrance import (
    COMPUTER,
    COMPUTER_LASTS,
    FACTOR,
    SESSION,
    bearer,
    body_of,
    computer,
    keep_cookie,
    own_page,
    signed_in,
    way,
)
from quenotte.vault.desk.models import Session
from quenotte.vault.intake.models import Submission
from quenotte.vault.journal import services as journal
from quenotte.vault.practices import choices, hosting
from quenotte.vault.practices.declared import (
    asks_for_a_certificate,
    questionnaires_closed,
    today,
)
from quenotte.vault.practices.models import Grant

MOST_CARD = 8192
Status = Appointment.Status
SHOWN = (Status.REQUESTED, Status.CONFIRMED, Status.CANCELLED)


@require_POST
@own_page
def register(request: HttpRequest) -> HttpResponse:
    on = computer(request)
    try:
        token = services.register(
            code=bearer(request), at=timezone.now(), only_for=on.practice if on else None
        )
    except services.Refused:
        return refused("code", "unknown", 401)
    except services.OtherPractice:
        return refused("code", "other-practice", 409)
    response = HttpResponse(status=204)
    if token is not None:
        keep_cookie(response, COMPUTER, token, COMPUTER_LASTS)
    return response


@require_GET
def door(request: HttpRequest) -> JsonResponse:
    return answer(services.door(computer(request), at=timezone.now()))


@require_POST
@own_page
def challenge(request: HttpRequest) -> HttpResponse:
    try:
        member = _uuid(body_of(request))
    except services.Refused:
        return refused("member", "unknown") if way(request) else refused(None, "signed-out", 401)
    on = way(request, member=member)
    if on is None:
        return refused(None, "signed-out", 401)
    return challenged(on, member, timezone.now())


def _uuid(body: dict[str, Any]) -> str:
    member = body.get("member")
    try:
        return str(UUID(str(member)))
    except ValueError:
        raise services.Refused from None


@require_POST
@own_page
def sign_in(request: HttpRequest) -> HttpResponse:
    body = body_of(request)
    try:
        who = _uuid(body)
    except services.Refused:
        return refused("proof", "unknown") if way(request) else refused(None, "signed-out", 401)
    on = way(request, member=who)
    if on is None:
        return refused(None, "signed-out", 401)
    at = timezone.now()
    try:
        begun = services.sign_in(
            on=on,
            member=who,
            proof=str(body.get("proof")),
            at=at,
            instead_of=request.COOKIES.get(SESSION),
        )
    except services.Refused:
        return refused("proof", "unknown")
    response = answer(seats.answer_of(begun, language=_language(body), at=at))
    keep_cookie(response, SESSION, begun.token)
    if on.passed is not None:
        response.delete_cookie(FACTOR, samesite="Strict")
    return response


def _language(body: dict[str, Any]) -> str:
    language = body.get("language")
    return language if language in dict(settings.LANGUAGES) else "en"


@require_POST
@own_page
def sign_out(request: HttpRequest) -> HttpResponse:
    """Always ends well: the lock must work whatever the session's state."""
    token = request.COOKIES.get(SESSION)
    if token is not None:
        sessions.end(token=token)
    response = HttpResponse(status=204)
    response.delete_cookie(SESSION, samesite="Strict")
    return response


@require_http_methods(["PUT"])
@signed_in
def mine(request: HttpRequest, session: Session) -> HttpResponse:
    """Keep what a person signed for themselves, sealed to them: nobody here reads it."""
    try:
        sealed = base64.b64decode(str(body_of(request).get("age")), validate=True)
        seats.keep_mine(session=session, sealed=sealed)
    except (binascii.Error, seats.NotSealed):
        return refused("age", "not-sealed")
    return HttpResponse(status=204)


@require_GET
@signed_in
def day(request: HttpRequest, session: Session) -> HttpResponse:
    practice, at = session.practice, timezone.now()
    zone = ZoneInfo(practice.zone)
    try:
        wanted = date.fromisoformat(request.GET.get("date", at.astimezone(zone).date().isoformat()))
        first = datetime.combine(wanted, time(), zone)
        last = datetime.combine(wanted + timedelta(days=1), time(), zone)
    except (ValueError, OverflowError):
        return refused("date", "malformed")
    rows = Appointment.objects.of(practice).select_related("type", "resource")
    language = request.GET.get("language", "fr")
    shown = rows.filter(start_at__gte=first, start_at__lt=last, status__in=SHOWN).order_by(
        "start_at"
    )
    asked = rows.filter(status=Status.REQUESTED, answer_by__gt=at).order_by("received_at")
    return answer(
        {
            "date": wanted.isoformat(),
            "now": instant(at),
            "zone": practice.zone,
            "resources": [
                {"id": held.slug, "name": held.name} for held in Resource.objects.of(practice)
            ],
            "hours": [
                {
                    "resource": held.resource.slug,
                    "opens": held.opens.strftime("%H:%M"),
                    "closes": held.closes.strftime("%H:%M"),
                }
                for held in WeeklyHours.objects.of(practice)
                .select_related("resource")
                .filter(weekday=wanted.weekday())
                .order_by("opens")
            ],
            "appointments": _appointments(session, list(shown), language),
            "requests": _appointments(session, list(asked[:200]), language),
            "hosting": _hosting(session, at),
        }
    )


def _hosting(session: Session, at: datetime) -> dict[str, Any]:
    """Said to everybody at the desk: when the host's certificate ends, and whether that closed anything."""
    practice = session.practice
    history = choices.history(practice)
    closed = questionnaires_closed(practice, history, at=at)
    return {
        "days_left": hosting.days_left(today(practice, at)),
        "closed": closed.value if closed else None,
        "asked": asks_for_a_certificate(practice, history),
    }


def _appointments(session: Session, rows: list[Appointment], language: str) -> list[dict[str, Any]]:
    held: dict[tuple[int, str], Submission] = {}
    sent = Submission.objects.of(session.practice).filter(about__in=rows, replaced_at=None)
    for submission in sent.prefetch_related("parts"):
        held[submission.about_id or 0, submission.activity] = submission
    return [_appointment(row, held, language) for row in rows]


def _appointment(
    row: Appointment, held: dict[tuple[int, str], Submission], language: str
) -> dict[str, Any]:
    request, answers = held.get((row.pk, "appointment")), held.get((row.pk, "questionnaire"))
    return {
        "id": str(row.id),
        "start": instant(row.start_at),
        "minutes": row.minutes,
        "type": row.type.name(language),
        "resource": row.resource.slug,
        "status": row.status,
        "answer_by": instant(row.answer_by),
        "received_at": instant(row.received_at),
        "card": _card(request),
        "parts": sorted(part.part for part in request.parts.all()) if request else [],
        "questionnaire": {
            "id": str(answers.id),
            "received_at": instant(answers.received_at),
            "card": _card(answers),
        }
        if answers
        else None,
    }


def _card(submission: Submission | None) -> str | None:
    return bytes(submission.card).decode("ascii") or None if submission else None


@require_GET
@signed_in
def envelope(
    request: HttpRequest, session: Session, activity: str, id: UUID, part: str
) -> HttpResponse:
    """One envelope, to a member who was granted its key; to others it is not there."""
    try:
        acts.allow(activity, acts.Act.READ, purpose=activity)  # the desk has no other (P27)
    except acts.Refused:
        return unknown()
    found = (
        Submission.objects.of(session.practice)
        .select_related("about")
        .filter(activity=activity, id=id, replaced_at=None)
        .first()
    )
    sealed = found.parts.filter(part=part).first() if found else None
    if found is None or sealed is None or not _granted(session, found.key):
        return unknown()
    journal.write(
        practice=session.practice,
        who=session.member,
        act=journal.Act.OPENED,
        what=f"{activity}/{id}/{part}",
        purpose=activity,
        at=timezone.now(),
    )
    return answer(
        {
            "activity": found.activity,
            "id": str(found.id),
            "part": part,
            "key": found.key,
            "about": str(found.about.id) if found.about else None,
            "age": base64.b64encode(sealed.sealed).decode(),
            "received_at": instant(found.received_at),
            "form": found.activity,
            "version": found.version,
        }
    )


def _granted(session: Session, key: str) -> bool:
    return Grant.objects.of(session.practice).filter(member=session.member, key=key).exists()


@require_http_methods(["PUT"])
@signed_in
def card(request: HttpRequest, session: Session, activity: str, id: UUID) -> HttpResponse:
    """Keep the desk's small sealed card for its lists."""
    jwe = body_of(request).get("jwe")
    if not isinstance(jwe, str) or not jwe.isascii() or len(jwe) > MOST_CARD or jwe.count(".") != 4:
        return refused("jwe", "malformed")
    found = (
        Submission.objects.of(session.practice)
        .filter(activity=activity, id=id, replaced_at=None)
        .first()
    )
    if found is None or not _granted(session, found.key):
        return unknown()
    found.card = jwe.encode()
    found.save(update_fields=["card"])
    return HttpResponse(status=204)


@require_POST
@signed_in
def decide(request: HttpRequest, session: Session, id: UUID, decision: str) -> HttpResponse:
    act = {"confirm": agenda.confirm, "decline": agenda.decline, "cancel": agenda.call_off}[
        decision
    ]
    language = request.GET.get("language", "fr")
    try:
        moved = act(practice=session.practice, id=str(id), who=session.member, at=timezone.now())
    except agenda.Refused:
        return unknown()
    except agenda.Changed as changed:
        return refused(
            "status",
            "changed",
            409,
            appointment=_appointments(session, [changed.appointment], language)[0],
        )
    return answer(_appointments(session, [moved], language)[0])
