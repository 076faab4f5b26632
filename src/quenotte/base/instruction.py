"""What a practice tells its Publisher to do, as it signed it (docs/adr/0016-keys-and-people.md).

Read the same way by the vault, where instructions are kept, and by the site, which publishes on them.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Protocol

from quenotte.base import chain, jws
from quenotte.base.succession import Term

TYP = "quenotte-instruction"
VERSION = 1
# All that the Publisher may do with its rights on the machines; nothing else can be instructed.
ACTS = ("publish", "support", "restore", "computer", "export", "purge", "hand-over")
# Once, for one occasion: until a day. An instruction that stands for ever is none for these.
ONCE = frozenset({"purge", "hand-over"})
MOST_ABOUT = 200
_FIELDS = {
    "v",
    "practice",
    "number",
    "previous",
    "issued",
    "member",
    "acts",
    "until",
    "about",
    "withdraws",
}
_INSTANT = re.compile(r"2[0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")  # RFC 3339, UTC
_DAY = re.compile(r"2[0-9]{3}-[0-9]{2}-[0-9]{2}")


class NotOne(Exception):
    """It is no instruction of this practice. `field` and `reason` are codes, as in adr 2."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field, self.reason = field, reason


@dataclass(frozen=True)
class Instruction:
    """One that verifies. Whether it is in force is for those that follow it to say."""

    number: int
    issued: datetime
    token: str
    previous: str | None
    signer: str
    member: str
    acts: tuple[str, ...]
    until: date | None
    about: str | None
    withdraws: int | None

    @property
    def standing(self) -> bool:
        """Until further notice, not for one occasion."""
        return self.until is None and self.about is None


@lru_cache(maxsize=1024)
def read(token: str, *, practice: str, fingerprints: frozenset[str]) -> Instruction:
    """What a token says. The whole token is the cache's key: a changed one is read anew. NotOne."""
    payload, signer = _signed(token)
    if signer not in fingerprints:
        raise NotOne("jws", "another-practice")
    if payload.get("practice") != practice:
        raise NotOne("practice", "another-practice")
    if set(payload) != _FIELDS or payload["v"] != VERSION:
        raise NotOne("v", "unknown")
    number, previous, withdraws = payload["number"], payload["previous"], payload["withdraws"]
    if type(number) is not int or number < 1:
        raise NotOne("number", "malformed")
    if not (previous is None or isinstance(previous, str)):
        raise NotOne("previous", "malformed")
    if not isinstance(payload["member"], str) or not payload["member"]:
        raise NotOne("member", "malformed")
    told = Instruction(
        number=number,
        issued=instant(payload["issued"]),
        token=token,
        previous=previous,
        signer=signer,
        member=payload["member"],
        acts=_acts(payload["acts"], withdraws),
        until=_day(payload["until"]),
        about=_about(payload["about"]),
        withdraws=_number(withdraws, number),
    )
    _is_whole(told)
    return told


def in_force(instructions: Iterable[Instruction], day: date) -> list[Instruction]:
    """Those that were neither withdrawn nor have run out on that day, by the practice's calendar."""
    held = list(instructions)
    withdrawn = {one.withdraws for one in held}
    return [
        one
        for one in held
        if one.acts and one.number not in withdrawn and (one.until is None or day <= one.until)
    ]


class Row(chain.Row, Protocol):
    """Where one lies, with its number."""

    jws: str


def chained[Kept: Row](
    rows: Iterable[Kept], *, practice: str, terms: Sequence[Term]
) -> list[tuple[Kept, Instruction]]:
    """The rows from the first on, as far as they hold, each with what it says.

    `terms` are those of the practice's signing keys, the oldest first. By a former key nothing counts that is
    dated after its term, and nothing that comes after a successor's first one, however it is dated.
    """
    ours, left = frozenset(term.fingerprint for term in terms), list(terms)
    held = chain.unbroken(
        rows,
        lambda row: read(row.jws, practice=practice, fingerprints=ours),
        refused=NotOne,
    )
    kept: list[tuple[Kept, Instruction]] = []
    for row, one in held:
        while left and left[0].fingerprint != one.signer:
            del left[0]  # a former key: whatever comes from here on is signed by a later one
        if not left or not left[0].covers(one.issued):
            break
        kept.append((row, one))
    return kept


@dataclass
class Numbered:
    """An instruction that lies in no table, such as one of a feed."""

    number: int
    jws: str


def numbered(tokens: Iterable[str]) -> list[Numbered]:
    return [Numbered(number, token) for number, token in enumerate(tokens, 1)]


def instant(given: object) -> datetime:
    """To the letter: what is printed from it later must not fail on a form that only looks like one."""
    try:
        if isinstance(given, str) and _INSTANT.fullmatch(given):
            return datetime.fromisoformat(given)
    except ValueError:
        pass  # the form is right, and there is no such day
    raise NotOne("issued", "malformed")


def _signed(token: str) -> tuple[dict[str, Any], str]:
    try:
        return jws.read(token, typ=TYP)
    except jws.NotSigned:
        raise NotOne("jws", "unsigned") from None


def _acts(given: object, withdraws: object) -> tuple[str, ...]:
    """A closed list, each once; none where the instruction only takes another one back."""
    if not isinstance(given, list) or any(act not in ACTS for act in given):
        raise NotOne("acts", "unknown")
    if len(set(given)) != len(given) or bool(given) == (withdraws is not None):
        raise NotOne("acts", "malformed")
    return tuple(given)


def _number(given: object, own: int) -> int | None:
    if given is None:
        return None
    if not isinstance(given, int) or isinstance(given, bool) or not 0 < given < own:
        raise NotOne("withdraws", "unknown")
    return given


def _day(given: object) -> date | None:
    if given is None:
        return None
    try:
        if isinstance(given, str) and _DAY.fullmatch(given):
            return date.fromisoformat(given)
    except ValueError:
        pass
    raise NotOne("until", "malformed")


def _about(given: object) -> str | None:
    if given is None:
        return None
    if not isinstance(given, str) or not 0 < len(given) <= MOST_ABOUT or not given.isprintable():
        raise NotOne("about", "malformed")
    return given


def _is_whole(one: Instruction) -> None:
    if one.withdraws is not None and not one.standing:  # it takes one back, and says nothing else
        raise NotOne("withdraws", "malformed")
    if ONCE & set(one.acts) and (one.until is None or one.about is None):
        raise NotOne("until", "missing")


class NotInstructed(Exception):
    """The practice did not instruct it, so nothing was done. The message is a sentence for whoever asked."""
