"""The policy of a practice as one document of all languages: the bytes whose digest is published."""

from collections.abc import Callable
from datetime import date

from django.utils import translation
from django.utils.formats import date_format

from quenotte.register.derived.policy import canonical, document
from quenotte.register.periods import Words
from quenotte.vault.patient.offer import KNOWN_LANGUAGES
from quenotte.vault.policies.spoken import spoken_of
from quenotte.vault.practices.models import Practice


def canonical_of(practice: Practice) -> bytes:
    """What the policy says now; the same bytes as long as it says the same."""
    spoken = {language: words(language) for language in KNOWN_LANGUAGES}
    activities, facts = spoken_of(practice)
    return canonical(document(activities.values(), facts, spoken))


def words(language: str) -> Words:
    """How one language says a sentence, whichever one is being spoken."""

    def inside[**Given](say: Callable[Given, str]) -> Callable[Given, str]:
        def said(*args: Given.args, **kwargs: Given.kwargs) -> str:
            with translation.override(language):
                return say(*args, **kwargs)

        return said

    return Words(inside(translation.gettext), inside(translation.ngettext), inside(written))


def written(day: date) -> str:
    """A day in the words of the language that is being spoken."""
    return date_format(day, "j F Y" if translation.get_language() == "en" else "DATE_FORMAT")
