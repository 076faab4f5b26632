"""The policy's pages: in force with its states, each version for ever, what changed, who can see what."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from quenotte.base.assets import asset
from quenotte.register.derived.differences import differences
from quenotte.register.derived.published import digest
from quenotte.register.derived.seers import table
from quenotte.vault.answers import refused
from quenotte.vault.hosts import PracticeRequest
from quenotte.vault.patient.frame import page
from quenotte.vault.patient.offer import KNOWN_LANGUAGES
from quenotte.vault.policies import services
from quenotte.vault.policies.canonical import written
from quenotte.vault.policies.models import Version
from quenotte.vault.policies.pages import address
from quenotte.vault.policies.spoken import spoken_of
from quenotte.vault.practices.addresses import vault_url
from quenotte.vault.practices.models import Practice

HTML = "text/html; charset=utf-8"
JSON = "application/json"


type View = Callable[..., HttpResponseBase]


def _or_said_to_be_altered(view: View) -> View:
    """A text that is not the one that was published is not shown: the page says what happened instead."""

    @wraps(view)
    def guarded(request: PracticeRequest, language: str, **more: str) -> HttpResponseBase:
        try:
            return view(request, language, **more)
        except services.NoSuchVersion:
            raise Http404("no such version") from None
        except services.Altered:
            return page(request, language, "policies/altered.html", "privacy", status=500)

    return guarded


@require_safe
def who(request: PracticeRequest, language: str) -> HttpResponse:
    """Who can see what: computed from what each datum is sealed to."""
    activities, facts = spoken_of(request.practice)
    names = {one.role: one.legal_name for one in facts.recipients}
    rows = table(activities.values(), names)
    return page(request, language, "policies/who.html", "who", rows=rows)


@require_safe
@_or_said_to_be_altered
def in_force(request: PracticeRequest, language: str) -> HttpResponse:
    """The version in force, each sentence with its state on this installation."""
    version = services.current(practice=request.practice, at=timezone.now())
    listed = [(one.number, written(one.date)) for one in services.all_of(request.practice)]
    return page(
        request,
        language,
        "policies/in_force.html",
        "privacy",
        version=version,
        date=written(version.effective_date),
        url=vault_url(request.practice) + address(version.number, language),
        sections=services.sections(version)[language],
        versions=listed,
    )


@require_safe
@_or_said_to_be_altered
def permanent(request: PracticeRequest, language: str, number: str) -> HttpResponseBase:
    """One version, byte for byte as it was first shown."""
    version = services.at(practice=request.practice, number=int(number))
    return _lasting(request, services.page(version, language), HTML)


@require_safe
@_or_said_to_be_altered
def changes(request: PracticeRequest, language: str, number: str) -> HttpResponse:
    """What a version says that the one before it did not, and the other way round."""
    version = services.at(practice=request.practice, number=int(number))
    said = services.sections(version)
    before = _before(version)
    earlier = services.sections(before) if before else {}
    return page(
        request,
        language,
        "policies/changes.html",
        f"privacy/{number}/changes",
        version=version,
        date=written(version.effective_date),
        before=before,
        before_date=written(before.effective_date) if before else "",
        found=differences(earlier.get(language, ()), said[language]),
        changed_languages=[
            code for code in KNOWN_LANGUAGES if differences(earlier.get(code, ()), said[code])
        ],
    )


@require_safe
def document(request: PracticeRequest, number: str) -> HttpResponseBase:
    """The canonical bytes, whose SHA-256 every print of the version names."""
    return _canonical(request, request.practice, int(number))


@require_safe
def internal(request: HttpRequest, practice: str, number: int) -> HttpResponseBase:
    """The same for the practice's own site, which polls."""
    return _canonical(request, get_object_or_404(Practice, slug=practice), number)


@require_safe
def style(request: PracticeRequest) -> HttpResponse:
    """The name that stands in permanent pages leads to the style sheet of the day."""
    return HttpResponseRedirect(asset("patient.css"))


def _before(version: Version) -> Version | None:
    if version.number == 1:
        return None
    return services.at(practice=version.practice, number=version.number - 1)


def _canonical(request: HttpRequest, practice: Practice, number: int) -> HttpResponseBase:
    try:
        version = services.at(practice=practice, number=number)
        return _lasting(request, services.canonical(version), JSON)
    except services.NoSuchVersion:
        raise Http404("no such version") from None
    except services.Altered:
        return refused(None, "altered", 500)


def _lasting(request: HttpRequest, body: bytes, kind: str) -> HttpResponseBase:
    """Asked for again each time, cheaply: a reader learns at once when it can no longer be vouched for."""
    response = HttpResponse(body, content_type=kind)
    etag = f'"{digest(body)}"'
    response["ETag"], response["Cache-Control"] = etag, "public, no-cache"
    return get_conditional_response(request, etag=etag, response=response) or response
