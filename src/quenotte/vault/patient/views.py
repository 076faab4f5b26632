"""The patients' pages. They hold nothing about a patient: answers are typed, sealed and sent by the
page's script, and nothing here reads them."""

from collections.abc import Iterable
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from quenotte.register import REGISTER, Activity
from quenotte.register.derived.forms import form_digest
from quenotte.register.derived.notice import notice
from quenotte.register.periods import Words
from quenotte.vault import hosts
from quenotte.vault.hosts import PracticeRequest
from quenotte.vault.patient.forms import form
from quenotte.vault.patient.frame import page, wanted
from quenotte.vault.patient.offer import KNOWN_LANGUAGES, languages
from quenotte.vault.practices.declared import (
    FORMS,
    asks_for_a_certificate,
    offered_of,
    questionnaires_closed,
    responsible_of,
)
from quenotte.vault.practices.models import Practice


@require_safe
@vary_on_headers("Accept-Language")
def front(request: PracticeRequest) -> HttpResponse:
    """To the reader's language. What stands behind `#` goes along: browsers keep it."""
    return HttpResponseRedirect(f"/{wanted(request, languages(request.practice))}/")


@require_safe
def booking(request: PracticeRequest, language: str) -> HttpResponse:
    return _sealing(request, language, "booking", "", forms=FORMS)


@require_safe
def link(request: PracticeRequest, language: str) -> HttpResponse:
    return _sealing(request, language, "link", "link", forms=("questionnaire",))


@require_safe
def favicon(request: PracticeRequest) -> HttpResponse:
    return render(request, "patient/favicon.svg", content_type="image/svg+xml")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """To a script the one body for all that is not there; to a person a page in their language."""
    if request.path_info.startswith("/v1/"):
        return hosts.not_found(request, exception)
    asked = cast(PracticeRequest, request)
    offered = languages(asked.practice)
    first = request.path_info[1:].partition("/")[0]
    language = first if first in KNOWN_LANGUAGES else wanted(request, offered)
    with translation.override(language):
        answer = page(asked, language, "patient/not_found.html", "", status=404)
    patch_vary_headers(answer, ["Accept-Language"])
    return answer


def _sealing(
    request: PracticeRequest, language: str, template: str, path: str, *, forms: tuple[str, ...]
) -> HttpResponse:
    """A page whose script seals: it carries the forms' definitions and the notices beside them.

    What the practice switched off is not there. A questionnaire that is closed says so instead (P17).
    """
    practice = request.practice
    offered = {key: one for key, one in offered_of(practice).items() if key in forms}
    closed = None
    if "questionnaire" in offered:
        closed = questionnaires_closed(practice, at=timezone.now())
    if closed is not None:
        del offered["questionnaire"]
    return page(
        request,
        language,
        f"patient/{template}.html",
        path,
        forms={key: form(one) for key, one in offered.items()},
        notices=_notices(practice, offered.values()),
        closed=closed is not None,
        certified=asks_for_a_certificate(practice),
        appointment_without=translation.gettext(REGISTER["appointment"].without),
    )


def _notices(practice: Practice, forms: Iterable[Activity]) -> dict[str, dict[str, Any]]:
    controllers = responsible_of(practice)
    return {
        one.key: {
            "digest": form_digest(one),
            "rows": notice(one, controllers=controllers, words=_words()),
        }
        for one in forms
    }


def _words() -> Words:
    return Words(translation.gettext, translation.ngettext)
