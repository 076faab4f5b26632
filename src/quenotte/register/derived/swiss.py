"""The Swiss register of processing activities (Art. 12 FADP), from the same answers as the European one."""

from collections.abc import Iterable
from dataclasses import dataclass

from quenotte.register.derived import answers
from quenotte.register.derived.answers import Asked
from quenotte.register.derived.measures import Kind, States
from quenotte.register.derived.parties import Parties
from quenotte.register.derived.rubrics import KINDS
from quenotte.register.derived.spreadsheet import spreadsheet
from quenotte.register.model import Activity
from quenotte.register.periods import Words
from quenotte.register.words import _


@dataclass(frozen=True)
class Item:
    """One item of Art. 12(2): its letter and the questions that answer it."""

    key: str
    letter: str
    label: str


ITEMS = (
    Item("activity", "", _("Name of the activity")),
    Item("controller", "a", _("Identity of the controller")),
    Item("purpose", "b", _("Purpose of the processing")),
    Item("people", "c", _("Categories of persons")),
    Item("data", "c", _("Categories of personal data")),
    Item("recipients", "d", _("Categories of recipients")),
    Item("retention", "e", _("How long the data is kept, or what decides it")),
    Item("security", "f", _("General description of the security measures")),
    Item("abroad", "g", _("States to which data goes, and the guarantees there")),
)

type Entry = dict[str, tuple[str, ...]]


def swiss(
    activities: Iterable[Activity], parties: Parties, states: States, words: Words
) -> tuple[Entry, ...]:
    """One entry an activity: item key → lines."""
    return tuple(_entry(Asked(activity, parties, states, words)) for activity in activities)


def _entry(asked: Asked) -> Entry:
    say = asked.words.gettext
    kinds = dict.fromkeys(datum.category for datum in asked.activity.data)
    return {
        "activity": answers.title(asked),
        "controller": (*answers.controller(asked), *answers.reached(asked)),
        "purpose": answers.purpose(asked),
        "people": answers.people(asked),
        "data": tuple(say(KINDS[kind]) for kind in kinds),
        "recipients": (
            *answers.internal(asked),
            *answers.external(asked),
            *answers.processors(asked),
        ),
        "retention": answers.retention(asked),
        "security": answers.secured(*Kind)(asked),
        "abroad": tuple(
            dict.fromkeys((*answers.transferred(asked), *answers.guarantees(asked))),
        ),
    }


def as_csv(entries: Iterable[Entry], words: Words) -> bytes:
    return spreadsheet(
        [words.gettext(item.label) for item in ITEMS],
        (["\n".join(entry[item.key]) for item in ITEMS] for entry in entries),
    )


def as_json(entries: Iterable[Entry], words: Words) -> dict[str, object]:
    return {
        "items": [
            {"key": item.key, "letter": item.letter, "label": words.gettext(item.label)}
            for item in ITEMS
        ],
        "activities": [{key: list(lines) for key, lines in entry.items()} for entry in entries],
    }
