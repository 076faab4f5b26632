"""The services that a practice's pages are made of: which exist, which are built, which may be off.

An activity belongs to the text only where its service is switched on (P5), and a service that is not
built is on nowhere: its activities are declared and say nothing.
"""

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType

from quenotte.register.keep import Undeclarable
from quenotte.register.lists.services import NOT_OFFERED, SERVICES
from quenotte.register.model import Activity


def assembled(activities: Iterable[Activity]) -> Mapping[str, Activity]:
    """The register of these activities. Undeclarable for a key twice, or a service nobody declared."""
    register: dict[str, Activity] = {}
    for activity in activities:
        if activity.key in register:
            raise Undeclarable(f"the activity {activity.key} is declared twice")
        if activity.service not in SERVICES:
            raise Undeclarable(f"{activity.key}: there is no service {activity.service!r}")
        register[activity.key] = activity
    return MappingProxyType(register)


def offered(
    register: Mapping[str, Activity], countries: Collection[str] | None = None
) -> Mapping[str, Activity]:
    """The activities that this version carries out; under the law of `countries`, when they are given."""
    return MappingProxyType(
        {
            key: activity
            for key, activity in register.items()
            if activity.service not in NOT_OFFERED
            and (countries is None or _known(activity, countries))
        }
    )


def _known(activity: Activity, countries: Collection[str]) -> bool:
    return not activity.only_in or any(country in activity.only_in for country in countries)
