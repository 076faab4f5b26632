"""A member's own access (adr 16): their factors, their key's sealed file, their computer, their sessions."""

import base64
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from quenotte.vault.answers import answer, instant, refused, unknown
from quenotte.vault.desk import factors, passkeys, resealing, services, totp
from quenotte.vault.desk.entrance import (
    COMPUTER,
    COMPUTER_LASTS,
    body_of,
    computer,
    keep_cookie,
    signed_in,
)
from quenotte.vault.desk.models import Passkey, Session

MOST_SEALED = 16 * 1024
MOST_NAME = 60


@require_GET
@signed_in
def factors_of(request: HttpRequest, session: Session) -> HttpResponse:
    """What opens the desk for this member, and where it is open."""
    at = timezone.now()
    member, six = session.member, totp.of(session.member)
    return answer(
        {
            "sealed_key": base64.b64encode(member.sealed_key).decode(),
            "passkeys": [_shown(one) for one in passkeys.of(member)],
            "totp": {
                "login": totp.login_of(six),
                "confirmed_at": instant(six.confirmed_at) if six.confirmed_at else None,
            }
            if six
            else None,
            "computer": {"id": session.computer.pk, "name": session.computer.name}
            if session.computer
            else None,
            "sessions": [_session(one, session) for one in factors.sessions_of(session, at=at)],
            "now": instant(at),
        }
    )


def _shown(passkey: Passkey) -> dict[str, Any]:
    return {
        "id": str(passkey.id),
        "name": passkey.name,
        "credential": passkey.credential,
        "sealed": base64.b64encode(passkey.sealed).decode() or None,
        "made_at": instant(passkey.made_at),
        "tested_at": instant(passkey.tested_at) if passkey.tested_at else None,
    }


def _session(one: Session, this: Session) -> dict[str, Any]:
    return {
        "id": one.pk,
        "started_at": instant(one.started_at),
        "factor": one.factor,
        "computer": one.computer.name if one.computer else None,
        "this": one.pk == this.pk,
    }


@require_http_methods(["DELETE"])
@signed_in
def own_session(request: HttpRequest, session: Session, id: int) -> HttpResponse:
    """End one of one's own sessions elsewhere, in every practice."""
    ended = factors.end_session(of=session, id=id)
    return HttpResponse(status=204) if ended else unknown()


@require_POST
@signed_in
def passkey_options(request: HttpRequest, session: Session) -> HttpResponse:
    return answer(passkeys.options(member=session.member, at=timezone.now()))


@require_POST
@signed_in
def add_passkey(request: HttpRequest, session: Session) -> HttpResponse:
    body = body_of(request)
    name = _name(body)
    if name is None:
        return refused("name", "malformed")
    try:
        made = passkeys.add(
            member=session.member,
            credential=body.get("credential"),
            name=name,
            at=timezone.now(),
        )
    except factors.NotProven:
        return refused("credential", "unknown")
    except passkeys.TooMany:
        return refused("credential", "too-many")
    return answer(_shown(made), 201)


@require_http_methods(["PUT", "DELETE"])
@signed_in
def passkey(request: HttpRequest, session: Session, id: UUID) -> HttpResponse:
    """PUT one thing of it: its sealed file, its name, or that it opened the file again."""
    held = Passkey.objects.of(session.practice).filter(member=session.member, id=id).first()
    if held is None:
        return unknown()
    if request.method == "DELETE":
        passkeys.remove(passkey=held)
        return HttpResponse(status=204)
    body = body_of(request)
    if set(body) == {"sealed"}:
        sealed = _sealed(body["sealed"])
        if sealed is None:
            return refused("sealed", "not-sealed")
        passkeys.seal(passkey=held, sealed=sealed, at=timezone.now())
    elif set(body) == {"name"} and (name := _name(body)) is not None:
        passkeys.rename(passkey=held, name=name)
    elif body == {"tested": True}:
        passkeys.tested(passkey=held, at=timezone.now())
    else:
        return refused(None, "malformed")
    return HttpResponse(status=204)


@require_http_methods(["POST", "DELETE"])
@signed_in
def six_digits(request: HttpRequest, session: Session) -> HttpResponse:
    if request.method == "DELETE":
        totp.remove(member=session.member)
        return HttpResponse(status=204)
    shown = totp.begin(member=session.member)
    return answer({"uri": shown.uri, "secret": shown.secret, "login": shown.login}, 201)


@require_POST
@signed_in
def confirm_six_digits(request: HttpRequest, session: Session) -> HttpResponse:
    try:
        totp.confirm(
            member=session.member,
            code=str(body_of(request).get("code"))[:12],
            at=timezone.now(),
        )
    except factors.NotProven:
        return refused("code", "unknown")
    return HttpResponse(status=204)


@require_http_methods(["PUT"])
@signed_in
def sealed_key(request: HttpRequest, session: Session) -> HttpResponse:
    """A new passphrase: the same key in a new file, which the key itself signed for."""
    body = body_of(request)
    sealed = _sealed(body.get("sealed_key"))
    if sealed is None:
        return refused("sealed_key", "not-sealed")
    try:
        resealing.reseal(member=session.member, sealed=sealed, proof=str(body.get("proof")))
    except resealing.Changed:
        return refused("sealed_key", "changed", 409)
    except resealing.Refused:
        return refused("proof", "unknown")
    return HttpResponse(status=204)


@require_http_methods(["POST", "PUT"])
@signed_in
def this_computer(request: HttpRequest, session: Session) -> HttpResponse:
    """POST registers it, for whoever came by a factor of their own; PUT names it."""
    name = _name(body_of(request))
    if name is None:
        return refused("name", "malformed")
    if request.method == "POST" and computer(request) is not None:
        return refused("computer", "other-practice", 409)
    response = HttpResponse(status=204)
    try:
        if request.method == "POST":
            token = services.enrol_this(session=session, name=name, at=timezone.now())
            keep_cookie(response, COMPUTER, token, COMPUTER_LASTS)
        else:
            services.name_computer(session=session, name=name)
    except services.Refused:
        return refused("computer", "unknown")
    return response


def _name(body: dict[str, Any]) -> str | None:
    """One line that can be read, not longer than a list has room for."""
    name = body.get("name")
    if not isinstance(name, str) or not name.strip().isprintable():
        return None
    return name.strip() if 0 < len(name.strip()) <= MOST_NAME else None


def _sealed(value: object) -> bytes | None:
    """An age file with one passphrase's lock: what else it is, the desk alone can tell."""
    if not isinstance(value, str) or len(value) > MOST_SEALED:
        return None
    try:
        raw = base64.b64decode(value, validate=True)
    except ValueError:
        return None
    return raw if resealing.is_member_file(raw) else None
