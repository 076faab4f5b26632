"""Security measures: each is a claim, printed with its state and never as an adjective (P4)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum, StrEnum

from quenotte.register.claims import CLAIMS, State
from quenotte.register.model import Activity, Category
from quenotte.register.periods import Words
from quenotte.register.words import _

type States = Callable[[str], State]


class Kind(StrEnum):
    """The headings under which the CNIL's record sheet asks for measures."""

    ACCESS = "access"
    TRACES = "traces"
    SOFTWARE = "software"
    BACKUPS = "backups"
    ENCRYPTION = "encryption"
    PROCESSORS = "processors"
    OTHER = "other"


TITLES = {
    Kind.ACCESS: _("Control of users' access"),
    Kind.TRACES: _("Traceability"),
    Kind.SOFTWARE: _("Protection of the software"),
    Kind.BACKUPS: _("Backups"),
    Kind.ENCRYPTION: _("Encryption"),
    Kind.PROCESSORS: _("Control of processors"),
    Kind.OTHER: _("Other measures"),
}
ORGANISATIONAL = (Kind.PROCESSORS, Kind.OTHER)
TECHNICAL = tuple(kind for kind in Kind if kind not in ORGANISATIONAL)

STATES = {
    State.PROVEN: _("proven by the tests of this version"),
    State.FAILING: _("failing on this installation"),
    State.UNVERIFIED: _("not verified on this installation"),
    State.NOT_BUILT: _("not built yet"),
}


class Where(Enum):
    """Which activities a measure protects."""

    EVERYWHERE = "everywhere"
    SEALED = "sealed"
    HEALTH = "health"

    def holds(self, activity: Activity) -> bool:
        if self is Where.HEALTH:
            return any(datum.category is Category.HEALTH for datum in activity.data)
        if self is Where.SEALED:
            return any(datum.seal is not None for datum in activity.data)
        return True


@dataclass(frozen=True)
class Measure:
    kind: Kind
    claim: (
        str  # its sentence is the claim's own: a measure says no more than what its state is about
    )
    where: Where = Where.EVERYWHERE

    @property
    def text(self) -> str:
        return CLAIMS[self.claim].text


MEASURES = (
    Measure(Kind.ACCESS, "P12", Where.SEALED),
    Measure(Kind.ACCESS, "P12b", Where.SEALED),
    Measure(Kind.ACCESS, "P27b"),
    Measure(Kind.TRACES, "P76"),
    Measure(Kind.TRACES, "P55"),
    Measure(Kind.SOFTWARE, "P13b"),
    Measure(Kind.SOFTWARE, "P38c"),
    Measure(Kind.BACKUPS, "P49"),
    Measure(Kind.ENCRYPTION, "P11", Where.SEALED),
    Measure(Kind.ENCRYPTION, "P15", Where.SEALED),
    Measure(Kind.ENCRYPTION, "P15b", Where.HEALTH),
    Measure(Kind.PROCESSORS, "P36"),
    Measure(Kind.PROCESSORS, "P38"),
    Measure(Kind.PROCESSORS, "P56"),
    Measure(Kind.OTHER, "P50"),
    Measure(Kind.OTHER, "P51"),
    Measure(Kind.OTHER, "P75"),
    Measure(Kind.OTHER, "P17e", Where.HEALTH),
    Measure(Kind.OTHER, "P16", Where.HEALTH),
)


def measures(kinds: Iterable[Kind], activities: Iterable[Activity]) -> tuple[Measure, ...]:
    """The measures of these kinds that protect at least one of the activities."""
    wanted, protected = frozenset(kinds), tuple(activities)
    return tuple(
        one
        for one in MEASURES
        if one.kind in wanted and any(one.where.holds(each) for each in protected)
    )


def listed(measure: Measure, states: States, words: Words) -> str:
    """The measure where several kinds stand together: under what it is one, then what it says."""
    return f"{words.gettext(TITLES[measure.kind])}: {stated(measure.claim, states, words)}"


def stated(claim: str, states: States, words: Words) -> str:
    """A claim's sentence, its number, and how it stands here."""
    say = words.gettext
    return say(_("%(measure)s [%(claim)s: %(state)s]")) % {
        "measure": say(CLAIMS[claim].text),
        "claim": claim,
        "state": say(STATES[states(claim)]),
    }
