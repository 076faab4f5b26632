"""Nothing is stored that the register does not declare.

Every concrete field of a plane's tables is bound to a datum, or says why it is about nobody. The
check is a pure function over names, so that each entry point of each plane can call it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from quenotte.register.model import Activity


class Undeclared(Exception):
    """A field is not declared, or a declaration names a field that is gone."""


@dataclass(frozen=True)
class Holds:
    """The field holds this datum, written `activity.datum`."""

    datum: str


@dataclass(frozen=True)
class About:
    """The field is about no patient: why it is there."""

    nobody: str


type Binding = Holds | About


def check(
    *,
    fields: Iterable[str],
    bindings: Mapping[str, Binding],
    register: Mapping[str, Activity],
    where: str,
) -> None:
    """Refuse fields without a binding, bindings without a field, and data that nobody declared.

    `fields` are written `app.Model.field`; `where` is the file in which to declare.
    """
    stored = set(fields)
    faults = [f"{name} is stored but not declared" for name in sorted(stored - set(bindings))]
    faults += [
        f"{name} is declared but no longer stored" for name in sorted(set(bindings) - stored)
    ]
    for name, binding in bindings.items():
        match binding:
            case Holds(datum):
                activity, _, which = datum.partition(".")
                declared = register.get(activity)
                if declared is None or which not in {held.name for held in declared.data}:
                    faults.append(f"{name} holds {datum}, which the register does not know")
            case About(nobody) if not nobody.strip():
                faults.append(f"{name} does not say why it is about nobody")
    if faults:
        raise Undeclared("; ".join(faults) + f". Declare it in {where}, or in the register.")
