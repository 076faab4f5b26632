"""A service message arranges an appointment: it promotes nothing, and leads to the practice alone (P22)."""

import itertools
import re

import pytest

from quenotte.relay import notice
from quenotte.relay.reach import LANGUAGES
from tests.relay import cast
from tests.relay.test_words import said

pytestmark = pytest.mark.claim("P22")

OURS = f"{cast.row()['vault_url']}/"
ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+", re.I)
# Word beginnings in four languages: what sells, compares, or asks to be praised.
SELLS = re.compile(
    r"\b(offer|offre|offert|angebot|promo|discount|rabais|rabatt|scont|remise|sale|sold|for free|free of charge|gratuit"
    r"|gratis|kostenlos|whiten|blanchi|bleach|sbianc|new treatment|nouveau soin|review|avis|bewert"
    r"|recens|recommend|recommand|empfehl|consigli|subscribe|abonne|abonnier|iscriv|newsletter|partner)",
    re.I,
)
EVERY = list(itertools.product(notice.TEMPLATES, ("email", "sms"), LANGUAGES))


def test_messages_are_those_of_an_appointment() -> None:
    assert {template.partition("-")[0] for template in notice.TEMPLATES} == {"appointment"}


@pytest.mark.parametrize(("template", "channel", "language"), EVERY)
def test_no_message_sells_anything_or_leads_elsewhere(
    template: str, channel: str, language: str
) -> None:
    text = said(template, channel, language)
    assert [url for url in ADDRESS.findall(text) if not url.startswith(OURS)] == []
    assert not SELLS.search(ADDRESS.sub("", text))


def test_the_search_would_find_it() -> None:
    for words in ("Unsere Angebote", "nos offres", "una promozione", "20 % discount"):
        assert SELLS.search(words)
    assert ADDRESS.findall("see https://offers.example now") == ["https://offers.example"]
