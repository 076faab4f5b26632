"""What this vault still says of a practice that was handed over: that it moved, and how to reach it."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from quenotte.vault.answers import refused
from quenotte.vault.hosts import PracticeRequest
from quenotte.vault.patient.frame import page, wanted
from quenotte.vault.patient.offer import KNOWN_LANGUAGES, languages


def moved(request: HttpRequest, **_: str) -> HttpResponse:
    """To a script a code that promises that nothing was kept; to a person a page in their language."""
    if request.path_info.startswith("/v1/"):
        return refused(None, "moved", 503)
    asked = cast(PracticeRequest, request)
    first = request.path_info[1:].partition("/")[0]
    offered = languages(asked.practice)
    language = first if first in KNOWN_LANGUAGES else wanted(request, offered)
    with translation.override(language):
        answer = page(asked, language, "handover/moved.html", "", status=503)
    answer["Cache-Control"] = "no-store"
    patch_vary_headers(answer, ["Accept-Language"])
    return answer
