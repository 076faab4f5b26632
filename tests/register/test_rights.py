"""Which rights a person has over an activity's data follows from its basis, by the authority's table (P42)."""

from dataclasses import replace

import pytest

from quenotte.register import REGISTER, Activity
from quenotte.register.derived.rights import Right, rights
from quenotte.register.model import Basis

pytestmark = pytest.mark.claim("P42b")

YES, NO = True, False
COLUMNS = ("access", "rectification", "erasure", "restriction", "portability", "objection")
# legal.md L13: the CNIL's guide for developers, sheet 15.
TABLE = {
    Basis.CONSENT: (YES, YES, YES, YES, YES, NO),
    Basis.CONTRACT: (YES, YES, YES, YES, YES, NO),
    Basis.LEGITIMATE_INTEREST: (YES, YES, YES, YES, NO, YES),
    Basis.LAW: (YES, YES, NO, YES, NO, NO),
    Basis.PUBLIC_TASK: (YES, YES, NO, YES, NO, YES),
    Basis.VITAL_INTEREST: (YES, YES, YES, YES, NO, NO),
}


def on(basis: Basis) -> Activity:
    return replace(REGISTER["contact"], basis=basis, law="a text", balancing="a text")


@pytest.mark.parametrize("basis", Basis, ids=lambda basis: basis.name.lower())
@pytest.mark.parametrize("right", COLUMNS)
def test_a_right_is_offered_where_the_basis_gives_it(basis: Basis, right: str) -> None:
    assert (Right(right) in rights(on(basis))) is TABLE[basis][COLUMNS.index(right)]


@pytest.mark.parametrize("basis", Basis, ids=lambda basis: basis.name.lower())
@pytest.mark.claim("P43")
def test_only_what_was_agreed_to_can_be_withdrawn(basis: Basis) -> None:
    assert (Right.WITHDRAWAL in rights(on(basis))) is (basis is Basis.CONSENT)


def test_nobody_is_promised_a_right_against_decisions_that_no_machine_takes() -> None:
    assert set(Right) == {*COLUMNS, "withdrawal"}


@pytest.mark.parametrize("right", Right)
def test_a_right_is_named_without_its_article(right: Right) -> None:
    assert right.label
    assert not any(sign.isdigit() for sign in right.label)
    assert "Art" not in right.label


@pytest.mark.parametrize("activity", REGISTER.values(), ids=list(REGISTER))
def test_every_activity_offers_at_least_access_correction_and_restriction(
    activity: Activity,
) -> None:
    assert {Right.ACCESS, Right.RECTIFICATION, Right.RESTRICTION} <= set(rights(activity))
