"""The desk's calls for the practice's choices (adr 15). Whoever works here may read them; the signing key
alone makes them, and it never leaves the browser."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods

from quenotte.register.choices import UNCHOSEN, Refused
from quenotte.vault.answers import answer, instant, refused, unknown
from quenotte.vault.desk import choosing
from quenotte.vault.desk.api import signed_in
from quenotte.vault.desk.models import Session
from quenotte.vault.policies import services as policies
from quenotte.vault.practices import choices as signed
from quenotte.vault.practices.declared import packs_of, today
from quenotte.vault.practices.models import Grant, Practice

MOST_HISTORY = 50
SIGNING = "signing"


@require_http_methods(["GET", "PUT"])
@signed_in
def choices(request: HttpRequest, session: Session) -> HttpResponse:
    return _keep(request, session) if request.method == "PUT" else _show(request, session)


def _show(request: HttpRequest, session: Session) -> HttpResponse:
    language = request.GET.get("language", "en")
    if language not in dict(settings.LANGUAGES):
        return refused("language", "unknown")
    with translation.override(language):
        return answer(_shown(session.practice, may=_may(session)))


def _keep(request: HttpRequest, session: Session) -> HttpResponse:
    """204 when it counts; the same again is 204 again, so that a lost answer can be asked for anew."""
    if not _may(session):
        return unknown()
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        body = None
    token = body.get("jws") if isinstance(body, dict) else None
    if not isinstance(token, str) or not token.isascii():
        return refused("jws", "malformed")
    at = timezone.now()
    try:
        signed.keep(practice=session.practice, token=token, at=at)
    except Refused as refusal:
        return refused(refusal.field, refusal.reason)
    policies.publish_known(practice=session.practice, at=at)  # what was chosen is said from now on
    return HttpResponse(status=204)


def _may(session: Session) -> bool:
    return Grant.objects.of(session.practice).filter(member=session.member, key=SIGNING).exists()


def _shown(practice: Practice, *, may: bool) -> dict[str, Any]:
    history = signed.history(practice)
    newest = history[0].signed if history else None
    counts = newest.choices if newest else UNCHOSEN
    own = practice.country
    before = [kept.signed.choices for kept in history[1:]] + [None]
    return {
        "jws": newest.token if newest else None,
        "number": newest.number if newest else 0,
        "may": may,
        "country": own,
        "choices": newest.given if newest else None,
        "bounds": choosing.choosable(counts, own),
        "hosting": choosing.hosted(counts, packs_of(practice), today(practice, timezone.now())),
        "history": [
            {
                "number": kept.signed.number,
                "received_at": instant(kept.received_at),
                "changes": choosing.changes(was, kept.signed.choices, own),
            }
            for kept, was in zip(history[:MOST_HISTORY], before, strict=False)
        ],
    }
