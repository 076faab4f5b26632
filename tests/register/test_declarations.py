"""A declaration that breaks a promise cannot be constructed."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from quenotte.register import REGISTER
from quenotte.register.model import (
    Activity,
    Ask,
    Basis,
    Category,
    Choice,
    Clock,
    Datum,
    Keep,
    Kind,
    Otherwise,
    Part,
    Period,
    Plane,
    Seal,
    Then,
    Undeclarable,
)
from quenotte.register.recipients import Recipient

ASK = Ask(Kind.TEXT, "In your words", most=10)
HEART = Datum("heart", Category.HEALTH, "unsafe acts", seal=Seal.CARE, part=Part.DETAIL)


@pytest.mark.claim("P15b")
@pytest.mark.parametrize("seal", [None, Seal.DESK, Seal.RIGHTS, Seal.RELAY])
def test_health_is_sealed_to_care_or_not_declared(seal: Seal | None) -> None:
    with pytest.raises(Undeclarable, match="heart must be sealed to care"):
        Datum("heart", Category.HEALTH, "unsafe acts", seal=seal)


@pytest.mark.claim("P15b")
def test_health_lives_on_the_vault_alone() -> None:
    with pytest.raises(Undeclarable, match="lives on the vault alone"):
        replace(REGISTER["questionnaire"], plane=Plane.SITE)


@pytest.mark.claim("P42c")
def test_health_needs_its_condition() -> None:
    with pytest.raises(Undeclarable, match=r"needs its Art\. 9 condition"):
        replace(REGISTER["questionnaire"], art9=None)


@pytest.mark.claim("P14")
def test_a_datum_says_why_it_is_needed() -> None:
    with pytest.raises(Undeclarable, match="does not say why"):
        Datum("shoe_size", Category.IDENTITY, " ")


CLINICAL = ("X-ray", "radiographs", "tooth", "caries", "implant", "crowns", "gums", "root canal")


def asking(name: str, ask: Ask) -> Datum:
    return Datum(name, Category.HEALTH, "curiosity", seal=Seal.CARE, part=Part.DETAIL, ask=ask)


@pytest.mark.claim("P18")
@pytest.mark.parametrize("finding", CLINICAL)
@pytest.mark.parametrize("place", ["label", "choice", "name", "choices of several"])
def test_clinical_questions_about_teeth_are_refused(finding: str, place: str) -> None:
    planted = {
        "label": ("mouth", Ask(Kind.TEXT, f"Tell us about your {finding}", most=10)),
        "choice": ("mouth", Ask(Kind.CHOICE, "Which?", choices=(Choice("a", finding.upper()),))),
        "choices of several": (
            "mouth",
            Ask(Kind.SEVERAL, "Which?", choices=(Choice("a", "No"), Choice("b", f"A {finding}"))),
        ),
        "name": (
            finding.lower().replace(" ", "_").replace("-", "_"),
            Ask(Kind.TEXT, "In your words", most=10),
        ),
    }
    with pytest.raises(Undeclarable, match="dental clinical findings"):
        asking(*planted[place])


@pytest.mark.claim("P18")
@pytest.mark.parametrize(
    "hint", ["Add photos of the tooth", "The tooth number", "Your last panoramic"]
)
def test_a_hint_asks_for_no_clinical_finding_either(hint: str) -> None:
    with pytest.raises(Undeclarable, match="dental clinical findings"):
        asking("mouth", Ask(Kind.TEXT, "In your words", hint, most=10))


@pytest.mark.claim("P18")
def test_a_hint_may_name_teeth_to_keep_them_out() -> None:
    asking("mouth", Ask(Kind.TEXT, "In your words", "Nothing about your teeth here.", most=10))


@pytest.mark.claim("P38")
@pytest.mark.parametrize("country", ["US", "GB", "IN", "fr", ""])
def test_data_goes_to_no_recipient_in_another_country(country: str) -> None:
    with pytest.raises(Undeclarable, match="goes to no recipient in"):
        Recipient("host", "Santé Exemple", country, "contract 7", date(2026, 1, 5))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        pytest.param({"claims": ()}, "no claim", id="no claim"),
        pytest.param({"data": (HEART, HEART)}, "declared twice", id="twice"),
        pytest.param(
            {"basis": Basis.LAW},
            "cites its text",
            id="law without citation",
            marks=pytest.mark.claim("P46"),
        ),
        pytest.param(
            {"basis": Basis.LEGITIMATE_INTEREST},
            "balancing text",
            id="no balancing",
            marks=pytest.mark.claim("P44"),
        ),
        pytest.param(
            {"keep": Keep(Period("P6Y"), Clock.RECEIVED)},
            "nothing longer than P5Y",
            id="too long",
            marks=pytest.mark.claim("P50"),
        ),
        pytest.param(
            {"keep": Keep(Period("P1Y", most="P6Y"), Clock.RECEIVED)},
            "nothing longer than P5Y",
            id="may be chosen too long",
            marks=pytest.mark.claim("P50"),
        ),
        pytest.param(
            {
                "keep": Keep(
                    Period("P1Y"), Clock.RECEIVED, Then.ARCHIVE, archive=Period("P5Y", most="P6Y")
                )
            },
            "nothing longer than P5Y",
            id="archived too long",
            marks=pytest.mark.claim("P50"),
        ),
        pytest.param(
            {
                "keep": Keep(
                    Period("P1Y"),
                    Clock.CLOSED,
                    otherwise=Otherwise(Clock.RECEIVED, Period("P6Y")),
                )
            },
            "nothing longer than P5Y",
            id="too long if never closed",
            marks=pytest.mark.claim("P50"),
        ),
        pytest.param(
            {
                "data": (
                    HEART,
                    replace(
                        HEART, name="name", seal=Seal.DESK, category=Category.IDENTITY, ask=ASK
                    ),
                    replace(HEART, name="words", ask=ASK),
                )
            },
            "exactly one class key",
            id="two keys",
        ),
    ],
)
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
    with pytest.raises(Undeclarable, match="archive period"):
        Keep(Period("P1Y"), Clock.CLOSED, archive=Period("P3Y"))


def test_a_period_names_its_source() -> None:
    with pytest.raises(Undeclarable, match="source of its bounds"):
        Keep(Period("P1Y"), Clock.CLOSED, source=" ")


def test_choices_belong_to_questions_with_choices_and_a_text_has_a_greatest_length() -> None:
    with pytest.raises(Undeclarable, match="choices belong to questions with choices"):
        Ask(Kind.CHOICE, "Which?")
    with pytest.raises(Undeclarable, match="choices belong to questions with choices"):
        Ask(Kind.AGE, "Age", choices=(Choice("a", "A"),))
    with pytest.raises(Undeclarable, match="greatest length"):
        Ask(Kind.LONG, "In your words")


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
