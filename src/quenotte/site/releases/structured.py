"""What search engines read: the least that says who, where and when (schema.org's Dentist)."""

import json
from typing import Any

from markupsafe import Markup

from quenotte.site.facts.schema import PracticeFacts
from quenotte.site.facts.vault_feed import Opening
from quenotte.site.releases.hours import by_day

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def dentist(facts: PracticeFacts, *, language: str, url: str, hours: tuple[Opening, ...]) -> Markup:
    """JSON-LD that may stand inside a <script>: no `<` is left in it."""
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dentist",
        "@id": f"{url}/#practice",
        "name": facts.name[language],
        "url": f"{url}/",
        "telephone": facts.telephone,
        "email": facts.email,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": facts.street,
            "postalCode": facts.postcode,
            "addressLocality": facts.city,
            "addressCountry": facts.country,
        },
        "isAcceptingNewPatients": facts.new_patients,
        "openingHoursSpecification": [
            {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": day,
                "opens": f"{opens:%H:%M}",
                "closes": f"{closes:%H:%M}",
            }
            for day, stretches in zip(DAYS, by_day(hours), strict=True)
            for opens, closes in stretches
        ],
    }
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    escaped = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return Markup(escaped)  # noqa: S704 - every character that could leave the block is escaped
