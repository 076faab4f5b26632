"""How long data are kept is said in words, for every clock and every end."""

import re

import pytest

from quenotte.register import REGISTER, Activity, periods
from quenotte.register.model import Clock, Keep, Otherwise, Period, Then
from quenotte.register.periods import AFTER, ENGLISH, Words, bounds, kept, length

pytestmark = pytest.mark.claim("P47", "P48")
SAID = re.compile(
    r"(Erased|Archived, out of the daily work,|Reduced to totals, with nobody behind them,) "
    r"(at once|\d+ (day|month|year)s?) after .+\."
)


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("P0D", "at once"),
        ("P0M", "at once"),
        ("P1D", "1 day"),
        ("P30D", "30 days"),
        ("P1M", "1 month"),
        ("P25M", "25 months"),
        ("P1Y", "1 year"),
        ("P3Y", "3 years"),
    ],
)
def test_a_period_is_said_in_words(period: str, words: str) -> None:
    assert length(Period(period), ENGLISH) == words


@pytest.mark.parametrize("clock", Clock)
@pytest.mark.parametrize("then", Then)
def test_every_clock_and_every_end_has_its_sentence(clock: Clock, then: Then) -> None:
    archive = Period("P2Y") if then is Then.ARCHIVE else None
    sentences = kept(Keep(Period("P7M"), clock, then, archive), ENGLISH)
    assert len(sentences) == (2 if archive else 1)
    assert all(SAID.fullmatch(each) for each in sentences)
    assert all(each.endswith(f" {AFTER[clock]}.") for each in sentences)
    assert "7 months" in sentences[0]


@pytest.mark.parametrize("activity", REGISTER.values(), ids=list(REGISTER))
def test_every_activity_says_what_happens_and_from_when(activity: Activity) -> None:
    first, *rest = kept(activity.keep, ENGLISH)
    assert SAID.fullmatch(first)
    assert length(activity.keep.active, ENGLISH) in first
    assert len(rest) == bool(activity.keep.archive) + bool(activity.keep.otherwise)


@pytest.mark.parametrize("clock", Clock)
def test_what_happens_if_the_event_never_comes_is_said(clock: Clock) -> None:
    keep = Keep(Period("P0D"), Clock.DECIDED, otherwise=Otherwise(clock, Period("P30D")))
    first, second = kept(keep, ENGLISH)
    assert first == "Erased at once after the decision."
    assert "30 days" in second
    assert AFTER[clock] in second
    assert ("asked again" in second) is (clock is Clock.LAST_SIGN)


@pytest.mark.claim("P51")
@pytest.mark.parametrize(
    ("period", "words"),
    [
        (Period("P3M", "P1M", "P12M"), "The practice may choose, from 1 month to 12 months."),
        (Period("P6M", most="P12M"), "The practice may choose, from 6 months to 12 months."),
        (Period("P0D", most="P1D"), "The practice may choose, up to 1 day."),
        (Period("P6M"), ""),
    ],
)
def test_the_bounds_of_a_choice_are_said(period: Period, words: str) -> None:
    assert bounds(period, ENGLISH) == words


def test_no_sentence_types_a_number_and_each_passes_through_the_reader_s_language() -> None:
    asked: list[str] = []

    def noted(text: str) -> str:
        asked.append(text)
        return text

    words = Words(noted, ENGLISH.ngettext)
    for activity in REGISTER.values():
        kept(activity.keep, words)
        bounds(activity.keep.active, words)
    assert set(AFTER) == set(Clock)
    templates = {*asked, *AFTER.values(), periods._OTHERWISE, periods._ASKED_AGAIN}
    assert not [text for text in templates if re.search(r"\d", text)]
    assert {text for text in AFTER.values() if "%" in text} == set()
