"""The calls by which somebody is recognised before their passphrase: passkey and six digits (adr 16).

What is unknown, wrong, used already or too late gets one answer: nobody learns who works where.
"""

import base64
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from quenotte.vault.answers import answer, instant, refused
from quenotte.vault.desk import factors, passkeys, services, sessions, totp
from quenotte.vault.desk.entrance import FACTOR, body_of, computer, keep_cookie, own_page
from quenotte.vault.desk.factors import PASSED_LASTS, Way
from quenotte.vault.desk.models import Passed


def challenged(on: Way, whose: str, at: datetime, **more: Any) -> HttpResponse:
    """A number to sign, and the sealed files of which one has to be opened for it."""
    try:
        made, who = services.challenge(on=on, member=whose, at=at)
    except services.Refused:
        return refused("member", "unknown")
    except services.Slow as slow:
        said = {"field": None, "reason": "slow", "seconds": slow.seconds}
        return answer({"refused": said}, 429)
    return answer(
        {
            "challenge": made.challenge,
            "sealed_key": base64.b64encode(sessions.file_of(who, at=at)).decode(),
            "passkeys": [
                {
                    "id": str(one.id),
                    "credential": one.credential,
                    "sealed": base64.b64encode(one.sealed).decode(),
                }
                for one in passkeys.opening(who)
            ],
            "now": instant(at),
            **more,
        }
    )


@require_POST
@own_page
def passkey_door(request: HttpRequest) -> HttpResponse:
    return answer(passkeys.ask(at=timezone.now()))


@require_POST
@own_page
def passkey_enter(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    try:
        entered = passkeys.enter(credential=body_of(request).get("credential"), at=at)
    except factors.NotProven:
        return refused("credential", "unknown")
    return _recognised(request, entered.passed, entered.token, at)


@require_POST
@own_page
def totp_door(request: HttpRequest) -> HttpResponse:
    body, at = body_of(request), timezone.now()
    try:
        held, token = totp.enter(
            name=str(body.get("name"))[:120], code=str(body.get("code"))[:12], at=at
        )
    except factors.NotProven:
        return refused("code", "unknown")
    return _recognised(request, held, token, at)


def _recognised(request: HttpRequest, held: Passed, token: str, at: datetime) -> HttpResponse:
    """Answers like a challenge, with who it is; from here on this browser may ask for more of them."""
    member = held.member
    if member is None:
        return refused("member", "unknown")
    on = computer(request)
    here = on if on and on.practice == held.practice else None
    response = challenged(
        Way(held.practice, computer=here, passed=held),
        str(member.id),
        at,
        member={"id": str(member.id), "name": member.name, "role": member.role},
        practice={
            "slug": held.practice.slug,
            "name": held.practice.name,
            "zone": held.practice.zone,
        },
    )
    keep_cookie(response, FACTOR, token, PASSED_LASTS)
    return response
