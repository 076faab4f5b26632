"""A draft of the impact assessment (Art. 35(7) GDPR, Art. 22 FADP): what the register knows, left to be completed.

The risks' sources, likelihood and severity are proposals. What the program does is stated with its proof;
what only the controller knows is asked.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from quenotte.register.claims import State
from quenotte.register.derived import answers
from quenotte.register.derived.answers import Asked
from quenotte.register.derived.measures import STATES, Kind, States, listed, measures, stated
from quenotte.register.derived.notice import capital
from quenotte.register.derived.papers import Paper, Section, Table
from quenotte.register.derived.parties import Parties
from quenotte.register.model import Activity, Category
from quenotte.register.periods import Words
from quenotte.register.words import _


class Level(Enum):
    """The four steps of the CNIL's method."""

    NEGLIGIBLE = _("negligible")
    LIMITED = _("limited")
    SIGNIFICANT = _("significant")
    MAXIMUM = _("maximum")


@dataclass(frozen=True)
class Risk:
    """What may happen to the persons, why, and the claims that stand against it."""

    event: str
    sources: str
    effects: str
    severity: Level
    against: tuple[str, ...]

    def likelihood(self, states: States) -> Level:
        """Limited while every claim against it is proven; significant as soon as one is not."""
        proven = all(states(claim) is State.PROVEN for claim in self.against)
        return Level.LIMITED if proven else Level.SIGNIFICANT


RISKS = (
    Risk(
        _("Somebody reads what they may not read"),
        _("a curious or pressed member of staff, a thief of a computer, an intruder on a server"),
        _("shame, loss of trust, a disadvantage at work or with an insurer"),
        Level.SIGNIFICANT,
        ("P11", "P12", "P15", "P12b", "P76"),
    ),
    Risk(
        _("Data is changed against the person's will"),
        _("a mistake at the desk, an intruder on a server, a fault of the program"),
        _("care that is prepared on wrong answers, an appointment that is missed"),
        Level.SIGNIFICANT,
        ("P15", "P16", "P13b", "P76"),
    ),
    Risk(
        _("Data is gone"),
        _("a lost key, a broken machine, an intruder who destroys, an erasure by mistake"),
        _("questions are asked again, an appointment is lost"),
        Level.LIMITED,
        ("P12c", "P49"),
    ),
)


def assessment(
    activities: Iterable[Activity], parties: Parties, states: States, *, words: Words, language: str
) -> Paper:
    """The draft, for the services that are on."""
    say = words.gettext
    asked = tuple(Asked(activity, parties, states, words) for activity in activities)
    return Paper(
        say(_("Impact assessment: draft")),
        language,
        (
            say(
                _(
                    "This is a draft, made from the register. The controller completes it, decides and"
                    " signs; nothing here is an opinion of the authority."
                )
            ),
            needed(parties, words),
        ),
        (
            Section(
                say(_("Controller")),
                items=tuple(", ".join((one.name, *one.reached)) for one in parties.controllers),
            ),
            _description(asked, states, words),
            _necessity(asked, words),
            _rights(asked, states, words),
            _risks(states, words),
            Section(
                say(_("Measures")),
                items=tuple(
                    listed(one, states, words)
                    for one in measures(Kind, (each.activity for each in asked))
                ),
            ),
            _left(words),
        ),
    )


def needed(parties: Parties, words: Words) -> str:
    """Whether the law asks for an assessment, as far as the pack and the number of controllers tell."""
    say = words.gettext
    exemptions = [pack.assessment for pack in parties.packs if pack.assessment is not None]
    if len(exemptions) < len(parties.packs):
        return say(
            _(
                "Whether one is required is for the controller to decide: the law names no exemption that"
                " this program knows."
            )
        )
    exempt = "; ".join(say(fact.value) for fact in exemptions)
    if len(parties.controllers) == 1:
        return say(
            _(
                "None is required if the practice has a single practitioner: %(exemption)s. It may be made"
                " all the same."
            )
        ) % {"exemption": exempt}
    return say(
        _(
            "Several practitioners share this practice, so the exemption may not hold: %(exemption)s. The"
            " controllers decide."
        )
    ) % {"exemption": exempt}


def _description(asked: tuple[Asked, ...], states: States, words: Words) -> Section:
    say = words.gettext
    head = (_("Activity"), _("Purpose"), _("Persons"), _("Recipients"), _("How long"))
    rows = tuple(
        (
            "; ".join(answers.title(each)),
            "; ".join(answers.purpose(each)),
            "; ".join(answers.people(each)),
            "; ".join((*answers.internal(each), *answers.processors(each))),
            "; ".join(answers.retention(each)),
        )
        for each in asked
    )
    return Section(
        say(_("Systematic description")),
        (*(stated(claim, states, words) for claim in ("P15", "P11", "P13b")),),
        table=Table(tuple(say(each) for each in head), rows),
    )


def _necessity(asked: tuple[Asked, ...], words: Words) -> Section:
    """Why each activity may be, and why each datum is asked: the register's own reasons."""
    say = words.gettext
    head = (
        _("Activity"),
        _("Basis"),
        _("Condition for health data"),
        _("Why each datum is needed"),
    )
    rows = tuple(
        (
            "; ".join(answers.title(each)),
            "; ".join(answers.basis(each)),
            "; ".join(answers.condition(each)),
            "; ".join(answers.sub_purposes(each)),
        )
        for each in asked
    )
    balancing = tuple(
        f"{say(each.activity.title)}: {say(each.activity.balancing)}"
        for each in asked
        if each.activity.balancing
    )
    return Section(
        say(_("Necessity and proportionality")),
        items=balancing,
        table=Table(tuple(say(one) for one in head), rows),
    )


def _rights(asked: tuple[Asked, ...], states: States, words: Words) -> Section:
    """How the persons are told and asked; health answers are named apart where none is archived."""
    say = words.gettext
    lines = [
        *(stated(claim, states, words) for claim in ("P19", "P20b", "P33")),
        say(_("They exercise their rights with the practice; the policy says how and by when.")),
    ]
    health = [each.activity for each in asked if _holds_health(each.activity)]
    if health and all(one.keep.archive is None for one in health):
        lines.append(say(_("Health answers are erased, and not archived.")))
    return Section(say(_("The persons' rights")), tuple(lines))


def _holds_health(activity: Activity) -> bool:
    return any(datum.category is Category.HEALTH for datum in activity.data)


def _risks(states: States, words: Words) -> Section:
    say = words.gettext
    head = (
        *(_("Feared event"), _("Sources"), _("Effects on the persons")),
        *(_("Severity, proposed"), _("Likelihood, proposed"), _("Measures against it")),
    )
    rows = tuple(
        (
            say(risk.event),
            capital(say(risk.sources)),
            capital(say(risk.effects)),
            say(risk.severity.value),
            say(risk.likelihood(states).value),
            "; ".join(f"{claim}: {say(STATES[states(claim)])}" for claim in risk.against),
        )
        for risk in RISKS
    )
    return Section(
        say(_("Risks to the rights of the persons")),
        (
            say(
                _(
                    "Likelihood is put higher as soon as a measure against the risk is not proven on this"
                    " installation."
                )
            ),
        ),
        table=Table(tuple(say(each) for each in head), rows),
    )


def _left(words: Words) -> Section:
    say = words.gettext
    return Section(
        say(_("What the controller adds")),
        items=(
            say(_("How many patients a year, and how many practitioners share the practice.")),
            say(_("The opinion of the data protection officer, if one is appointed.")),
            say(_("What patients or their representatives think of it, where they were asked.")),
            say(_("The computers and rooms of the practice: who enters, who locks.")),
            say(_("Whether the risks that remain are accepted; name, date and signature.")),
        ),
    )
