"""A declaration that breaks a promise cannot be constructed."""

from dataclasses import replace
from typing import Any

import pytest

from quenotte.register import REGISTER
from quenotte.register.model import (
    Activity,
    Ask,
    Basis,
    Category,
    Clock,
    Datum,
    Keep,
    Kind,
    Part,
    Period,
    Plane,
    Seal,
    Then,
    Undeclarable,
)

HEART = Datum("heart", Category.HEALTH, "unsafe acts", seal=Seal.CARE, part=Part.DETAIL)


@pytest.mark.claim("P15")
@pytest.mark.parametrize("seal", [None, Seal.DESK, Seal.RIGHTS, Seal.RELAY])
def test_health_is_sealed_to_care_or_not_declared(seal: Seal | None) -> None:
    with pytest.raises(Undeclarable, match="heart must be sealed to care"):
        Datum("heart", Category.HEALTH, "unsafe acts", seal=seal)


@pytest.mark.claim("P15")
def test_health_lives_on_the_vault_alone() -> None:
    with pytest.raises(Undeclarable, match="lives on the vault alone"):
        replace(REGISTER["questionnaire"], plane=Plane.SITE)


@pytest.mark.claim("P42")
def test_health_needs_its_condition() -> None:
    with pytest.raises(Undeclarable, match=r"needs its Art\. 9 condition"):
        replace(REGISTER["questionnaire"], art9=None)


@pytest.mark.claim("P14")
def test_a_datum_says_why_it_is_needed() -> None:
    with pytest.raises(Undeclarable, match="does not say why"):
        Datum("shoe_size", Category.IDENTITY, " ")


@pytest.mark.claim("P18")
@pytest.mark.parametrize(
    "label", ["Send us your X-ray", "Tooth number of the pain", "A photo of the tooth"]
)
def test_clinical_questions_about_teeth_are_refused(label: str) -> None:
    with pytest.raises(Undeclarable, match="dental clinical findings"):
        Datum(
            "teeth",
            Category.HEALTH,
            "curiosity",
            seal=Seal.CARE,
            part=Part.DETAIL,
            ask=Ask(Kind.TEXT, label, most=10),
        )


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        pytest.param({"claims": ()}, "no claim", id="no claim"),
        pytest.param({"data": (HEART, HEART)}, "declared twice", id="twice"),
        pytest.param({"basis": Basis.LAW}, "cites its text", id="law without citation"),
        pytest.param({"basis": Basis.LEGITIMATE_INTEREST}, "balancing text", id="no balancing"),
        pytest.param(
            {"keep": Keep(Period("P6Y"), Clock.RECEIVED)}, "nothing longer than P5Y", id="too long"
        ),
    ],
)
@pytest.mark.claim("P44", "P46", "P50")
def test_an_activity_that_breaks_a_promise_is_refused(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(Undeclarable, match=says):
        replace(REGISTER["questionnaire"], **changes)


@pytest.mark.parametrize("period", ["30 days", "P", "P00D", "P1W", "P1Y6M", "", "P-1D"])
def test_a_period_cannot_be_free_text(period: str) -> None:
    with pytest.raises(Undeclarable, match="is not a period"):
        Period(period)


def test_a_period_lies_within_its_bounds() -> None:
    with pytest.raises(Undeclarable, match="outside its own bounds"):
        Period("P2Y", most="P1Y")


def test_an_archive_has_a_period_and_only_an_archive() -> None:
    with pytest.raises(Undeclarable, match="archive period"):
        Keep(Period("P1Y"), Clock.CLOSED, then=Then.ARCHIVE)


def test_a_question_is_sealed_to_somebody() -> None:
    with pytest.raises(Undeclarable, match="sealed to nobody"):
        Datum("name", Category.IDENTITY, "who", ask=Ask(Kind.TEXT, "Name", most=9))


@pytest.mark.parametrize("activity", REGISTER.values(), ids=list(REGISTER))
def test_what_is_asked_after_an_answer_asks_about_a_question_of_the_same_form(
    activity: Activity,
) -> None:
    asked = {datum.name: datum.ask for datum in activity.asked}
    for ask in asked.values():
        if ask and ask.when:
            before = asked[ask.when.field]
            assert before is not None
            assert set(ask.when.answers) <= {choice.value for choice in before.choices}
        assert ask is None or ask.group in {group.name for group in activity.groups}
