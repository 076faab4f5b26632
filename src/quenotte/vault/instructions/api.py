"""The desk's calls for the agreement and the instructions (docs/adr/0016-keys-and-people.md).

Whoever works here may read them; the practice's signing key alone makes them, and it never leaves the browser.
"""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods

from quenotte.base import instruction as instructed
from quenotte.base.instruction import Instruction, NotOne
from quenotte.vault.answers import answer, instant, refused, unknown
from quenotte.vault.desk.entrance import signed_in
from quenotte.vault.desk.models import Session
from quenotte.vault.handover import services as handover
from quenotte.vault.instructions import acts as told
from quenotte.vault.instructions import agreement as agreements
from quenotte.vault.instructions import services
from quenotte.vault.journal.models import Entry
from quenotte.vault.practices.declared import today
from quenotte.vault.practices.models import Grant, Member, Practice

SIGNING = "signing"
MOST_DONE = 200


def acts() -> list[dict[str, object]]:
    """What may be instructed, with its words: for this page, and for set-up."""
    return told.listed()


@require_http_methods(["GET", "PUT"])
@signed_in
def instructions(request: HttpRequest, session: Session) -> HttpResponse:
    if request.method == "PUT":
        return _keep(request, session, services.keep)
    language = request.GET.get("language", "en")
    if language not in dict(settings.LANGUAGES):
        return refused("language", "unknown")
    with translation.override(language):
        return answer(_shown(session, language, timezone.now()))


@require_http_methods(["PUT"])
@signed_in
def agreement(request: HttpRequest, session: Session) -> HttpResponse:
    return _keep(request, session, services.keep_agreement)


def _keep(request: HttpRequest, session: Session, keep: Callable[..., object]) -> HttpResponse:
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
    try:
        keep(
            practice=session.practice,
            token=token,
            member=str(session.member.id),
            at=timezone.now(),
        )
    except NotOne as refusal:
        return refused(refusal.field, refusal.reason)
    return HttpResponse(status=204)


def _may(session: Session) -> bool:
    return Grant.objects.of(session.practice).filter(member=session.member, key=SIGNING).exists()


def _shown(session: Session, language: str, at: datetime) -> dict[str, Any]:
    practice = session.practice
    history = [kept.instruction for kept in services.history(practice)]
    names = {str(one.id): one.name for one in Member.objects.of(practice)}
    return {
        "may": _may(session),
        "whole": services.whole(practice),
        "agreement": _agreement(practice, language, names),
        "acts": acts(),
        "last": history[-1].token if history else None,
        "instructions": _instructions(practice, history, names, at),
        "untold": handover.untold(practice, at=at),
        "now": instant(at),
    }


def _agreement(practice: Practice, language: str, names: dict[str, str]) -> dict[str, Any]:
    """The text of today, to be signed; and what was signed last, with the text that was shown then."""
    shown, signed = agreements.text(practice, language), services.agreement(practice)
    return {
        "text": shown.text,
        "digest": shown.digest,
        "signed": signed
        and {
            "at": instant(signed.issued),
            "who": names.get(signed.member, ""),
            "digest": signed.digest,
            "text": signed.text,
            "language": signed.language,
            "changed": signed.substance != agreements.substance(practice, signed.language),
        },
    }


def _instructions(
    practice: Practice, history: list[Instruction], names: dict[str, str], at: datetime
) -> list[dict[str, Any]]:
    """The newest first; a withdrawal stands with what it took back."""
    counting = {one.number for one in instructed.in_force(history, today(practice, at))}
    withdrawals = {one.withdraws: one for one in history if one.withdraws is not None}
    done = _done(practice)
    return [
        {
            "number": one.number,
            "issued": instant(one.issued),
            "who": names.get(one.member, ""),
            "acts": list(one.acts),
            "until": one.until.isoformat() if one.until else None,
            "about": one.about,
            "in_force": one.number in counting,
            "withdrawn": _withdrawn(withdrawals.get(one.number), names),
            "done": done.get(one.number, []),
        }
        for one in reversed(history)
        if one.withdraws is None
    ]


def _withdrawn(by: Instruction | None, names: dict[str, str]) -> dict[str, str] | None:
    return {"at": instant(by.issued), "who": names.get(by.member, "")} if by else None


def _done(practice: Practice) -> dict[int, list[dict[str, str]]]:
    """What the journal says was done on each; the newest first."""
    done: dict[int, list[dict[str, str]]] = {}
    cited = Entry.objects.of(practice).filter(instruction__isnull=False).order_by("-number")
    for entry in cited[:MOST_DONE]:
        if entry.instruction is not None:
            done.setdefault(entry.instruction, []).append(
                {"at": instant(entry.at), "act": entry.act, "what": entry.what}
            )
    return done
