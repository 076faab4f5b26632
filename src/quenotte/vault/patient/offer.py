"""What a practice offers, for the page: types of appointment, people, languages. Nothing about patients."""

from typing import Any

from django.conf import settings

from quenotte.vault.agenda.models import AppointmentType, Resource
from quenotte.vault.practices.models import Practice

KNOWN_LANGUAGES = tuple(code for code, _ in settings.LANGUAGES)


def languages(practice: Practice) -> tuple[str, ...]:
    """In the practice's own order; all of them while the site has said nothing."""
    chosen = tuple(code for code in practice.card()["languages"] if code in KNOWN_LANGUAGES)
    return chosen or KNOWN_LANGUAGES


def offer(practice: Practice, language: str) -> dict[str, Any]:
    """The data block `offer` of the page (web/patient/offer.ts reads it)."""
    types = AppointmentType.objects.of(practice).prefetch_related("resources")
    return {
        "practice": practice.slug,
        "language": language,
        "zone": practice.zone,
        "types": [
            {
                "slug": kind.slug,
                "name": kind.name(language),
                "minutes": kind.minutes,
                "resources": [resource.slug for resource in kind.resources.all()],
            }
            for kind in types
        ],
        "resources": {resource.slug: resource.name for resource in Resource.objects.of(practice)},
    }
