"""The public card: what the vault and the relay may print about a practice (docs/adr/0002-interfaces.md)."""

from dataclasses import asdict
from typing import Any

from quenotte.site.facts.schema import PracticeFacts

type Card = dict[str, Any]  # of JSON


def public_card(
    facts: PracticeFacts, *, practice: str, url: str, language: str | None = None
) -> Card:
    """The card in one language; the feed carries the site's first one."""
    several = [asdict(each) | {"resources": list(each.resources)} for each in facts.controllers]
    return {
        "slug": practice,
        "name": facts.name[language or facts.default_language],
        "controller": facts.controller,
        "street": facts.street,
        "postcode": facts.postcode,
        "city": facts.city,
        "country": facts.country,
        "telephone": facts.telephone,
        "emergency": facts.emergency,
        "email": facts.email,
        "languages": list(facts.languages),
        "theme": facts.theme,
        "url": url,
        **({"controllers": several} if several else {}),
    }
