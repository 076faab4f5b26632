"""A claim: one sentence that we print, and how it is proven.

Its text has placeholders where a number, a period, a name or a law stands: those come from the register, the
practice's choices and the installation. Its proof are the tests that name it (`@pytest.mark.claim("P11")`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from quenotte.register.keep import Undeclarable

_ID = re.compile(r"(?P<promise>P[1-9]\d?)[a-z]?")
PLACEHOLDER = re.compile(r"%\((?P<name>\w+)\)s")
_TYPED = re.compile(
    r"\d|\b(hours?|days?|weeks?|months?|years?|one|two|three|four|five|six|eight|ten|twelve|thirty)"
    r" (hours?|days?|weeks?|months?|years?)\b",
    re.I,
)
_FIRM = re.compile(r"\b(SA|Sàrl|SARL|SAS|GmbH|AG|KG|Ltd|LLC|Inc|plc|Srl|SpA|S\.A\.|B\.V\.)(?=\W|$)")


@dataclass(frozen=True)
class Claim:
    """One sentence of the policy, or of the page that says how it is kept."""

    id: str  # P11, then P11b, P11c: one promise may need several
    text: str
    where: str = ""  # the policy's section; "" for what only an activity or the page "how" prints
    service: str = ""  # said only where this service is switched on
    only: str = (
        ""  # said only where this is so: a right that the law gives, a certificate that it asks for
    )
    not_built: str = ""  # what is missing; then no test can prove it
    duty: bool = (
        False  # owed by law, so it is said even while the program does not hold it by itself
    )
    probe: str = ""  # a live fact that stands behind it besides the tests

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id):
            raise Undeclarable(f"{self.id!r} is no claim's number; write P11 or P11b")
        plain = PLACEHOLDER.sub("…", self.text)
        if "%" in plain:
            raise Undeclarable(f"{self.id}: a placeholder is written %(name)s")
        if not plain.strip():
            raise Undeclarable(f"{self.id}: a claim is a sentence")
        for pattern, what in ((_TYPED, "a typed number or period"), (_FIRM, "a company's name")):
            if found := pattern.search(plain):
                raise Undeclarable(f"{self.id}: its text holds {what} ({found.group()})")

    @property
    def promise(self) -> str:
        return promise_of(self.id)

    @property
    def needs(self) -> frozenset[str]:
        """The placeholders that have to be filled before it can be said."""
        return frozenset(PLACEHOLDER.findall(self.text))

    @property
    def said(self) -> bool:
        """Whether the policy may print it: what the program does, or what the law demands anyway."""
        return self.duty or not self.not_built


class State(StrEnum):
    PROVEN = "proven"
    FAILING = "failing"
    UNVERIFIED = "unverified"
    NOT_BUILT = "not built"


type Outcomes = Mapping[str, Mapping[str, Sequence[str]]]  # claim → outcome → the tests that had it


def promise_of(claim: str) -> str:
    """The promise that a claim belongs to."""
    match = _ID.fullmatch(claim)
    if match is None:
        raise Undeclarable(f"{claim!r} is no claim's number; write P11 or P11b")
    return match["promise"]


def together(states: list[State]) -> State:
    """How a promise stands by its claims: proven when all of them are."""
    for worst in (State.FAILING, State.NOT_BUILT, State.UNVERIFIED):
        if worst in states:
            return worst
    return State.PROVEN
