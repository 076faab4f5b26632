"""What every page for patients stands in: the practice's card, the languages, who hosts."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation.trans_real import parse_accept_lang_header

from quenotte.base import evidence
from quenotte.register import claims
from quenotte.vault.hosts import PracticeRequest
from quenotte.vault.patient.offer import languages, offer
from quenotte.vault.practices.models import Practice
from quenotte.vault.practices.probes import readings


def page(
    request: PracticeRequest,
    language: str,
    template: str,
    path: str,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """`path` is the page's own address behind its language, so that the menu leads to the same page."""
    practice = request.practice
    context = {
        "card": practice.card(),
        "language": language,
        "languages": [(code, f"/{code}/{path}") for code in languages(practice)],
        "home": f"/{language}/",
        "hosting": settings.HOSTING,
        "offer": offer(practice, language),
        "state": partial(state, practice=practice),
        **more,
    }
    return render(request, template, context, status=status)


def state(claim: str | None, *, practice: Practice) -> str:
    """How a claim stands on this installation, for a practice."""
    if not claim:
        return ""
    return claims.state(
        claim, evidence.outcomes(), readings(practice=practice, at=timezone.now())
    ).value


def wanted(request: HttpRequest, offered: tuple[str, ...]) -> str:
    """The first of the browser's languages that is offered; else the first that is offered."""
    codes = [
        code.partition("-")[0]
        for code, _ in parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    ]
    return next((code for code in codes if code in offered), offered[0])
