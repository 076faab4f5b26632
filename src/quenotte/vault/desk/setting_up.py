"""The calls of a practice's set-up (docs/adr/0016-keys-and-people.md). The invitation's code opens them.

Nothing is published before the one POST, and that carries the proof of the recovery sheet.
"""

import base64
import binascii
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods

from quenotte.base.instruction import NotOne
from quenotte.vault.answers import answer, instant, refused, unknown
from quenotte.vault.desk import drafts, opening, services
from quenotte.vault.desk.entrance import (
    COMPUTER,
    COMPUTER_LASTS,
    bearer,
    body_of,
    keep_cookie,
    own_page,
)
from quenotte.vault.desk.models import Invitation, SetupDraft
from quenotte.vault.instructions import acts, agreement
from quenotte.vault.intake.services import current_card
from quenotte.vault.practices.statements import Changed, Refused

View = Callable[[HttpRequest, Invitation], HttpResponse]


def invited(view: View) -> Callable[[HttpRequest], HttpResponse]:
    """Only with an invitation to set up. A spent one still serves what its own set-up left to do."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        kind, at = Invitation.Kind.SETUP, timezone.now()
        try:
            found = services.invitation(code=bearer(request), kind=kind, at=at, used=True)
        except services.Refused:
            return refused("code", "unknown", 401)
        if found.member is None:
            return unknown()
        return view(request, found)

    return own_page(guarded)


@require_http_methods(["GET", "POST"])
@invited
def setup(request: HttpRequest, found: Invitation) -> HttpResponse:
    if request.method == "POST":
        return _open(request, found, timezone.now())
    draft = drafts.of(found)
    if not found.uses_left and draft is None:
        return refused("code", "unknown", 401)
    language = request.GET.get("language", "en")
    if language not in dict(settings.LANGUAGES):
        return refused("language", "unknown")
    with translation.override(language):
        return answer(_shown(found, draft, language, timezone.now()))


def _shown(
    found: Invitation, draft: SetupDraft | None, language: str, at: datetime
) -> dict[str, Any]:
    practice, member = found.practice, found.member
    assert member is not None  # `invited` has looked
    text, card = agreement.text(practice, language), current_card(practice)
    return {
        "practice": {"slug": practice.slug, "name": practice.name, "zone": practice.zone},
        "country": practice.country,
        "relay": settings.RELAY_FINGERPRINT,
        "member": {"id": str(member.id), "name": member.name, "role": member.role},
        "done": practice.is_open(),
        "card": card.jws if card else None,
        "draft": _draft(draft),
        "agreement": {"text": text.text, "digest": text.digest},
        "acts": acts.listed(),
        "until": instant(found.expires_at),
        "now": instant(at),
    }


def _draft(draft: SetupDraft | None) -> dict[str, str] | None:
    if draft is None or not draft.sealed:
        return None
    sealed_key, age = _text(bytes(draft.sealed_key)), _text(bytes(draft.sealed))
    return {"step": draft.step, "sealed_key": sealed_key, "age": age}


def _open(request: HttpRequest, found: Invitation, at: datetime) -> HttpResponse:
    try:
        read = opening.read(body_of(request), request.body)
        fingerprint, token = opening.open_practice(found=found, opening=read, at=at)
    except services.Refused:
        return refused("code", "unknown", 401)
    except Changed:
        return refused("setup", "changed", 409)
    except Refused as refusal:
        return refused("setup", "refused", said=str(refusal))
    except NotOne as not_one:
        return refused(not_one.field, not_one.reason)
    response = answer({"fingerprint": fingerprint}, 201)
    keep_cookie(response, COMPUTER, token, COMPUTER_LASTS)
    return response


@require_http_methods(["PUT", "DELETE"])
@invited
def draft(request: HttpRequest, found: Invitation) -> HttpResponse:
    try:
        if request.method == "DELETE":
            held = drafts.of(found)
            if held is not None:
                drafts.drop(draft=held)
            return HttpResponse(status=204)
        body = body_of(request)
        if body.get("step") not in drafts.STEPS:
            return refused("step", "unknown")
        drafts.keep(
            found=found,
            step=body["step"],
            sealed_key=_bytes(body.get("sealed_key")),
            sealed=_bytes(body.get("age")),
            at=timezone.now(),
        )
    except drafts.NotSealed:
        return refused("age", "not-sealed")
    except drafts.Open:
        return refused("step", "used", 409)
    except drafts.NotOpen:
        return refused("step", "missing", 409)
    return HttpResponse(status=204)


@require_http_methods(["GET", "PUT"])
@invited
def test(request: HttpRequest, found: Invitation) -> HttpResponse:
    """A made-up patient's request: kept and given back as it came."""
    held = drafts.of(found)
    if held is None:
        return unknown()
    if request.method == "GET":
        return answer({"age": _text(bytes(held.test))}) if held.test else unknown()
    try:
        drafts.keep_test(draft=held, sealed=_bytes(body_of(request).get("age")))
    except drafts.NotSealed:
        return refused("age", "not-sealed")
    except drafts.NotOpen:
        return refused("step", "missing", 409)
    return HttpResponse(status=204)


def _text(sealed: bytes) -> str:
    return base64.b64encode(sealed).decode()


def _bytes(given: object) -> bytes:
    try:
        return base64.b64decode(given if isinstance(given, str) else "", validate=True)
    except (binascii.Error, ValueError):
        raise drafts.NotSealed from None
