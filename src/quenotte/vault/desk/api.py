"""The desk's calls (docs/adr/0002-interfaces.md, The desk). Sealed things go out, decisions come in."""

import base64
import binascii
import json
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import wraps
from typing import Any, Concatenate
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from quenotte.register import acts
from quenotte.register.derived.forms import definition
from quenotte.vault.agenda import services as agenda
from quenotte.vault.agenda.models import Appointment, Resource, WeeklyHours
from quenotte.vault.answers import answer, instant, refused, unknown
from quenotte.vault.desk import services
from quenotte.vault.desk.models import Computer, Invitation, Session
from quenotte.vault.intake.models import Submission
from quenotte.vault.intake.services import current_card
from quenotte.vault.practices import hosting
from quenotte.vault.practices import services as practices
from quenotte.vault.practices.declared import (
    asks_for_a_certificate,
    questionnaires_closed,
    readable_of,
    today,
)
from quenotte.vault.practices.models import Grant

# Under https the browser itself refuses these names from another host or path (RFC 6265bis).
PREFIX = "__Host-" if settings.SECURE else ""
COMPUTER, SESSION = f"{PREFIX}computer", f"{PREFIX}session"
COMPUTER_LASTS = timedelta(days=365)
MOST_CARD = 8192
Status = Appointment.Status
SHOWN = (Status.REQUESTED, Status.CONFIRMED, Status.CANCELLED)


def _same_origin(request: HttpRequest) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin") == settings.DESK_URL


def _body(request: HttpRequest) -> dict[str, Any]:
    try:
        raw = json.loads(request.body or b"{}")
    except (ValueError, RecursionError):
        return {}
    return raw if isinstance(raw, dict) else {}


def _bearer(request: HttpRequest) -> str:
    scheme, _, code = request.headers.get("Authorization", "").partition(" ")
    return code if scheme == "Bearer" else ""


def _computer(request: HttpRequest) -> Computer | None:
    token = request.COOKIES.get(COMPUTER)
    return services.computer(token) if token else None


def _cookie(response: HttpResponse, name: str, token: str, lasts: timedelta | None = None) -> None:
    """Kept by the browser as long as it says; without a time, until the browser is closed."""
    response.set_cookie(
        name,
        token,
        max_age=int(lasts.total_seconds()) if lasts else None,
        httponly=True,
        samesite="Strict",
        secure=settings.SECURE,
    )


def own_page[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Only the desk's own pages may change anything: no other site's form or script."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method not in ("GET", "HEAD") and not _same_origin(request):
            return refused(None, "signed-out", 401)
        return view(request, *args, **kwargs)

    return guarded


def signed_in[**P](
    view: Callable[Concatenate[HttpRequest, Session, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Only members with a session on this registered computer."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        on, token = _computer(request), request.COOKIES.get(SESSION)
        held = services.session(on=on, token=token, at=timezone.now()) if on and token else None
        if held is None:
            return refused(None, "signed-out", 401)
        return view(request, held, *args, **kwargs)

    return own_page(guarded)


@require_POST
@own_page
def register(request: HttpRequest) -> HttpResponse:
    on = _computer(request)
    try:
        token = services.register(
            code=_bearer(request), at=timezone.now(), only_for=on.practice if on else None
        )
    except services.Refused:
        return refused("code", "unknown", 401)
    except services.OtherPractice:
        return refused("code", "other-practice", 409)
    response = HttpResponse(status=204)
    if token is not None:
        _cookie(response, COMPUTER, token, COMPUTER_LASTS)
    return response


@require_GET
def door(request: HttpRequest) -> JsonResponse:
    return answer(services.door(_computer(request)))


@require_POST
@own_page
def challenge(request: HttpRequest) -> HttpResponse:
    on = _computer(request)
    if on is None:
        return refused(None, "signed-out", 401)
    try:
        made, member = services.challenge(on=on, member=_uuid(_body(request)), at=timezone.now())
    except services.Refused:
        return refused("member", "unknown")
    return answer(
        {"challenge": made.challenge, "sealed_key": base64.b64encode(member.sealed_key).decode()}
    )


def _uuid(body: dict[str, Any]) -> str:
    member = body.get("member")
    try:
        return str(UUID(str(member)))
    except ValueError:
        raise services.Refused from None


@require_POST
@own_page
def sign_in(request: HttpRequest) -> HttpResponse:
    on, body = _computer(request), _body(request)
    if on is None:
        return refused(None, "signed-out", 401)
    try:
        entered = services.sign_in(
            on=on, member=_uuid(body), proof=str(body.get("proof")), at=timezone.now()
        )
    except services.Refused:
        return refused("proof", "unknown")
    member, practice = entered.session.member, on.practice
    card = current_card(practice)
    with translation.override(_language(body)):
        forms = {key: definition(one, gettext) for key, one in readable_of(practice).items()}
    response = answer(
        {
            "member": {"id": str(member.id), "name": member.name, "role": member.role},
            "practice": {"slug": practice.slug, "name": practice.name, "zone": practice.zone},
            "fingerprint": practice.fingerprint,
            "grants": [
                {"key": grant.key, "sealed": base64.b64encode(grant.sealed).decode()}
                for grant in entered.grants
            ],
            "card": card.jws if card else None,
            "forms": forms,
        }
    )
    _cookie(response, SESSION, entered.token)
    return response


def _language(body: dict[str, Any]) -> str:
    language = body.get("language")
    return language if language in dict(settings.LANGUAGES) else "en"


@require_POST
@own_page
def sign_out(request: HttpRequest) -> HttpResponse:
    """Always ends well: the lock must work whatever the session's state."""
    on, token = _computer(request), request.COOKIES.get(SESSION)
    held = services.session(on=on, token=token, at=timezone.now()) if on and token else None
    if held is not None:
        services.sign_out(session=held)
    response = HttpResponse(status=204)
    response.delete_cookie(SESSION, samesite="Strict")
    return response


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
    closed = questionnaires_closed(practice, at=at)
    return {
        "days_left": hosting.days_left(today(practice, at)),
        "closed": closed.value if closed else None,
        "asked": asks_for_a_certificate(practice),
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
    jwe = _body(request).get("jwe")
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
    act = agenda.confirm if decision == "confirm" else agenda.decline
    language = request.GET.get("language", "fr")
    try:
        moved = act(practice=session.practice, id=str(id), at=timezone.now())
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


@require_http_methods(["GET", "POST"])
@own_page
def setup(request: HttpRequest) -> HttpResponse:
    """Set a practice up with the invitation's code, once (practices.services.set_up)."""
    at = timezone.now()
    used = (
        request.method == "POST"
    )  # an answer may have been lost: the same again is answered again
    try:
        found = services.invitation(
            code=_bearer(request), kind=Invitation.Kind.SETUP, at=at, used=used
        )
    except services.Refused:
        return refused("code", "unknown", 401)
    practice, member = found.practice, found.member
    if member is None:
        return unknown()
    if request.method == "GET":
        return answer(
            {
                "practice": {"slug": practice.slug, "name": practice.name, "zone": practice.zone},
                "country": practice.country,
                "relay": settings.RELAY_FINGERPRINT,
                "member": {"id": str(member.id), "name": member.name, "role": member.role},
                "done": practice.is_open(),
            }
        )
    try:
        made = _made(_body(request))
        published, token = services.set_up(found=found, member=member, made=made, at=at)
    except (KeyError, TypeError, ValueError, binascii.Error):
        return refused(None, "malformed")
    except services.Refused:
        return refused("code", "unknown", 401)
    except practices.Refused as refusal:
        return refused("setup", "refused", said=str(refusal))
    response = answer({"fingerprint": published.practice.fingerprint}, 201)
    _cookie(response, COMPUTER, token, COMPUTER_LASTS)
    return response


def _made(body: dict[str, Any]) -> practices.SetUp:
    def seals(name: str) -> tuple[practices.Seal, ...]:
        return tuple(
            practices.Seal(str(each["key"])[:32], base64.b64decode(each["sealed"], validate=True))
            for each in body[name][:32]
        )

    return practices.SetUp(
        recipient=str(body["member"]["recipient"]),
        signing={name: str(body["member"]["signing"][name]) for name in ("kty", "crv", "x")},
        sealed_key=base64.b64decode(body["member"]["sealed_key"], validate=True),
        grants=seals("grants"),
        sheet=seals("sheet"),
        card=str(body["card"]),
        proof=str(body["proof"]),
    )
