"""What becomes of somebody's data after death, as they decided while alive (P66)."""

from quenotte.register.lists.roles import EXECUTOR
from quenotte.register.model import (
    HOST,
    Activity,
    Art9,
    Basis,
    Category,
    Clock,
    Datum,
    Keep,
    Otherwise,
    Part,
    Period,
    Plane,
    Seal,
    Subject,
)
from quenotte.register.words import _


def _directive(name: str, category: Category, why: str) -> Datum:
    return Datum(name, category, why, seal=Seal.RIGHTS, part=Part.CORE)


directive = Activity(
    key="directive",
    plane=Plane.VAULT,
    service="rights",
    title=_("Your will for your data after your death"),
    purpose=_("To do with your data, after your death, what you decided."),
    basis=Basis.CONSENT,
    basis_words=_("Your directive, which you may change or take back at any time"),
    law="LIL 85",
    only_in=("FR",),
    art9=Art9.EXPLICIT_CONSENT,
    readers=_("the practitioners of the practice"),
    without=_("Without a directive the law decides what your heirs may ask."),
    subjects=(Subject.PATIENTS, Subject.REPRESENTATIVES),
    recipients=(HOST, EXECUTOR),
    data=(
        _directive("decision", Category.RIGHTS, _("what is kept, erased or handed on")),
        _directive("executor", Category.IDENTITY, _("whom you named to see to it, if you did")),
        _directive(
            "executor_contact", Category.CONTACT, _("how the person whom you named is reached")
        ),
        _directive("proof", Category.RIGHTS, _("that the death was proven, how and when")),
    ),
    keep=Keep(
        active=Period("P30D", least="P1D", most="P3Y"),
        clock=Clock.CARRIED_OUT,
        otherwise=Otherwise(Clock.WITHDRAWN, Period("P0D")),
        source="legal.md L8",
    ),
    claims=("P66",),
)
