"""Which keys signed for a practice, one after the other: the first successor of each key is its only one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from quenotte.base import succession
from quenotte.vault.practices.models import Practice, Succession

CLOCKS_DIFFER = timedelta(minutes=10)


@dataclass(frozen=True)
class Term:
    """One signing key, and how long it was in force."""

    fingerprint: str
    until: datetime | None

    def covers(self, issued: datetime) -> bool:
        """Whether what is dated so could still be signed by this key; clocks at desks differ."""
        return self.until is None or issued <= self.until + CLOCKS_DIFFER


def tokens(practice: Practice) -> list[str]:
    """For pages, desks and the site that pinned an older fingerprint; the oldest first."""
    return list(
        Succession.objects.of(practice).order_by("received_at", "pk").values_list("jws", flat=True)
    )


def terms(practice: Practice) -> tuple[Term, ...]:
    """The keys in their order, the one in force last; none before set-up.

    Asked anew each time: a row counts when it verifies and leads to the key that is in force.
    """
    before: dict[str, succession.Succession] = {}
    for token in tokens(practice):
        try:
            one = succession.read(token, practice=practice.slug)
        except succession.NotOne:
            continue
        before[one.successor] = one
    held: list[Term] = [Term(practice.fingerprint, None)] if practice.fingerprint else []
    while held and held[0].fingerprint in before:
        one = before.pop(held[0].fingerprint)
        held.insert(0, Term(one.former, one.issued))
    return tuple(held)


def fingerprints(practice: Practice) -> tuple[str, ...]:
    """Those of all keys that ever signed for the practice, the one in force last."""
    return tuple(term.fingerprint for term in terms(practice))
