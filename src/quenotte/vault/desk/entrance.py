"""Who comes to the desk's calls: this computer, this session, this origin."""

import json
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, Concatenate

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from quenotte.vault.answers import refused
from quenotte.vault.desk import services
from quenotte.vault.desk.models import Computer, Session

# Under https the browser itself refuses these names from another host or path (RFC 6265bis).
PREFIX = "__Host-" if settings.SECURE else ""
COMPUTER, SESSION = f"{PREFIX}computer", f"{PREFIX}session"
COMPUTER_LASTS = timedelta(days=365)


def _same_origin(request: HttpRequest) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin") == settings.DESK_URL


def body_of(request: HttpRequest) -> dict[str, Any]:
    try:
        raw = json.loads(request.body or b"{}")
    except (ValueError, RecursionError):
        return {}
    return raw if isinstance(raw, dict) else {}


def bearer(request: HttpRequest) -> str:
    scheme, _, code = request.headers.get("Authorization", "").partition(" ")
    return code if scheme == "Bearer" else ""


def computer(request: HttpRequest) -> Computer | None:
    token = request.COOKIES.get(COMPUTER)
    return services.computer(token) if token else None


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
        return view(request, *args, **kwargs)

    return guarded


def signed_in[**P](
    view: Callable[Concatenate[HttpRequest, Session, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Only members with a session on this registered computer."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        on, token = computer(request), request.COOKIES.get(SESSION)
        held = services.session(on=on, token=token, at=timezone.now()) if on and token else None
        if held is None:
            return refused(None, "signed-out", 401)
        return view(request, held, *args, **kwargs)

    return own_page(guarded)
