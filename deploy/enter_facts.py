"""Enters a practice's facts into the site, from JSON, and publishes its pages.

    python enter_facts.py SLUG HOST FACTS.json

Stands in for the Publisher's console until there is one. A second run revises the facts.
"""

import json
import sys
from pathlib import Path

from quenotte import serve


def main(slug: str, host: str, facts: object) -> None:
    serve.start("site")
    from django.utils import timezone

    from quenotte.site.facts import services as facts_services
    from quenotte.site.facts.models import Site
    from quenotte.site.facts.reading import WrongFact
    from quenotte.site.releases import services as releases

    at = timezone.now()
    site = Site.objects.filter(practice=slug).first()
    try:
        if site is None:
            site = facts_services.create(practice=slug, host=host, facts=facts, at=at)
        else:
            facts_services.revise(site=site, facts=facts, at=at)
    except (WrongFact, facts_services.AlreadyThere) as fault:
        raise SystemExit(f"nothing was published: {fault}") from None
    release = releases.publish(site=site, at=at)
    print(f"{facts_services.url_of(site)}/ shows release {release.number}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], json.loads(Path(sys.argv[3]).read_text()))
