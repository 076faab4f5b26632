"""Facts into pages. Pure: the same subject gives the same bytes, and nothing is read but templates and styles."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.formats import date_format, time_format
from jinja2 import Environment, FileSystemLoader

from quenotte.base.templates import environment
from quenotte.site.facts.card import public_card
from quenotte.site.facts.schema import PracticeFacts
from quenotte.site.facts.vault_feed import FromVault
from quenotte.site.privacy.services import Policy
from quenotte.site.releases import legal
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
    policy: Policy | None = None

    def path(self, language: str) -> str:
        return "/" if language == self.facts.default_language else f"/{language}/"

    def privacy(self, language: str) -> str:
        """Where the policy is read: here, once the vault has given its text; before that at the vault."""
        if self.policy is None or language not in self.policy.sections:
            return f"{self.vault_at(language)}/privacy"
        return f"{self.path(language)}privacy"

    def legal(self, language: str) -> str:
        """Where the legal notice is read."""
        return f"{self.path(language)}legal"

    def listed(self) -> tuple[Callable[[str], str], ...]:
        """The pages that stand here in every language, for search engines."""
        own = self.policy is not None and set(self.facts.languages) <= set(self.policy.sections)
        return (self.path, self.legal, *((self.privacy,) if own else ()))

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
        made[f"{home}legal"] = Page(
            _html("legal", subject, language), headers(HTML, language=language)
        )
        if subject.policy is not None and language in subject.policy.sections:
            made[f"{home}privacy"] = Page(
                _html("privacy", subject, language), headers(HTML, language=language)
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
        elsewhere = {"privacy": subject.privacy, "legal": subject.legal}
        link = elsewhere.get(template, subject.path)
        text = (
            _templates()
            .get_template(f"releases/{template}.html")
            .render(
                subject=subject,
                facts=facts,
                language=language,
                languages=[(each, link(each)) for each in facts.languages],
                card=public_card(
                    facts, practice=subject.practice, url=subject.url, language=language
                ),
                hours=rows(subject.vault.hours) if subject.vault and subject.vault.hours else None,
                checked=_day(checked),
                notice=legal.notice(facts, language),
                policy=_policy(subject.policy, language, ZoneInfo(facts.zone)),
                dentist=dentist(
                    facts,
                    language=language,
                    url=subject.url,
                    hours=subject.vault.hours if subject.vault else (),
                ),
            )
        )
    return text.encode()


def _policy(policy: Policy | None, language: str, zone: ZoneInfo) -> dict[str, Any] | None:
    """The policy as its page prints it."""
    if policy is None or language not in policy.sections:
        return None
    silent = policy.silent_since and policy.silent_since.astimezone(zone)
    return {
        "number": policy.number,
        "date": _day(policy.date),
        "sha256": policy.sha256,
        "sections": policy.sections[language],
        "silent_since": f"{_day(silent)}, {time_format(silent, 'H:i')}" if silent else "",
    }


def _day(day: date) -> str:
    return date_format(day, "j F Y" if translation.get_language() == "en" else "DATE_FORMAT")


@cache
def _templates() -> Environment:
    return environment(loader=FileSystemLoader(Path(__file__).parent / "jinja2"))
