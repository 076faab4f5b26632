"""Several who share a site each answer for their own patients; the card says for which chairs."""

from typing import Any

import pytest

from quenotte.site.facts.card import public_card
from quenotte.site.facts.reading import WrongFact
from quenotte.site.facts.schema import practice_facts

MOTTET = {"name": "Dre Anne Mottet", "address": "12 rue des Bains, Genève", "resources": ["mottet"]}
FERRI = {"name": "Dr Luca Ferri", "address": "12 rue des Bains, Genève", "resources": ["ferri"]}


@pytest.mark.claim("P2")
def test_each_controller_stands_in_the_card_with_their_chairs(facts: dict[str, Any]) -> None:
    read = practice_facts(facts | {"controllers": [MOTTET, FERRI]})
    card = public_card(read, practice="mast", url="https://www.mast.example")
    assert card["controllers"] == [MOTTET, FERRI]


def test_one_controller_alone_leaves_the_card_as_it_was(facts: dict[str, Any]) -> None:
    card = public_card(practice_facts(facts), practice="mast", url="https://www.mast.example")
    assert "controllers" not in card


@pytest.mark.claim("P2")
@pytest.mark.parametrize(
    ("controllers", "field"),
    [
        pytest.param([], "controllers", id="nobody"),
        pytest.param("Dre Mottet", "controllers", id="not-a-list"),
        pytest.param([MOTTET | {"address": ""}], "controllers[0].address", id="no-address"),
        pytest.param([MOTTET | {"resources": []}], "controllers[0].resources", id="no-chair"),
        pytest.param(
            [MOTTET | {"resources": ["Chair 1"]}], "controllers[0].resources[0]", id="no-slug"
        ),
        pytest.param([MOTTET, {"name": "Dr Ferri"}], "controllers[1].address", id="half"),
        pytest.param(
            [MOTTET, FERRI | {"resources": ["mottet"]}], "controllers[1].resources", id="twice"
        ),
    ],
)
def test_a_wrong_controller_is_named(facts: dict[str, Any], controllers: Any, field: str) -> None:
    with pytest.raises(WrongFact) as refusal:
        practice_facts(facts | {"controllers": controllers})
    assert refusal.value.field == field
