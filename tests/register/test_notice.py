"""The notice beside a form says what the activity declares, when the answers are asked for."""

import pytest

from quenotte.register import REGISTER
from quenotte.register.derived.notice import Controller, capital, notice
from quenotte.register.model import Activity, Period
from quenotte.register.periods import ENGLISH, length

FORMS = [activity for activity in REGISTER.values() if activity.form]


@pytest.mark.claim("P19")
@pytest.mark.parametrize("activity", FORMS, ids=lambda one: one.key)
def test_a_notice_names_who_why_basis_readers_period_and_consequence(
    activity: Activity,
) -> None:
    rows = notice(activity, controllers=[Controller("Dr Mast", "Genève")], words=ENGLISH)
    said = {row.term: " ".join(line.text for line in row.lines) for row in rows}
    assert said["Who is responsible"] == "Dr Mast, Genève"
    assert said["What for"] == activity.purpose
    assert said["On which basis"] == activity.basis_words
    assert said["Who reads it"] == capital(activity.readers)
    assert said["If you leave something empty"] == activity.without
    assert said["How long"].startswith(("Erased", "Archived"))
    for recipient in activity.recipients:
        assert recipient.sees in said["Who else receives it"]


@pytest.mark.claim("P47")
@pytest.mark.parametrize("activity", FORMS, ids=lambda one: one.key)
def test_a_period_carries_the_claim_that_it_is_kept(
    activity: Activity,
) -> None:
    rows = notice(activity, controllers=[Controller("Dr Mast")], words=ENGLISH)
    kept = next(row for row in rows if row.term == "How long")
    assert {line.claim for line in kept.lines} == {"P47"}


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("P1D", "1 day"),
        ("P30D", "30 days"),
        ("P1M", "1 month"),
        ("P3M", "3 months"),
        ("P3Y", "3 years"),
    ],
)
def test_a_period_is_said_in_words(period: str, words: str) -> None:
    assert length(Period(period), ENGLISH) == words
