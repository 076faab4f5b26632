"""What changed between two versions of a policy, for people: by section, whole sentences, the words marked."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise

from quenotte.register.derived.policy import Section

ALIKE = 0.5  # from here on two sentences are one that was changed


type Said = tuple[str, tuple[str, ...]]  # a sentence and the list that it announces


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Run:
    """Words of one sentence; `marked` when the other version has others in their place."""

    text: str
    marked: bool


@dataclass(frozen=True)
class Change:
    """One sentence before and now. `items` are the entries of its list that changed, and only those."""

    kind: Kind
    before: tuple[Run, ...]
    now: tuple[Run, ...]
    items: tuple["Change", ...] = ()

    @property
    def same_words(self) -> bool:
        """Whether its list alone changed."""
        return self.kind is Kind.CHANGED and not any(run.marked for run in self.before + self.now)


@dataclass(frozen=True)
class ChangedSection:
    """A section that is new, that has gone, or in which something changed."""

    key: str
    title: str
    kind: Kind
    changes: tuple[Change, ...]


def differences(before: Sequence[Section], now: Sequence[Section]) -> tuple[ChangedSection, ...]:
    """The sections that differ, in the order of the new version, those that have gone last.

    Empty when no word differs: then it is the order of things that changed, or a claim behind one.
    """
    earlier = {section.key: section for section in before}
    kept = {section.key for section in now}
    found = [
        _section(earlier[section.key], section)
        if section.key in earlier
        else _whole(section, Kind.ADDED)
        for section in now
    ]
    found += [_whole(section, Kind.REMOVED) for section in before if section.key not in kept]
    return tuple(section for section in found if section.changes)


def _whole(section: Section, kind: Kind) -> ChangedSection:
    changes = tuple(_alone(said, kind) for said in _said(section))
    return ChangedSection(section.key, section.title, kind, changes)


def _section(before: Section, now: Section) -> ChangedSection:
    changes = (
        *_changes([(before.title, ())], [(now.title, ())]),
        *_changes(_said(before), _said(now)),
    )
    return ChangedSection(now.key, now.title, Kind.CHANGED, changes)


def _said(section: Section) -> list[Said]:
    return [(sentence.text, tuple(sentence.items)) for sentence in section.sentences]


def _changes(before: Sequence[Said], now: Sequence[Said]) -> tuple[Change, ...]:
    found = []
    for one, other in _aligned(before, now):
        if other is not None and one is not None:
            if one != other:
                found.append(_changed(one, other))
        elif one is not None:
            found.append(_alone(one, Kind.REMOVED))
        elif other is not None:
            found.append(_alone(other, Kind.ADDED))
    return tuple(found)


def _alone(said: Said, kind: Kind) -> Change:
    text, listed = said
    runs = (Run(text, marked=True),)
    items = tuple(_alone((item, ()), kind) for item in listed)
    if kind is Kind.ADDED:
        return Change(kind, (), runs, items)
    return Change(kind, runs, (), items)


def _changed(before: Said, now: Said) -> Change:
    items = _changes([(item, ()) for item in before[1]], [(item, ()) for item in now[1]])
    return Change(Kind.CHANGED, *_marked(before[0], now[0]), items)


type Pair = tuple[Said | None, Said | None]


def _aligned(before: Sequence[Said], now: Sequence[Said]) -> Iterator[Pair]:
    """Sentence beside sentence, in order; None where one side has nothing."""
    for _, a, b, c, d in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        yield from _paired(before[a:b], now[c:d])


def _paired(before: Sequence[Said], now: Sequence[Said]) -> Iterator[Pair]:
    at = 0
    for one in before:
        like = next((i for i in range(at, len(now)) if _alike(one, now[i])), None)
        if like is None:
            yield one, None
            continue
        for other in now[at:like]:
            yield None, other
        yield one, now[like]
        at = like + 1
    for other in now[at:]:
        yield None, other


def _alike(one: Said, other: Said) -> bool:
    return one[0] == other[0] or (
        SequenceMatcher(None, one[0].split(), other[0].split()).ratio() >= ALIKE
    )


def _marked(before: str, now: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Both sentences in runs; together the runs of each are the sentence again, to the last space."""
    sides = [re.findall(r"\S+\s*|\s+", text) for text in (before, now)]
    bare = ([word.strip() for word in sides[0]], [word.strip() for word in sides[1]])
    runs: tuple[list[Run], list[Run]] = ([], [])
    for code, a, b, c, d in SequenceMatcher(None, *bare, autojunk=False).get_opcodes():
        for held, words in zip(runs, (sides[0][a:b], sides[1][c:d]), strict=True):
            if words:
                held.append(Run("".join(words), marked=code != "equal"))
    return _joined(runs[0]), _joined(runs[1])


def _joined(runs: list[Run]) -> tuple[Run, ...]:
    """The space behind a marked word is not marked with it when plain words follow."""
    made = list(runs)
    for at, (run, after) in enumerate(pairwise(runs)):
        text = made[at].text
        if run.marked and not after.marked:
            bare = text.rstrip()
            made[at] = Run(bare, marked=True)
            made[at + 1] = Run(text[len(bare) :] + after.text, marked=False)
    return tuple(made)
