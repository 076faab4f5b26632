"""Facts into pages. Pure: the same subject gives the same bytes, and nothing is read but templates and styles."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.formats import date_format
from jinja2 import Environment, FileSystemLoader

from quenotte.base.templates import environment
from quenotte.site.facts.card import public_card
from quenotte.site.facts.schema import PracticeFacts
from quenotte.site.facts.vault_feed import FromVault
from quenotte.site.releases.headers import LASTING, headers
from quenotte.site.releases.hours import rows
from quenotte.site.releases.statics import statics
from quenotte.site.releases.structured import dentist

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Page:
    """One path of a release."""

    body: bytes
    headers: dict[str, str]
    status: int = 200


@dataclass(frozen=True)
class Subject:
    """All that a release is made from."""

    facts: PracticeFacts
    vault: FromVault | None
    practice: str
    url: str  # public, without a slash at its end
    vault_url: str  # where the settings say it is; the feed knows better

    def path(self, language: str) -> str:
        return "/" if language == self.facts.default_language else f"/{language}/"

    def vault_at(self, language: str) -> str:
        base = self.vault.vault_url if self.vault else self.vault_url
        return f"{base}/{language}"

    def appointment(self, language: str) -> str | None:
        """The link that books, with the practice's fingerprint; None while the vault is not open."""
        if self.vault is None or not self.vault.open:
            return None
        return f"{self.vault_at(language)}/#k={self.vault.fingerprint}"


def render(subject: Subject) -> dict[str, Page]:
    """Every path of the site."""
    made = {}
    for language in subject.facts.languages:
        home = subject.path(language)
        made[home] = Page(_html("home", subject, language), headers(HTML, language=language))
        made[f"{home}404.html"] = Page(
            _html("not_found", subject, language), headers(HTML, language=language), status=404
        )
    for path, (kind, body) in statics().items():
        made[path] = Page(body, headers(kind, cache=LASTING))
    plain = {
        "/robots.txt": "text/plain; charset=utf-8",
        "/sitemap.xml": "text/xml; charset=utf-8",
        "/favicon.svg": "image/svg+xml",
    }
    for path, kind in plain.items():
        template = _templates().get_template(f"releases{path}")
        made[path] = Page(template.render(subject=subject).encode(), headers(kind))
    return made


def _html(template: str, subject: Subject, language: str) -> bytes:
    facts = subject.facts
    with translation.override(language):
        checked = datetime.fromisoformat(facts.checked_at).astimezone(ZoneInfo(facts.zone))
        text = (
            _templates()
            .get_template(f"releases/{template}.html")
            .render(
                subject=subject,
                facts=facts,
                language=language,
                languages=[(each, subject.path(each)) for each in facts.languages],
                card=public_card(
                    facts, practice=subject.practice, url=subject.url, language=language
                ),
                hours=rows(subject.vault.hours) if subject.vault and subject.vault.hours else None,
                checked=date_format(checked, "j F Y" if language == "en" else "DATE_FORMAT"),
                dentist=dentist(
                    facts,
                    language=language,
                    url=subject.url,
                    hours=subject.vault.hours if subject.vault else (),
                ),
            )
        )
    return text.encode()


@cache
def _templates() -> Environment:
    return environment(loader=FileSystemLoader(Path(__file__).parent / "jinja2"))
