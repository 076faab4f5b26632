"""Whether the practice lets its pages be published (P56): by what it signed, as its vault's feed carries it.

The site verifies each signature itself, against the practice's pinned key and those before it; a vault's word
alone publishes nothing. A site that never had a vault has no register of instructions, and needs none.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from quenotte.base import instruction, jws, succession
from quenotte.base.instruction import NotInstructed
from quenotte.base.succession import Term
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
    terms = succession.terms(
        site.practice_fingerprint, _tokens(feed.items, "successions"), practice=site.practice
    )
    if not _agreed(site, feed.items, terms):
        raise NotSigned(
            f"the practice {site.practice} has not signed the processing agreement: its pages can be"
            " looked at, and not published"
        )
    chain = instruction.chained(
        instruction.numbered(_tokens(feed.items, "instructions")),
        practice=site.practice,
        terms=terms,
    )
    told = (one for _, one in chain)
    allowed = [one for one in instruction.in_force(told, at.date()) if ACT in one.acts]
    if not allowed:
        raise NotSigned(
            f"the practice {site.practice} has not instructed that its pages be published, or took it"
            " back: what is public stays as it is"
        )
    return Cited(allowed[-1].number)


def _agreed(site: Site, items: dict[str, Any], terms: tuple[Term, ...]) -> bool:
    """By one of the practice's keys, in that key's term."""
    try:
        said, signer = jws.read(str(items.get("agreement")), typ=AGREEMENT_TYP)
        issued = instruction.instant(said.get("issued"))
    except (jws.NotSigned, instruction.NotOne):
        return False
    by = next((term for term in terms if term.fingerprint == signer), None)
    return by is not None and by.covers(issued) and said.get("practice") == site.practice


def _tokens(items: dict[str, Any], name: str) -> list[str]:
    given = items.get(name)
    if not isinstance(given, list) or not all(isinstance(token, str) for token in given):
        return []
    return given
