"""The controller's register (Art. 30(1) GDPR), a sheet an activity, with the questions of the CNIL's models.

Only the activities that are handed in stand in it: those whose service is switched on.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from quenotte import __version__
from quenotte.register.derived import answers
from quenotte.register.derived.answers import Asked
from quenotte.register.derived.measures import ORGANISATIONAL, TECHNICAL, TITLES, Kind, States
from quenotte.register.derived.parties import Parties
from quenotte.register.derived.rubrics import Rubric
from quenotte.register.derived.spreadsheet import spreadsheet
from quenotte.register.model import Activity
from quenotte.register.periods import Words
from quenotte.register.words import _

type Answer = Callable[[Asked], tuple[str, ...]]


@dataclass(frozen=True)
class Question:
    """One question of the sheet; no answer at all means that we do not know it."""

    key: str
    label: str
    answer: Answer
    required: bool = False
    ours: bool = False  # beyond the CNIL's models, because it is known here


def _software(asked: Asked) -> tuple[str, ...]:
    return (f"Quenotte {__version__}",)


QUESTIONS = (
    Question("activity", _("Name of the activity"), answers.title, required=True),
    Question("reference", _("Reference"), answers.reference),
    Question("created", _("Sheet created on"), answers.created),
    Question("changed", _("Sheet last changed on"), answers.changed),
    Question("controller", _("Controller"), answers.controller, required=True),
    Question(
        "controller_contact", _("How to reach the controller"), answers.reached, required=True
    ),
    Question("dpo", _("Data protection officer"), answers.officer, required=True),
    Question(
        "representative", _("Representative in the Union"), answers.representative, required=True
    ),
    Question("joint_controllers", _("Joint controllers"), answers.joint, required=True),
    Question("purpose", _("Main purpose"), answers.purpose, required=True),
    Question("sub_purposes", _("What each datum serves"), answers.sub_purposes),
    Question("software", _("Software"), _software),
    Question("people", _("Categories of persons"), answers.people, required=True),
    Question(
        "identity",
        _("Civil status, identity, contact"),
        answers.under(Rubric.IDENTITY),
        required=True,
    ),
    Question("personal_life", _("Personal life"), answers.under(Rubric.PERSONAL_LIFE)),
    Question("working_life", _("Working life"), answers.under(Rubric.WORKING_LIFE)),
    Question("money", _("Economic and financial data"), answers.under(Rubric.MONEY)),
    Question("connection", _("Connection data"), answers.under(Rubric.CONNECTION)),
    Question("place", _("Location data"), answers.under(Rubric.PLACE)),
    Question(
        "internet", _("Internet: tracers, browsing, audience"), answers.under(Rubric.INTERNET)
    ),
    Question("other_data", _("Other data"), answers.under(Rubric.OTHER)),
    Question("sensitive", _("Sensitive data"), answers.under(Rubric.SENSITIVE), required=True),
    Question(
        "national_number",
        _("National identification number"),
        answers.under(Rubric.NATIONAL_NUMBER),
    ),
    Question("retention", _("How long each kind is kept"), answers.retention, required=True),
    Question("internal", _("Recipients inside the practice"), answers.internal, required=True),
    Question("external", _("Recipients outside the practice"), answers.external, required=True),
    Question("processors", _("Processors"), answers.processors, required=True),
    Question("transfers", _("Transfers to other countries"), answers.transferred, required=True),
    Question("guarantees", _("Guarantees of the transfers"), answers.guarantees, required=True),
    Question("technical", _("Technical measures"), answers.secured(*TECHNICAL), required=True),
    Question(
        "organisational",
        _("Organisational measures"),
        answers.secured(*ORGANISATIONAL),
        required=True,
    ),
    Question("access", TITLES[Kind.ACCESS], answers.secured(Kind.ACCESS)),
    Question("traces", TITLES[Kind.TRACES], answers.secured(Kind.TRACES)),
    Question("protection", TITLES[Kind.SOFTWARE], answers.secured(Kind.SOFTWARE)),
    Question("backups", TITLES[Kind.BACKUPS], answers.secured(Kind.BACKUPS)),
    Question("encryption", TITLES[Kind.ENCRYPTION], answers.secured(Kind.ENCRYPTION)),
    Question("control", TITLES[Kind.PROCESSORS], answers.secured(Kind.PROCESSORS)),
    Question("other_measures", TITLES[Kind.OTHER], answers.secured(Kind.OTHER)),
    Question("basis", _("Legal basis"), answers.basis, ours=True),
    Question("health_condition", _("Condition for health data"), answers.condition, ours=True),
    Question("balancing", _("Why a legitimate interest outweighs"), answers.balancing, ours=True),
    Question("source", _("Where the data comes from"), answers.source, ours=True),
    Question("hosting", _("Hosting"), answers.hosting, ours=True),
)


@dataclass(frozen=True)
class Sheet:
    """One activity: question key → what is answered, a line each."""

    activity: str
    answers: dict[str, tuple[str, ...]]


def records(
    activities: Iterable[Activity], parties: Parties, states: States, words: Words
) -> tuple[Sheet, ...]:
    """The whole register, in the language of `words`."""
    return tuple(
        Sheet(
            activity.key,
            {each.key: each.answer(Asked(activity, parties, states, words)) for each in QUESTIONS},
        )
        for activity in activities
    )


def as_csv(sheets: Iterable[Sheet], words: Words) -> bytes:
    return spreadsheet(
        [words.gettext(each.label) for each in QUESTIONS],
        (["\n".join(sheet.answers[each.key]) for each in QUESTIONS] for sheet in sheets),
    )


def as_json(sheets: Iterable[Sheet], words: Words) -> dict[str, object]:
    return {
        "questions": [
            {"key": each.key, "label": words.gettext(each.label), "required": each.required}
            for each in QUESTIONS
        ],
        "activities": [
            {
                "activity": sheet.activity,
                "answers": {key: list(said) for key, said in sheet.answers.items()},
            }
            for sheet in sheets
        ],
    }
