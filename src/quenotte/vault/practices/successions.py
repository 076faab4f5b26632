"""Which keys signed for a practice, one after the other: the first successor of each key is its only one."""

from quenotte.base import succession
from quenotte.base.succession import Term
from quenotte.vault.practices.models import Practice, Succession


def tokens(practice: Practice) -> list[str]:
    """For pages, desks and the site that pinned an older fingerprint; the oldest first."""
    return list(
        Succession.objects.of(practice).order_by("received_at", "pk").values_list("jws", flat=True)
    )


def terms(practice: Practice) -> tuple[Term, ...]:
    """The keys in their order, the one in force last; none before set-up.

    Asked anew each time: a row counts when it verifies and leads to the key that is in force.
    """
    return succession.terms(practice.fingerprint, tokens(practice), practice=practice.slug)


def fingerprints(practice: Practice) -> tuple[str, ...]:
    """Those of all keys that ever signed for the practice, the one in force last."""
    return tuple(term.fingerprint for term in terms(practice))
