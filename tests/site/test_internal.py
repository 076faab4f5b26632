"""The internal host answers the site's own feed, and nothing is answered there that pages are made of."""

from typing import Any

import pytest
from django.conf import settings

from quenotte.base import feed, jws
from quenotte.site.facts import services as facts_services
from quenotte.site.facts.models import Site
from quenotte.site.releases import services
from tests.site.conftest import NOW
from tests.site.door import ask

INTERNAL = "site.localhost:8000"


def read(practice: str = "mast", newer_than: int = 0) -> tuple[int, dict[str, Any]]:
    answer = ask(f"/v1/feed/{practice}", host=INTERNAL)
    assert answer.status == 200
    return feed.read(
        answer.body.decode(),
        plane="site",
        practice=practice,
        newer_than=newer_than,
        fingerprint=settings.SECRETS.fingerprint,
    )


def test_the_feed_carries_the_public_card(mast: Site) -> None:
    services.publish(site=mast, at=NOW)
    number, items = read()
    assert number == 1
    assert items == {
        "card": {
            "slug": "mast",
            "name": "Cabinet dentaire du Lac",
            "controller": "Dre Anne Mottet",
            "street": "12 rue des Bains",
            "postcode": "1205",
            "city": "Genève",
            "country": "CH",
            "telephone": "+41 22 555 01 23",
            "emergency": "+41 22 555 09 99",
            "email": "cabinet@lac.example",
            "languages": ["fr", "en", "de", "it"],
            "theme": "lac",
            "url": "https://www.mast.example",
        }
    }


def test_the_number_grows_when_the_card_changes_and_only_then(
    mast: Site, facts: dict[str, Any]
) -> None:
    services.publish(site=mast, at=NOW)
    facts["title"]["fr"] = "Autre titre"
    facts_services.revise(site=mast, facts=facts, at=NOW)
    services.publish(site=mast, at=NOW)
    assert read()[0] == 1
    facts["street"] = "14 rue des Bains"
    facts_services.revise(site=mast, facts=facts, at=NOW)
    assert read()[1]["card"]["street"] == "12 rue des Bains"  # not public before it is published
    services.publish(site=mast, at=NOW)
    assert read()[0] == 2
    with pytest.raises(jws.NotSigned):
        read(newer_than=3)


def test_a_practice_that_is_not_there_answers_like_one_that_is_not_published(mast: Site) -> None:
    answers = [ask(f"/v1/feed/{name}", host=INTERNAL) for name in ("mast", "nobody", "..")]
    assert {(answer.status, answer.body) for answer in answers} == {
        (404, b'{"refused": {"field": null, "reason": "unknown"}}')
    }
    assert ask("/", host=INTERNAL).status == 404


def test_it_says_when_it_is_ready(db: None) -> None:
    assert ask("/v1/ready", host=INTERNAL).status == 200
    assert ask("/v1/ready", host=INTERNAL, method="POST").status == 405


def test_the_feed_is_not_on_a_practice_s_host(mast: Site) -> None:
    services.publish(site=mast, at=NOW)
    assert ask("/v1/feed/mast").status == 404
