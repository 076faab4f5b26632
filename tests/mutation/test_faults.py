"""Every built claim has a fault that turns it red, and every fault still fits the source (P77)."""

from collections import Counter
from pathlib import Path

import pytest

from quenotte.register.claims import BUILT
from tests.mutation.faults import FAULTS, Fault

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.claim("P77")


@pytest.mark.parametrize("fault", FAULTS, ids=lambda one: one.name)
def test_a_fault_s_place_is_found_once(fault: Fault) -> None:
    assert (ROOT / fault.file).read_text().count(fault.before) == 1
    assert fault.before != fault.after


@pytest.mark.parametrize("fault", FAULTS, ids=lambda one: one.name)
def test_a_fault_turns_claims_red_that_are_built(fault: Fault) -> None:
    assert fault.reds
    assert fault.reds <= BUILT


def test_each_built_claim_has_a_fault() -> None:
    assert BUILT - {claim for fault in FAULTS for claim in fault.reds} == set()


def test_each_fault_has_a_name_of_its_own() -> None:
    assert max(Counter(fault.name for fault in FAULTS).values()) == 1
