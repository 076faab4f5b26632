"""A request's host name decides who is spoken to: a practice's patients, the desk, or other servers."""

import sys
from collections.abc import Callable
from contextlib import suppress
from typing import cast

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from quenotte.base import log
from quenotte.base.declared import Undeclared
from quenotte.vault.answers import refused, unknown
from quenotte.vault.practices.models import Practice

type Next = Callable[[HttpRequest], HttpResponse]

LANGUAGES = frozenset(code for code, _ in settings.LANGUAGES)


class PracticeRequest(HttpRequest):
    """A request whose host belongs to a practice."""

    practice: Practice


class ByHost:
    """Sets `urlconf` and `practice`; a host that is nobody's gets 421 and no hint."""

    def __init__(self, next: Next) -> None:
        self.next = next

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host = request.META.get("HTTP_HOST", "").lower().partition(":")[0]
        try:
            if host == settings.DESK_HOST:
                request.urlconf = "quenotte.vault.urls.desk"
            elif host == settings.INTERNAL_HOST:
                request.urlconf = "quenotte.vault.urls.internal"
            else:
                practice = Practice.objects.at(host).select_related("departure").first()
                if practice is None:
                    return HttpResponse(status=421)
                cast(PracticeRequest, request).practice = practice
                left = hasattr(practice, "departure")
                request.urlconf = f"quenotte.vault.urls.{'moved' if left else 'patients'}"
            return self.next(request)
        except DatabaseError as error:
            return unavailable(error)


def in_the_path_s_language(next: Next) -> Next:
    """The first segment of a page's path is its language: no cookie remembers it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        code = request.path_info[1:].partition("/")[0]
        with translation.override(code if code in LANGUAGES else "en"):
            return next(request)

    return middleware


def plain_headers(next: Next) -> Next:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = next(request)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=()"
        )
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def unavailable(error: Exception) -> HttpResponse:
    """The disk is full or the database away: nothing was kept, and the page is told so."""
    _note("request-unserved", error=type(error).__name__)
    return refused(None, "unavailable", 503)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return unknown()


def broken(request: HttpRequest) -> HttpResponse:
    """Says that it failed and of which kind; never what was being handled."""
    kind, fault, _ = sys.exc_info()
    if kind is not None and issubclass(kind, DatabaseError):
        return unavailable(kind())
    said = {"undeclared": fault.name} if isinstance(fault, Undeclared) else {}
    _note("request-failed", error=kind.__name__ if kind else "error", **said)
    return refused(None, "unavailable", 500)


def _note(event: str, **fields: str) -> None:
    """For the log, which may lie on the disk that is full: the answer goes out all the same."""
    with suppress(OSError):
        log.say(event, **fields)
