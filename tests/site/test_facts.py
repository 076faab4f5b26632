"""Facts are whole and well-formed, or the field that is not is named."""

from typing import Any

import pytest

from quenotte.site.facts import services
from quenotte.site.facts.models import FactsRevision, Site
from quenotte.site.facts.reading import WrongFact
from quenotte.site.facts.schema import practice_facts
from tests.site.conftest import NOW


def test_the_demo_s_facts_hold(facts: dict[str, Any]) -> None:
    assert practice_facts(facts).name["fr"] == "Cabinet dentaire du Lac"


OPTIONAL = {
    "theme",
    "publication_director",
    "host",
}  # some countries' law asks for them: test_legal


def test_every_missing_fact_is_named(facts: dict[str, Any]) -> None:
    for name in facts.keys() - OPTIONAL:
        without = {key: value for key, value in facts.items() if key != name}
        with pytest.raises(WrongFact, match="is missing") as refusal:
            practice_facts(without)
        assert refusal.value.field == name


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        pytest.param(["people", 2, "role", "de"], None, "people[2].role.de", id="one-translation"),
        pytest.param(["care", 0, "text", "fr"], " ", "care[0].text.fr", id="empty"),
        pytest.param(["telephone"], "022 555", "telephone", id="telephone-without-country"),
        pytest.param(["street"], "12 rue\ndes Bains", "street", id="line-break"),
        pytest.param(["email"], "cabinet.example", "email", id="no-at-sign"),
        pytest.param(["country"], "Suisse", "country", id="country-in-words"),
        pytest.param(["checked_at"], "2026-11-03 09:00", "checked_at", id="no-instant"),
        pytest.param(["checked_at"], "2026-13-03T09:00:00Z", "checked_at", id="no-such-month"),
        pytest.param(["languages"], ["fr", "es"], "languages[1]", id="unknown-language"),
        pytest.param(["languages"], ["fr", "fr"], "languages", id="language-twice"),
        pytest.param(["languages"], "fr", "languages", id="languages-as-text"),
        pytest.param(["zone"], "Europe/Geneva", "zone", id="no-such-zone"),
        pytest.param(["new_patients"], "yes", "new_patients", id="not-a-boolean"),
        pytest.param(["people"], [], "people", id="nobody"),
        pytest.param(["publisher"], "Pages", "publisher", id="not-an-object"),
        pytest.param(["publisher", "city"], 12, "publisher.city", id="number-for-text"),
        pytest.param(["summary", "en"], "x" * 1201, "summary.en", id="too-long"),
        pytest.param(["title", "es"], "Hola", "title.es", id="language-of-another-site"),
        pytest.param(["testimonials"], ["so good"], "testimonials", id="not-a-fact"),
    ],
)
def test_a_wrong_fact_is_named(
    facts: dict[str, Any], path: list[Any], value: object, field: str
) -> None:
    place: Any = facts
    for step in path[:-1]:
        place = place[step]
    if value is None:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    with pytest.raises(WrongFact) as refusal:
        practice_facts(facts)
    assert refusal.value.field == field
    assert str(refusal.value).startswith(field)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "host", ["https://mast.example", "mast.example:80", "MAST.example", "-a.b", ""]
)
def test_a_host_is_a_bare_name(facts: dict[str, Any], host: str) -> None:
    with pytest.raises(WrongFact, match="host"):
        services.create(practice="mast", host=host, facts=facts, at=NOW)


def test_a_practice_and_a_host_have_one_site(mast: Site, facts: dict[str, Any]) -> None:
    with pytest.raises(services.AlreadyThere, match="practice"):
        services.create(practice="mast", host="www.other.example", facts=facts, at=NOW)
    with pytest.raises(services.AlreadyThere, match="host"):
        services.create(practice="favre", host="www.mast.example", facts=facts, at=NOW)


def test_wrong_facts_make_no_revision(mast: Site, facts: dict[str, Any]) -> None:
    del facts["telephone"]
    with pytest.raises(WrongFact):
        services.revise(site=mast, facts=facts, at=NOW)
    assert FactsRevision.objects.get(site=mast).number == 1
