"""Periods in words: "3 months", "Erased 3 years after the appointment."."""

from collections.abc import Callable
from dataclasses import dataclass

from quenotte.register.model import Clock, Keep, Period, Then
from quenotte.register.words import _


@dataclass(frozen=True)
class Words:
    """How a reader's language says a sentence, and a sentence with a number."""

    gettext: Callable[[str], str]
    ngettext: Callable[[str, str, int], str]


def _english(one: str, many: str, count: int) -> str:
    return one if count == 1 else many


ENGLISH = Words(str, _english)

_ERASED = {
    Clock.RECEIVED: _("Erased %(period)s after it arrived."),
    Clock.APPOINTMENT: _("Erased %(period)s after the appointment."),
    Clock.CLOSED: _("Erased %(period)s after it was closed."),
    Clock.HANDED_OVER: _("Erased %(period)s after the practice has taken it over into your file."),
    Clock.LAST_MESSAGE: _("Erased %(period)s after the last message, at the latest."),
}
_ARCHIVED = {
    Clock.RECEIVED: _("Archived, out of the daily work, %(period)s after it arrived."),
    Clock.APPOINTMENT: _("Archived, out of the daily work, %(period)s after the appointment."),
    Clock.CLOSED: _("Archived, out of the daily work, %(period)s after it was closed."),
    Clock.HANDED_OVER: _("Archived, out of the daily work, %(period)s after the hand-over."),
    Clock.LAST_MESSAGE: _("Archived, out of the daily work, %(period)s after the last message."),
}


def length(period: Period, words: Words) -> str:
    """ "30 days", in the language of `words`."""
    count = period.count
    said = {
        "D": words.ngettext("%(count)s day", "%(count)s days", count),
        "M": words.ngettext("%(count)s month", "%(count)s months", count),
        "Y": words.ngettext("%(count)s year", "%(count)s years", count),
    }[period.unit]
    return said % {"count": count}


def kept(keep: Keep, words: Words) -> tuple[str, ...]:
    """What happens to the data and when: one sentence a stage, both counted from the same event."""
    if keep.then is Then.ARCHIVE and keep.archive is not None:
        return (
            _sentence(_ARCHIVED[keep.clock], keep.active, words),
            _sentence(_ERASED[keep.clock], keep.archive, words),
        )
    return (_sentence(_ERASED[keep.clock], keep.active, words),)


def _sentence(text: str, period: Period, words: Words) -> str:
    return words.gettext(text) % {"period": length(period, words)}
