"""Every act on people's data names its activity and its purpose, before it is done (P27).

Purposes are a closed list: an activity has one, and is named by its key. What serves the purpose of
another activity too is declared here; everything else is refused, also what a caller made up.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from quenotte.register import REGISTER
from quenotte.register.model import Activity, Plane, Seal
from quenotte.register.services import offered


class Refused(Exception):
    """The act was not done: the register names no such purpose for it."""


class Act(StrEnum):
    RECEIVE = "receive"
    READ = "read"
    SEND = "send"
    EXPORT = "export"


# Whose purpose an activity's data serve besides its own.
ALSO: Mapping[tuple[str, Act], frozenset[str]] = MappingProxyType(
    {("appointment", Act.READ): frozenset({"service-message"})}  # its time stands in the message
)


NAMED = offered(REGISTER)  # what the policy names; what is not built yet has no act


def acts(activity: Activity) -> frozenset[Act]:
    """What may be done with an activity's data, as its declaration shows."""
    found = set()
    if activity.form and activity.plane is Plane.VAULT:
        found |= {Act.RECEIVE, Act.READ}
    if any(datum.seal is Seal.RELAY for datum in activity.data):
        found.add(Act.SEND)
    return frozenset(found)


def allow(activity: str, act: Act, *, purpose: str) -> None:
    """Refused, unless the register names this act of this activity for this purpose."""
    declared = NAMED.get(activity)
    if declared is None:
        raise Refused(f"the policy names no activity {activity!r}")
    if purpose not in NAMED:
        raise Refused(f"{activity}: the policy names no purpose {purpose!r}")
    if act not in acts(declared):
        raise Refused(f"{activity}: the register does not let it {act}")
    if purpose not in {activity} | ALSO.get((activity, act), frozenset()):
        raise Refused(f"{activity}: to {act} it for {purpose!r} is outside its purpose")
