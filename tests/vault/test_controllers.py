"""Each form names who is responsible: of several, the one of the chosen chair."""

from typing import Any

import pytest

from quenotte.vault.feeds.services import _holds
from quenotte.vault.practices.models import Practice
from tests.vault.conftest import Browser

CARD = {"slug": "mast", "name": "Cabinet Mast", "controller": "Dre Mast"}
TWO = [
    {"name": "Dre Mast", "address": "1 rue du Lac, Genève", "resources": ["chair"]},
    {"name": "Dr Ferri", "address": "2 rue du Lac, Genève", "resources": ["second"]},
]


def page(browser: Browser, practice: Practice) -> str:
    html = browser.client.get("/en/", headers={"Host": practice.host}).content
    return str(html.decode())


@pytest.mark.claim("P2")
def test_every_form_names_all_of_them_before_a_chair_is_chosen(
    browser: Browser, mast: Practice
) -> None:
    mast.public_card = CARD | {"controllers": TWO}
    mast.save()
    html = page(browser, mast)
    for chair, said in (
        ("chair", "Dre Mast, 1 rue du Lac, Genève"),
        ("second", "Dr Ferri, 2 rue du Lac, Genève"),
    ):
        assert html.count(f'<dd data-resources="{chair}">{said}</dd>') == 2  # one a form


def test_one_controller_is_named_for_every_chair(browser: Browser, mast: Practice) -> None:
    mast.public_card = CARD | {"street": "1 rue du Lac", "postcode": "1205", "city": "Genève"}
    mast.save()
    html = page(browser, mast)
    assert html.count("<dd>Dre Mast, 1 rue du Lac, 1205 Genève</dd>") == 2
    assert "data-resources" not in html


@pytest.mark.parametrize(
    "controllers",
    [
        pytest.param({}, id="not-a-list"),
        pytest.param(["Dre Mast"], id="words"),
        pytest.param([{"name": "Dre Mast"}], id="half"),
        pytest.param([TWO[0] | {"name": 7}], id="a-number"),
        pytest.param([TWO[0] | {"resources": "chair"}], id="one-chair-as-words"),
        pytest.param([TWO[0] | {"resources": [7]}], id="a-chair-as-number"),
        pytest.param([TWO[0] | {"telephone": "1"}], id="more"),
    ],
)
def test_a_card_with_controllers_that_are_none_is_not_taken(controllers: Any) -> None:
    assert _holds(CARD | {"controllers": TWO})
    assert not _holds(CARD | {"controllers": controllers})
