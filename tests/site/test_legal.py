"""Each site has its legal notice, in its languages; one whose law wants more said is not published."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from quenotte.site.facts import services as facts_services
from quenotte.site.facts.models import Site
from quenotte.site.facts.reading import WrongFact
from quenotte.site.facts.schema import practice_facts
from quenotte.site.releases import services
from quenotte.site.releases.models import Release
from quenotte.site.releases.pages import Subject, render

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
URL = "https://www.mast.example"
PATHS = {"fr": "/legal", "en": "/en/legal", "de": "/de/legal", "it": "/it/legal"}


@pytest.fixture
def french(facts: dict[str, Any]) -> dict[str, Any]:
    """The practice over the border, with all that its law wants said."""
    told = dict.fromkeys(facts["languages"], "www.regles.example")
    return facts | {
        "country": "FR",
        "register_number": "SIRET 000 000 000 00000",
        "profession": facts["profession"] | {"rules": told},
    }


def pages(facts: dict[str, Any]) -> dict[str, str]:
    subject = Subject(practice_facts(facts), None, "mast", URL, "https://rdv.mast.example")
    made = render(subject)
    return {path: made[path].body.decode() for path in PATHS.values()}


@pytest.mark.claim("P78")
def test_the_notice_is_there_in_every_language(facts: dict[str, Any]) -> None:
    for language, path in PATHS.items():
        page = pages(facts)[path]
        assert f'<html lang="{language}">' in page
        assert f'<link rel="canonical" href="{URL}{path}">' in page
        main = page[page.index("<main") : page.index("</main>")]
        for fact in ("controller", "telephone", "email", "street", "publication_director"):
            assert facts[fact] in main, fact
        assert facts["host"]["legal_name"] in main
        assert facts["profession"]["title"][language] in main
        assert facts["publisher"]["legal_name"] in main


def test_every_page_leads_to_it(facts: dict[str, Any]) -> None:
    made = render(Subject(practice_facts(facts), None, "mast", URL, "https://rdv.mast.example"))
    for path, page in made.items():
        language = page.headers.get("Content-Language")
        if language:
            assert f'href="{PATHS[language]}"' in page.body.decode(), path


@pytest.mark.claim("P2")
@pytest.mark.parametrize(
    "gone", ["publication_director", "register_number", "host", "profession.rules"]
)
@pytest.mark.django_db
def test_a_french_site_without_one_of_them_is_not_published(
    mast: Site, french: dict[str, Any], gone: str
) -> None:
    name, _, inner = gone.partition(".")
    if inner:
        french[name] = {key: kept for key, kept in french[name].items() if key != inner}
    else:
        del french[name]
    facts_services.revise(site=mast, facts=french, at=NOW)
    before = Release.objects.filter(site=mast).count()
    with pytest.raises(WrongFact, match=re.escape(gone)):
        services.publish(site=mast, at=NOW)
    assert Release.objects.filter(site=mast).count() == before


@pytest.mark.django_db
def test_a_french_site_that_says_all_is_published(mast: Site, french: dict[str, Any]) -> None:
    facts_services.revise(site=mast, facts=french, at=NOW)
    assert services.publish(site=mast, at=NOW).number
    assert "www.regles.example" in pages(french)["/legal"]


@pytest.mark.django_db
def test_a_swiss_site_needs_no_director(mast: Site, facts: dict[str, Any]) -> None:
    del facts["publication_director"], facts["host"]
    facts_services.revise(site=mast, facts=facts, at=NOW)
    assert services.publish(site=mast, at=NOW).number
