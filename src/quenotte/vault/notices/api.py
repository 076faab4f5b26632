"""The relay's calls. Only the relay whose key the vault pinned may make them."""

import base64
import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from quenotte.base import jws
from quenotte.vault.answers import answer, instant, refused
from quenotte.vault.notices import services
from quenotte.vault.notices.models import Notice
from quenotte.vault.practices.addresses import vault_url

CALL_TYP = "quenotte-relay-call"
MOST_LEASED = 100
REASONS = ("", "refused", "unreachable", "no-key", "not-a-reach")
OUTCOMES = ("SENT", "RETRY", "FAILED")


class NotTheRelay(Exception):
    """The call was not signed by the relay, for us, just now."""


def _check(request: HttpRequest) -> None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    try:
        payload, _ = jws.read(
            token, typ=CALL_TYP, fingerprint_of_signer=settings.RELAY_FINGERPRINT or "none"
        )
        now = timezone.now().timestamp()
        issued, ends = float(payload["iat"]), float(payload["exp"])
    except (jws.NotSigned, KeyError, TypeError, ValueError):
        raise NotTheRelay from None
    fresh = issued - 30 <= now <= ends and ends - issued <= 60
    if scheme != "Bearer" or payload.get("aud") != "quenotte-vault" or not fresh:
        raise NotTheRelay


def _body(request: HttpRequest) -> dict[str, Any]:
    try:
        raw = json.loads(request.body or b"{}")
    except (ValueError, RecursionError):
        return {}
    return raw if isinstance(raw, dict) else {}


@require_http_methods(["PUT"])
def months(request: HttpRequest) -> HttpResponse:
    try:
        _check(request)
        services.take_months(
            token=str(_body(request).get("jws")),
            fingerprint=settings.RELAY_FINGERPRINT,
            at=timezone.now(),
        )
    except (NotTheRelay, jws.NotSigned):
        return refused(None, "unknown", 401)
    return HttpResponse(status=204)


@require_POST
def lease(request: HttpRequest) -> JsonResponse:
    try:
        _check(request)
    except NotTheRelay:
        return refused(None, "unknown", 401)
    most = _body(request).get("most", 20)
    most = most if isinstance(most, int) and 0 < most <= MOST_LEASED else 20
    leased = services.lease(most=most, at=timezone.now())
    return answer({"notices": [_notice(notice) for notice in leased]})


def _notice(notice: Notice) -> dict[str, Any]:
    """All that the relay composes from; the reach is sealed to the relay alone."""
    appointment, practice = notice.appointment, notice.practice
    reach = getattr(appointment, "reach", None)
    return {
        "id": str(notice.id),
        "template": notice.template,
        "message_id": f"<{notice.id}@{practice.host}>",
        "reach": {"month": reach.month, "age": base64.b64encode(reach.sealed).decode()}
        if reach
        else None,
        "practice": practice.card(),
        "vault_url": vault_url(practice),
        "fingerprint": practice.fingerprint,
        "about": str(appointment.id),
        "appointment": {
            "id": str(appointment.id),
            "start": instant(appointment.start_at),
            "minutes": appointment.minutes,
            "status": appointment.status,
            "sequence": appointment.sequence,
            "zone": practice.zone,
            "answer_by": instant(appointment.answer_by),
        },
    }


@require_POST
def sending(request: HttpRequest, id: UUID) -> HttpResponse:
    try:
        _check(request)
        services.sending(id=str(id), at=timezone.now())
    except NotTheRelay:
        return refused(None, "unknown", 401)
    except services.LeaseLost:
        return refused(None, "changed", 409)
    return HttpResponse(status=204)


@require_POST
def outcome(request: HttpRequest, id: UUID) -> HttpResponse:
    body = _body(request)
    try:
        _check(request)
        if body.get("outcome") not in OUTCOMES or body.get("reason", "") not in REASONS:
            return refused("outcome", "unknown")
        services.outcome(
            id=str(id), outcome=body["outcome"], reason=body.get("reason", ""), at=timezone.now()
        )
    except NotTheRelay:
        return refused(None, "unknown", 401)
    except services.LeaseLost:
        return refused(None, "changed", 409)
    return HttpResponse(status=204)
