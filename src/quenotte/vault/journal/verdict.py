"""Whether a journal is what it was: edited, shortened, reordered, replayed rows and forged heads are found.

The desk does the same in the browser (web/desk/ring/rows.ts); tests/vectors/journal.json binds the two.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from quenotte.base import jws
from quenotte.vault.journal.chain import Link, Point, Row, digest_of

HEAD_TYP = "quenotte-journal-head"
# The row that says which head was signed, and by which key: whoever left since has signed all the same.
HEAD = re.compile(r"journal/head/(?P<number>[1-9]\d{0,15})/(?P<signer>[\w-]{43})")


class Fault(StrEnum):
    """What is wrong, each with its sentence here and at the desk."""

    MISSING = "missing"
    REPEATED = "repeated"
    ORDER = "order"
    EDITED = "edited"
    BROKEN = "broken"
    SHORT = "short"
    REWRITTEN = "rewritten"
    FORGED = "forged"
    NO_HEAD = "no-head"


SAYS: Mapping[Fault, str] = {
    Fault.MISSING: "entries are missing from number {number} on",
    Fault.REPEATED: "entry {number} stands there twice",
    Fault.ORDER: "entry {number} stands in another place than its own",
    Fault.EDITED: "entry {number} was changed after it was written",
    Fault.BROKEN: "entry {number} does not follow the one before it",
    Fault.SHORT: "the journal ends before entry {number}, which was there",
    Fault.REWRITTEN: "entry {number} is another one than the one that was there",
    Fault.FORGED: "a signature under the journal (entry {number}) is damaged, or not a member's",
    Fault.NO_HEAD: "a signature under entry {number} is missing",
}


@dataclass(frozen=True)
class Problem:
    fault: Fault
    number: int  # from which entry on

    def __str__(self) -> str:
        return SAYS[self.fault].format(number=self.number)


@dataclass(frozen=True)
class Verdict:
    """`to` is the last row that was read; every problem is named, the lowest number first."""

    problems: tuple[Problem, ...]
    to: Point | None

    @property
    def whole(self) -> bool:
        return not self.problems


def verify(
    entries: Sequence[Row | Link],
    heads: Collection[str],
    *,
    practice: str,
    signers: Collection[str],
    shipped: Point | None = None,
    remembered: Point | None = None,
    since: int = 1,
) -> Verdict:
    """Whether these rows are the journal, as far as anything that we hold can tell.

    `since` is the number from which on the caller asked for `entries`. `signers` are the fingerprints of
    the members' keys as they are now, `shipped` is where the copy in the second place ends, `remembered`
    the row of the last head that the caller saw signed.
    """
    goes_on = remembered if remembered and since == remembered.number + 1 else None
    to = Point(entries[-1].number, entries[-1].digest) if entries else goes_on
    named = _named(entries)
    signed, forged = _read(heads, practice, {*signers}, named)
    vouched = [head.at for head in signed]
    vouched += [point for point in (shipped, remembered) if point is not None]
    found = {
        *forged,
        *_chained(entries, practice, goes_on, since),
        *_held(entries, to, vouched),
        *_unsigned(entries, signed, named, remembered),
    }
    return Verdict(tuple(sorted(found, key=lambda one: (one.number, one.fault))), to)


@dataclass(frozen=True)
class _Head:
    """A head that holds, and the fingerprint of the key that signed it."""

    at: Point
    signer: str


def _named(entries: Sequence[Row | Link]) -> set[tuple[int, str]]:
    """The heads that the rows say were signed: up to which row, with which key."""
    rows = (HEAD.fullmatch(entry.what) for entry in entries if isinstance(entry, Row))
    return {(int(found["number"]), found["signer"]) for found in rows if found}


def _read(
    heads: Collection[str], practice: str, signers: set[str], named: set[tuple[int, str]]
) -> tuple[list[_Head], list[Problem]]:
    signed: list[_Head] = []
    forged: list[Problem] = []
    for token in heads:
        try:
            said, signer = jws.read(token, typ=HEAD_TYP)
        except jws.NotSigned:
            forged.append(Problem(Fault.FORGED, 0))
            continue
        at = _point(said)
        known = signer in signers or (at.number, signer) in named
        if known and said.get("practice") == practice and at.number >= 1:
            signed.append(_Head(at, signer))
        else:
            forged.append(Problem(Fault.FORGED, max(at.number, 0)))
    return signed, forged


def _point(said: Mapping[str, Any]) -> Point:
    number, digest = said.get("number"), said.get("digest")
    if said.get("v") != 1 or type(number) is not int or not isinstance(digest, str):
        return Point(0, "")
    return Point(number, digest)


def _chained(
    entries: Sequence[Row | Link], practice: str, goes_on: Point | None, since: int
) -> Iterator[Problem]:
    """Each row is the one that its digest says, and follows the one before it."""
    due = since
    before = None if since == 1 or not entries else entries[0].previous
    if goes_on:
        before = goes_on.digest
    seen: set[int] = set()
    for entry in entries:
        if entry.number in seen:
            yield Problem(Fault.REPEATED, entry.number)
        elif entry.number < due:
            yield Problem(Fault.ORDER, entry.number)
        elif entry.number > due:
            yield Problem(Fault.MISSING, due)
        if entry.previous != before:
            yield Problem(Fault.BROKEN, entry.number)
        made = digest_of(
            practice=practice,
            number=entry.number,
            previous=entry.previous,
            content=entry.content,
        )
        if made != entry.digest:
            yield Problem(Fault.EDITED, entry.number)
        seen.add(entry.number)
        due, before = max(due, entry.number + 1), entry.digest


def _held(
    entries: Sequence[Row | Link], to: Point | None, vouched: Collection[Point]
) -> Iterator[Problem]:
    """Nothing that somebody vouches for is gone, or another one than it was."""
    digests = {entry.number: entry.digest for entry in entries}
    if to is not None:
        digests.setdefault(to.number, to.digest)
    last = max(digests, default=0)
    for point in vouched:
        if point.number > last:
            yield Problem(Fault.SHORT, last + 1)
        elif digests.get(point.number, point.digest) != point.digest:
            yield Problem(Fault.REWRITTEN, point.number)


def _unsigned(
    entries: Sequence[Row | Link],
    signed: Collection[_Head],
    named: set[tuple[int, str]],
    remembered: Point | None,
) -> Iterator[Problem]:
    """Every head that was there is there still: the rows say which, and so does who saw one."""
    if remembered and not any(head.at.number >= remembered.number for head in signed):
        yield Problem(Fault.NO_HEAD, remembered.number)
    first = entries[0].number if entries else 0
    there = {(head.at.number, head.signer) for head in signed}
    for number, _signer in named - there:
        if number >= first:
            yield Problem(Fault.NO_HEAD, number)
