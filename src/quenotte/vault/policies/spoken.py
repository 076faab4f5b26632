"""What a practice's documents speak of: what is on, and what is off while something of it is still kept."""

from collections.abc import Mapping
from dataclasses import replace

from quenotte.register import REGISTER, Activity
from quenotte.register.derived.policy import Facts
from quenotte.vault.intake.models import Submission
from quenotte.vault.practices.declared import facts_of, readable_of, register_of
from quenotte.vault.practices.models import Practice


def spoken_of(practice: Practice) -> tuple[Mapping[str, Activity], Facts]:
    """The activities in the register's order, and the facts, which say which of them have ended."""
    counts, readable = register_of(practice), readable_of(practice)
    ended = frozenset(
        key for key in readable if key not in counts and _still_kept(practice, readable[key])
    )
    spoken = {
        key: counts.get(key) or readable[key] for key in REGISTER if key in counts or key in ended
    }
    return spoken, replace(facts_of(practice), ended=ended)


def _still_kept(practice: Practice, activity: Activity) -> bool:
    return Submission.objects.of(practice).filter(activity=activity.key).exists()
