"""The desk's two pages. The same bytes for everybody: who works here and who comes is for the script."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from quenotte.vault.desk.documents import FORMATS

IDLE_SECONDS = 5 * 60  # then keys and patients leave the screen, in every tab
POLICY = settings.SECURE_CSP_DESK
LANGUAGES = [code for code, _ in settings.LANGUAGES]


@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """`/` leads to the language that the browser asks for; a fragment goes along by itself."""
    wanted = translation.get_language_from_request(request)
    response = HttpResponseRedirect(f"/{wanted if wanted in LANGUAGES else LANGUAGES[0]}/")
    response["Vary"] = "Accept-Language"
    return response


@require_safe
@csp_override(POLICY)
def desk(request: HttpRequest, language: str) -> HttpResponse:
    return _page(
        request,
        "desk/desk.html",
        language,
        idle_seconds=IDLE_SECONDS,
        document_formats=FORMATS,
    )


@require_safe
def setup(request: HttpRequest, language: str) -> HttpResponse:
    """Keys are made and proven here. Its policy names no worker: it needs none.

    The camera may be asked for on this page alone: it reads the square on a sheet.
    """
    response = _page(request, "desk/setup.html", language, end="setup")
    response["Permissions-Policy"] = "camera=(self), geolocation=(), microphone=()"
    return response


@require_safe
@csp_override(POLICY)
def join(request: HttpRequest, language: str) -> HttpResponse:
    """An invitation: the worker is asked whether the desk stands open here with a key of next door."""
    return _page(request, "desk/join.html", language, end="join")


@require_safe
def recover(request: HttpRequest, language: str) -> HttpResponse:
    """Back with the recovery sheet alone. Its key is opened and dropped on the page: no worker is named."""
    return _page(request, "desk/recover.html", language, end="recover")


def _page(
    request: HttpRequest, template: str, language: str, *, end: str = "", **words: Any
) -> HttpResponse:
    links = [(code, f"/{code}/{end}") for code in LANGUAGES]
    with translation.override(language):
        response = render(request, template, {"language": language, "languages": links} | words)
    response["Cache-Control"] = "no-store"
    response["Content-Language"] = language
    return response


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    return render(request, "patient/favicon.svg", content_type="image/svg+xml")
