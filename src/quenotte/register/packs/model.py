"""What a country's law adds: its names, authority, deadlines, ceilings (P3). Facts with their certainty.

A fact that is not certain carries the day on which it is looked at again, and whoever prints it can say so.
Sources: the rows L1-L37 of the law behind the periods (docs/register.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from quenotte.register.keep import Undeclarable, parts
from quenotte.register.model import Art9, Basis

_NOTHING: Mapping[str, str] = MappingProxyType({})


class Certainty(StrEnum):
    CERTAIN = "certain"  # the text of the law or authority was seen
    LIKELY = "likely"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True)
class Fact:
    """One thing that a country's law says, as a value: a period, a citation, a number."""

    value: str
    source: str
    certainty: Certainty = Certainty.CERTAIN
    review: date | None = None

    def __post_init__(self) -> None:
        if not self.source.strip():
            raise Undeclarable(f"the fact {self.value!r} names no source")
        if (self.certainty is Certainty.CERTAIN) != (self.review is None):
            raise Undeclarable(
                f"the fact {self.value!r} is {self.certainty}: only what is not certain has a day of review"
            )


def certain(value: str, source: str) -> Fact:
    return Fact(value, source)


def likely(value: str, source: str, *, review: str) -> Fact:
    return Fact(value, source, Certainty.LIKELY, date.fromisoformat(review))


def uncertain(value: str, source: str, *, review: str) -> Fact:
    return Fact(value, source, Certainty.UNCERTAIN, date.fromisoformat(review))


class Deadline(StrEnum):
    """Which answer is due when; values are ISO 8601 durations."""

    GENERAL = "general"
    HEALTH = "health"
    OLD_HEALTH = "old-health"  # what was constituted more than five years ago
    OLD = "old"  # how old such information is
    LONGER = "longer"  # the one extension
    BREACH = "breach"  # in hours: how soon the authority is told


class Offered(StrEnum):
    """What a person may ask; the sentence that says so is a claim."""

    ACCESS = "access"
    RECTIFICATION = "rectification"
    DISPUTED = "disputed"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    PORTABILITY = "portability"
    OBJECTION = "objection"
    AFTER_DEATH = "after-death"


@dataclass(frozen=True)
class Authority:
    name: str  # translated
    address: str = ""
    site: str = ""


@dataclass(frozen=True)
class Hosting:
    """Where health data may lie, and what its host must have."""

    places: frozenset[str]
    certificate: Fact | None = None  # the law that asks for one; its end closes new questionnaires


@dataclass(frozen=True)
class Pack:
    """One country's law, as far as these pages need it."""

    country: str
    law: str  # translated, for the middle of a sentence
    names: frozenset[
        str
    ]  # how the law and its authority are called in any language: for no other country's page
    authority: Authority
    health: Fact  # what the law calls health data, cited
    rights: tuple[Offered, ...]
    deadlines: Mapping[Deadline, Fact]
    ceilings: Mapping[str, Fact]  # activity → the longest period; "" is every other one
    hosting: Hosting
    articles: Mapping[Basis | Art9, Fact] = MappingProxyType({})
    laws: Mapping[str, str] = field(default_factory=lambda: _NOTHING)  # an activity's citation here
    consent_age: Fact | None = None
    assessment: Fact | None = None  # when an impact assessment is not asked for

    def __post_init__(self) -> None:
        for fact in (*self.deadlines.values(), *self.ceilings.values()):
            if not fact.value.startswith("PT"):
                parts(fact.value)
        if "" not in self.ceilings:
            raise Undeclarable(f"the pack {self.country} names no ceiling")

    def ceiling(self, activity: str) -> str:
        """The longest that this country allows for an activity, as a period."""
        return self.ceilings.get(activity, self.ceilings[""]).value

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact of it, for the list of what is looked at again and when."""
        maybe = (self.hosting.certificate, self.consent_age, self.assessment)
        return (
            self.health,
            *self.deadlines.values(),
            *self.ceilings.values(),
            *self.articles.values(),
            *(fact for fact in maybe if fact is not None),
        )

    @property
    def to_review(self) -> tuple[Fact, ...]:
        return tuple(fact for fact in self.facts if fact.review is not None)
