"""The register's data under the headings that the CNIL's record sheet asks for."""

from enum import StrEnum

from quenotte.register.derived.notice import capital
from quenotte.register.model import Activity, Category, Datum, Part, Subject
from quenotte.register.periods import Words, kept, length
from quenotte.register.words import _


class Rubric(StrEnum):
    IDENTITY = "identity"
    PERSONAL_LIFE = "personal_life"
    WORKING_LIFE = "working_life"
    MONEY = "money"
    CONNECTION = "connection"
    PLACE = "place"
    INTERNET = "internet"
    OTHER = "other"
    SENSITIVE = "sensitive"
    NATIONAL_NUMBER = "national_number"


# Nothing is declared under the rubrics that no category leads to: the register has no such category.
UNDER: dict[Category, Rubric] = {
    Category.IDENTITY: Rubric.IDENTITY,
    Category.CONTACT: Rubric.IDENTITY,
    Category.HEALTH: Rubric.SENSITIVE,
    Category.MESSAGE: Rubric.OTHER,
    Category.SCHEDULE: Rubric.OTHER,
    Category.CONSENT: Rubric.OTHER,
    Category.RIGHTS: Rubric.OTHER,
    Category.AUDIENCE: Rubric.INTERNET,
    Category.TECHNICAL: Rubric.CONNECTION,
}

PLACES = frozenset({"audience.region"})  # where somebody was, as far as it is known

KINDS: dict[Category, str] = {
    Category.IDENTITY: _("Identity"),
    Category.CONTACT: _("Means of contact"),
    Category.HEALTH: _("Health answers"),
    Category.MESSAGE: _("What somebody wrote in their own words"),
    Category.SCHEDULE: _("Dates, times and types of appointments"),
    Category.CONSENT: _("Choices and the proof of them"),
    Category.RIGHTS: _("Requests about one's own data"),
    Category.AUDIENCE: _("Counters of visits, without anybody behind them"),
    Category.TECHNICAL: _("Technical marks of the service"),
}

PEOPLE: dict[Subject, str] = {
    Subject.PATIENTS: _("Patients"),
    Subject.REPRESENTATIVES: _("Those who represent a patient: parents, guardians"),
    Subject.VISITORS: _("Visitors of the practice's site"),
    Subject.SUBSCRIBERS: _("Subscribers to the newsletter"),
    Subject.STAFF: _("Members of the practice"),
}


def data(activity: Activity, rubric: Rubric, words: Words) -> tuple[str, ...]:
    """Each datum under this heading: what is asked by its label, the rest by what it is for.

    A question that follows up a health answer is part of that answer.
    """
    return tuple(
        label(datum, words)
        for datum in activity.data
        if _rubric(activity, datum) is rubric and not _follows_up(datum)
    )


def _rubric(activity: Activity, datum: Datum) -> Rubric:
    if f"{activity.key}.{datum.name}" in PLACES:
        return Rubric.PLACE
    return UNDER[datum.category]


def label(datum: Datum, words: Words) -> str:
    say = words.gettext
    return say(datum.ask.short or datum.ask.label) if datum.ask else capital(say(datum.why))


def _follows_up(datum: Datum) -> bool:
    return (
        datum.category is Category.HEALTH and datum.ask is not None and datum.ask.when is not None
    )


def retention(activity: Activity, words: Words) -> tuple[str, ...]:
    """How long, with the kinds that it holds for: what is detail goes when the rest is archived."""
    say = words.gettext
    whole = " ".join(kept(activity.keep, words))
    early = say(_("Erased when the rest is archived, after %(period)s.")) % {
        "period": length(activity.keep.active, words)
    }
    together: dict[str, list[str]] = {}
    for category in dict.fromkeys(datum.category for datum in activity.data):
        parts = {datum.part for datum in activity.data if datum.category is category}
        goes_early = activity.keep.archive is not None and parts == {Part.DETAIL}
        together.setdefault(early if goes_early else whole, []).append(say(KINDS[category]))
    return tuple(f"{', '.join(kinds)}: {text}" for text, kinds in together.items())
