"""Whether the practice lets its pages be published (P56): by what it signed, as its vault's feed carries it.

The site verifies each signature itself, against the practice's pinned key and those before it; a vault's word
alone publishes nothing. A site that never had a vault has no register of instructions, and needs none.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from quenotte.base import instruction, jws, succession
from quenotte.base.instruction import NotInstructed
from quenotte.site.facts.models import Site, VaultFeed

ACT = "publish"
AGREEMENT_TYP = "quenotte-agreement"


class NotSigned(NotInstructed):
    """Nothing was published; what is public stays. The message is a sentence for whoever asked."""


@dataclass(frozen=True)
class Cited:
    """The number of the instruction; None where there is no vault."""

    number: int | None


def cite(*, site: Site, at: datetime) -> Cited:
    """The instruction on which the site is published. NotSigned when none is in force."""
    feed = VaultFeed.objects.filter(site=site).first()
    if feed is None:
        return Cited(None)
    prints = _fingerprints(site, feed.items)
    if not _agreed(site, feed.items, prints):
        raise NotSigned(
            f"the practice {site.practice} has not signed the processing agreement: its pages can be"
            " looked at, and not published"
        )
    chain = instruction.chained(
        instruction.numbered(_tokens(feed.items)), practice=site.practice, fingerprints=prints
    )
    told = (one for _, one in chain)
    allowed = [one for one in instruction.in_force(told, at.date()) if ACT in one.acts]
    if not allowed:
        raise NotSigned(
            f"the practice {site.practice} has not instructed that its pages be published, or took it"
            " back: what is public stays as it is"
        )
    return Cited(allowed[-1].number)


def _fingerprints(site: Site, items: dict[str, Any]) -> tuple[str, ...]:
    """Of the keys that signed for the practice, up to the pinned one; the oldest first."""
    if not site.practice_fingerprint:
        return ()
    before: dict[str, str] = {}
    for token in items.get("successions", []):
        try:
            one = succession.read(token, practice=site.practice)
        except succession.NotOne:
            continue
        before.setdefault(one.successor, one.former)
    line = [site.practice_fingerprint]
    while (former := before.pop(line[0], None)) is not None:
        line.insert(0, former)
    return tuple(line)


def _agreed(site: Site, items: dict[str, Any], prints: tuple[str, ...]) -> bool:
    try:
        said, signer = jws.read(str(items.get("agreement")), typ=AGREEMENT_TYP)
    except jws.NotSigned:
        return False
    return signer in prints and said.get("practice") == site.practice


def _tokens(items: dict[str, Any]) -> list[str]:
    given = items.get("instructions")
    if not isinstance(given, list) or not all(isinstance(token, str) for token in given):
        return []
    return given
