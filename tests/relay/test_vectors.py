"""What version 1 sealed for the relay and published for it still opens, whatever else changes."""

import json
from pathlib import Path

import pytest

from quenotte.base import jws
from quenotte.relay.keys import services
from quenotte.relay.reach import NotAReach, open_reach

VECTORS = Path(__file__).parents[1] / "vectors"
KEYS = json.loads((VECTORS / "keys.json").read_text())
REACH = json.loads((VECTORS / "reach.json").read_text())
SEALED = (VECTORS / "reach.age").read_bytes()
IDENTITY = KEYS["relay"]["months"]["2026-12"]["identity"]


def test_a_reach_that_a_browser_sealed_opens() -> None:
    context, payload = REACH["context"], REACH["payload"]
    reach = open_reach(
        SEALED,
        identity=IDENTITY,
        practice=context["practice"],
        about=context["about"],
        country="CH",
    )
    assert reach.address_in_clear == payload["address"]
    assert reach.secret_in_clear == payload["secret"] == KEYS["link"]["secret"]
    assert (reach.channel, reach.language) == (payload["channel"], payload["language"])


def test_a_reach_that_a_browser_sealed_does_not_open_next_door() -> None:
    with pytest.raises(NotAReach):
        open_reach(
            SEALED,
            identity=IDENTITY,
            practice="favre",
            about=REACH["context"]["about"],
            country="CH",
        )


def test_published_months_have_the_shape_of_version_one() -> None:
    read, signer = jws.read((VECTORS / "months.jws").read_text().strip(), typ=services.TYP)
    assert signer == KEYS["relay"]["fingerprint"]
    assert set(read) == {"v", "issued", "months"}
