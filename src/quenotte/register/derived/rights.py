"""Which rights a person has over an activity's data: computed from its legal basis (legal.md L13, P42)."""

from enum import StrEnum

from quenotte.register.model import Activity, Basis
from quenotte.register.words import _


class Right(StrEnum):
    ACCESS = "access"
    RECTIFICATION = "rectification"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    PORTABILITY = "portability"
    OBJECTION = "objection"
    WITHDRAWAL = "withdrawal"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Right.ACCESS: _("a copy"),
    Right.RECTIFICATION: _("a correction"),
    Right.ERASURE: _("erasure"),
    Right.RESTRICTION: _("a pause in its use"),
    Right.PORTABILITY: _("a copy in electronic form of what you gave"),
    Right.OBJECTION: _("its end, by objecting"),
    Right.WITHDRAWAL: _("the withdrawal of your consent"),
}
_ALWAYS = (Right.ACCESS, Right.RECTIFICATION, Right.RESTRICTION)
_BY_BASIS: dict[Basis, frozenset[Right]] = {
    Basis.CONSENT: frozenset({*_ALWAYS, Right.ERASURE, Right.PORTABILITY, Right.WITHDRAWAL}),
    Basis.CONTRACT: frozenset({*_ALWAYS, Right.ERASURE, Right.PORTABILITY}),
    Basis.LAW: frozenset(_ALWAYS),
    Basis.VITAL_INTEREST: frozenset({*_ALWAYS, Right.ERASURE}),
    Basis.PUBLIC_TASK: frozenset({*_ALWAYS, Right.OBJECTION}),
    Basis.LEGITIMATE_INTEREST: frozenset({*_ALWAYS, Right.ERASURE, Right.OBJECTION}),
}


def rights(activity: Activity) -> tuple[Right, ...]:
    """In the order in which they are declared."""
    given = _BY_BASIS[activity.basis]
    return tuple(right for right in Right if right in given)
