"""Who comes to the desk's calls: this computer, this session, this origin."""

import json
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, Concatenate

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from quenotte.vault.answers import refused, unknown
from quenotte.vault.desk import factors, services, sessions
from quenotte.vault.desk.factors import Way
from quenotte.vault.desk.models import Computer, Session

# Under https the browser itself refuses these names from another host or path (RFC 6265bis).
PREFIX = "__Host-" if settings.SECURE else ""
COMPUTER, SESSION, FACTOR = (f"{PREFIX}{name}" for name in ("computer", "session", "factor"))
COMPUTER_LASTS = timedelta(days=365)


def _same_origin(request: HttpRequest) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin") == settings.DESK_URL


def body_of(request: HttpRequest) -> dict[str, Any]:
    raw = _json_of(request)
    return raw if isinstance(raw, dict) else {}


def _json_of(request: HttpRequest) -> Any:
    """Read once: the guard and the view look at the same."""
    read: list[Any] | None = getattr(request, "_desk_json", None)
    if read is None:
        try:
            read = [json.loads(request.body or b"{}")]
        except (ValueError, RecursionError):
            read = [{}]
        request._desk_json = read  # type: ignore[attr-defined]
    return read[0]


def bearer(request: HttpRequest) -> str:
    scheme, _, code = request.headers.get("Authorization", "").partition(" ")
    return code if scheme == "Bearer" else ""


def computer(request: HttpRequest) -> Computer | None:
    token = request.COOKIES.get(COMPUTER)
    return services.computer(token) if token else None


def way(request: HttpRequest, *, member: str | None = None) -> Way | None:
    """How somebody came: by a factor of that member's own, or on a registered computer."""
    on, token = computer(request), request.COOKIES.get(FACTOR)
    held = factors.passed(token=token, at=timezone.now()) if token else None
    if held is None or (on and str(held.member_id) != member):
        return Way(on.practice, computer=on) if on else None
    return Way(
        held.practice, computer=on if on and on.practice == held.practice else None, passed=held
    )


def keep_cookie(
    response: HttpResponse, name: str, token: str, lasts: timedelta | None = None
) -> None:
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
        # Nothing of it is read further, kept or logged: it would open a member's key.
        if request.method not in ("GET", "HEAD") and factors.holds_prf(_json_of(request)):
            return refused(None, "prf")
        return view(request, *args, **kwargs)

    return guarded


def held_session(request: HttpRequest) -> Session | None:
    """At home, or in the practice that the call names; NotTheirs for one that is not this person's."""
    token = request.COOKIES.get(SESSION)
    if not token:
        return None
    return sessions.current(
        on=computer(request),
        token=token,
        at=timezone.now(),
        practice=request.GET.get("practice"),
    )


def signed_in[**P](
    view: Callable[Concatenate[HttpRequest, Session, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Only members with a session: on this registered computer, or in this browser by a factor of their own."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            held = held_session(request)
        except sessions.NotTheirs:
            return unknown()
        if held is None:
            return refused(None, "signed-out", 401)
        return view(request, held, *args, **kwargs)

    return own_page(guarded)
