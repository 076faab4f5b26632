"""The patients' pages. They hold nothing about a patient: answers are typed, sealed and sent by the
page's script, and nothing here reads them."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from quenotte.base import evidence
from quenotte.register import REGISTER, claims
from quenotte.register.derived.forms import form_digest
from quenotte.register.derived.notice import notice
from quenotte.register.derived.policy import SERVICES, Facts, Hosting, policy
from quenotte.register.derived.seers import table
from quenotte.register.periods import Words
from quenotte.vault.hosts import PracticeRequest
from quenotte.vault.patient.forms import form
from quenotte.vault.patient.offer import languages, offer
from quenotte.vault.practices.models import Practice


@require_safe
@vary_on_headers("Accept-Language")
def front(request: PracticeRequest) -> HttpResponse:
    """To the reader's language. What stands behind `#` goes along: browsers keep it."""
    offered = languages(request.practice)
    wanted = [
        code.partition("-")[0]
        for code, _ in parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    ]
    language = next((code for code in wanted if code in offered), offered[0])
    return HttpResponseRedirect(f"/{language}/")


@require_safe
def booking(request: PracticeRequest, language: str) -> HttpResponse:
    return _sealing(request, language, "booking", "", forms=("appointment", "questionnaire"))


@require_safe
def link(request: PracticeRequest, language: str) -> HttpResponse:
    return _sealing(request, language, "link", "link", forms=("questionnaire",))


@require_safe
def favicon(request: PracticeRequest) -> HttpResponse:
    return render(request, "patient/favicon.svg", content_type="image/svg+xml")


@require_safe
def who(request: PracticeRequest, language: str) -> HttpResponse:
    """Who can see what: computed from what each datum is sealed to."""
    offered = [activity for activity in REGISTER.values() if activity.service in SERVICES]
    return _page(request, language, "who", "who", rows=table(offered))


@require_safe
def privacy(request: PracticeRequest, language: str) -> HttpResponse:
    made = policy(REGISTER.values(), _facts(request.practice), _words())
    return _page(request, language, "privacy", "privacy", policy=made)


def _sealing(
    request: PracticeRequest, language: str, template: str, path: str, *, forms: tuple[str, ...]
) -> HttpResponse:
    """A page whose script seals: it carries the forms' definitions and the notices beside them."""
    return _page(
        request,
        language,
        template,
        path,
        forms={key: form(key) for key in forms},
        notices=_notices(request.practice, forms),
        appointment_without=translation.gettext(REGISTER["appointment"].without),
    )


def _page(
    request: PracticeRequest, language: str, template: str, path: str, **more: Any
) -> HttpResponse:
    practice = request.practice
    context = {
        "card": practice.card(),
        "language": language,
        "languages": [(code, f"/{code}/{path}") for code in languages(practice)],
        "home": f"/{language}/",
        "hosting": settings.HOSTING,
        "offer": offer(practice, language),
        "state": _state,
        **more,
    }
    return render(request, f"patient/{template}.html", context)


def _notices(practice: Practice, forms: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    facts = _facts(practice)
    controller = ", ".join(part for part in (facts.controller or facts.name, facts.address) if part)
    return {
        key: {
            "digest": form_digest(REGISTER[key]),
            "rows": notice(REGISTER[key], controller=controller, words=_words()),
        }
        for key in forms
    }


def _words() -> Words:
    return Words(translation.gettext, translation.ngettext)


def _facts(practice: Practice) -> Facts:
    card = practice.card()
    place = f"{card['postcode']} {card['city']}".strip()
    hosting = settings.HOSTING
    return Facts(
        name=card["name"],
        controller=card.get("controller", ""),
        address=", ".join(part for part in (card["street"], place) if part),
        country=card["country"],
        telephone=card["telephone"],
        email=card["email"],
        hosting=Hosting(**{key: hosting.get(key, "") for key in Hosting.__dataclass_fields__}),
    )


def _state(claim: str | None) -> str:
    """How a claim stands on this installation."""
    return claims.state(claim, evidence.outcomes()).value if claim else ""
