"""How a form asks (docs/adr/0002-interfaces.md, Form definition); nothing about teeth (P18)."""

import re
from dataclasses import dataclass
from enum import StrEnum

from quenotte.register.keep import Undeclarable


class Kind(StrEnum):
    TEXT = "text"
    LONG = "long"
    AGE = "age"
    EMAIL = "email"
    TELEPHONE = "telephone"
    CHOICE = "choice"
    SEVERAL = "several"


@dataclass(frozen=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True)
class When:
    """A question that is asked only after certain answers."""

    field: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class Ask:
    """One question."""

    kind: Kind
    label: str
    hint: str | None = None
    most: int | None = None
    choices: tuple[Choice, ...] = ()
    when: When | None = None
    one_of: str | None = None
    group: str = "main"
    short: str | None = None
    alert: tuple[str, ...] = ()
    autocomplete: str | None = None

    def __post_init__(self) -> None:
        chosen = self.kind in (Kind.CHOICE, Kind.SEVERAL)
        if chosen != bool(self.choices):
            raise Undeclarable(f"{self.label!r}: choices belong to questions with choices")
        if self.kind in (Kind.TEXT, Kind.LONG) and self.most is None:
            raise Undeclarable(f"{self.label!r}: a text needs its greatest length")


@dataclass(frozen=True)
class Group:
    """A theme of a form: what belongs together on one screen."""

    name: str
    label: str
    hint: str | None = None


# What a dentist finds in the mouth, in the words of a question. A hint may name teeth to keep them out.
_ASKED = re.compile(
    r"\b(tooth|teeth|gums?|caries|cavit(y|ies)|fillings?|crowns?|implants?|dentures?|brac(es|ket)|toothache"
    r"|root canals?|periodont\w*|plaque|bite|x[- ]?rays?|radiographs?|panoramic|photos?|pictures?|scans?)\b",
    re.I,
)
_HINTED = re.compile(
    r"\b(x[- ]?rays?|radiographs?|panoramic|tooth number|periodontal chart|caries finding|photos? of)\b",
    re.I,
)


def dental_words(name: str, ask: Ask) -> str | None:
    """What in a question asks for dental clinical findings; None when nothing does."""
    asked = " ".join((name.replace("_", " "), ask.label, *(c.label for c in ask.choices)))
    found = _ASKED.search(asked) or _HINTED.search(ask.hint or "")
    return found.group() if found else None
