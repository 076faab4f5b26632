"""A version as the page that its permanent address gives for ever: rendered once, stored, never again."""

from django.template.loader import render_to_string
from django.utils import translation

from quenotte.register.derived.published import Sections
from quenotte.vault.patient.offer import KNOWN_LANGUAGES
from quenotte.vault.policies.canonical import written
from quenotte.vault.policies.models import Version
from quenotte.vault.practices.addresses import vault_url

STYLE = (
    "/privacy/page.css"  # leads to the style sheet of the day; the name stands in pages for ever
)


def permanent(version: Version, language: str, sections: Sections) -> bytes:
    """No states, no telephone, no list of what came later: nothing that another day could make untrue."""
    with translation.override(language):
        html = render_to_string(
            "policies/version.html",
            {
                "version": version,
                "date": written(version.effective_date),
                "sections": sections,
                "card": version.practice.card(),
                "language": language,
                "languages": [(code, address(version.number, code)) for code in KNOWN_LANGUAGES],
                "url": f"{vault_url(version.practice)}{address(version.number, language)}",
                "style": STYLE,
            },
        )
    return html.encode()


def address(number: int, language: str) -> str:
    """The path under which a version stays."""
    return f"/{language}/privacy/{number}"
