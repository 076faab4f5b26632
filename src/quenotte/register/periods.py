"""Periods in words: "3 months", "Erased 3 years after the appointment."."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from quenotte.register.keep import days, parts
from quenotte.register.model import Clock, Keep, Otherwise, Period, Then
from quenotte.register.words import _


@dataclass(frozen=True)
class Words:
    """How a reader's language says a sentence, and a sentence with a number."""

    gettext: Callable[[str], str]
    ngettext: Callable[[str, str, int], str]
    day: Callable[[date], str] = date.isoformat


def _english(one: str, many: str, count: int) -> str:
    return one if count == 1 else many


ENGLISH = Words(str, _english)

# The event of each clock, as it stands at the end of a sentence.
AFTER = {
    Clock.RECEIVED: _("after it arrived"),
    Clock.APPOINTMENT: _("after the appointment"),
    Clock.CLOSED: _("after the case was closed"),
    Clock.HANDED_OVER: _("after the practice has taken it over into your file"),
    Clock.LAST_MESSAGE: _("after the last message"),
    Clock.WITHDRAWN: _("after you took your agreement back or objected"),
    Clock.LAST_SIGN: _("after you last did something about it"),
    Clock.VALIDITY_END: _("after it ceased to count"),
    Clock.CHOSEN: _("after you chose"),
    Clock.MONTH_END: _("after the end of the month in which it was due"),
    Clock.ENTERED: _("after it was written"),
    Clock.DECIDED: _("after the decision"),
    Clock.CARRIED_OUT: _("after it was carried out"),
    Clock.LEFT: _("after somebody left the practice"),
    Clock.ANSWERED: _("after the answer"),
}
_THEN = {
    Then.ERASE: _("Erased %(period)s %(event)s."),
    Then.ARCHIVE: _("Archived, out of the daily work, %(period)s %(event)s."),
    Then.AGGREGATE: _("Reduced to totals, with nobody behind them, %(period)s %(event)s."),
}
_OTHERWISE = _("Should that not happen, erased %(period)s %(event)s.")
_ASKED_AGAIN = _(
    "Otherwise you are asked again %(period)s %(event)s; without an answer it is erased."
)


def length(period: Period, words: Words) -> str:
    """ "30 days", in the language of `words`; no time at all is "at once"."""
    return said(period.default, words)


def said(period: str, words: Words) -> str:
    """An ISO 8601 duration in words."""
    count, unit = parts(period)
    if count == 0:
        return words.gettext(_("at once"))
    counted = {
        "D": words.ngettext("%(count)s day", "%(count)s days", count),
        "M": words.ngettext("%(count)s month", "%(count)s months", count),
        "Y": words.ngettext("%(count)s year", "%(count)s years", count),
    }[unit]
    return counted % {"count": count}


def kept(keep: Keep, words: Words) -> tuple[str, ...]:
    """What happens to the data and when: one sentence a stage, each naming the event that it is counted from."""
    sentences = [_sentence(_THEN[keep.then], keep.active, keep.clock, words)]
    if keep.archive is not None:
        sentences.append(_sentence(_THEN[Then.ERASE], keep.archive, keep.clock, words))
    if keep.otherwise is not None:
        sentences.append(_without_the_event(keep.otherwise, words))
    return tuple(sentences)


def bounds(period: Period, words: Words) -> str:
    """Within what the practice may choose; empty where there is no choice."""
    within = {"least": period.least or period.default, "most": period.longest}
    if within["least"] == within["most"]:
        return ""
    chosen = _("The practice may choose, from %(least)s to %(most)s.")
    if days(within["least"]) == 0:
        chosen = _("The practice may choose, up to %(most)s.")
    return words.gettext(chosen) % {name: said(value, words) for name, value in within.items()}


def _without_the_event(otherwise: Otherwise, words: Words) -> str:
    text = _ASKED_AGAIN if otherwise.clock is Clock.LAST_SIGN else _OTHERWISE
    return _sentence(text, otherwise.period, otherwise.clock, words)


def _sentence(text: str, period: Period, clock: Clock, words: Words) -> str:
    return words.gettext(text) % {
        "period": length(period, words),
        "event": words.gettext(AFTER[clock]),
    }
