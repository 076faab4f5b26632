"""The practice changes hands: what passes to the successor, after the patients were told (P37)."""

from dataclasses import replace

from quenotte.register.lists.roles import SUCCESSOR
from quenotte.register.model import (
    HOST,
    Activity,
    Art9,
    Basis,
    Category,
    Clock,
    Datum,
    Keep,
    Part,
    Period,
    Plane,
    Seal,
)
from quenotte.register.words import _

succession = Activity(
    key="succession",
    plane=Plane.VAULT,
    service="succession",
    title=_("When the practice changes hands"),
    purpose=_(
        "To pass your data on to the practitioner who goes on with your care, or to erase them."
    ),
    basis=Basis.LEGITIMATE_INTEREST,
    basis_words=_("Your and the successor's interest in care that goes on without a gap"),
    balancing=_(
        "Whoever takes a practice over needs what its patients entrusted to it, so that care goes on"
        " without asking everything again. You are told before anything passes and may object; then"
        " your data are not handed on. Nobody but the successor, bound by the same secrecy, can open"
        " what was passed on. Your interest in uninterrupted care is thereby served, not outweighed."
    ),
    art9=Art9.CARE,
    readers=_("the practitioner who leaves, and the one who takes over"),
    recipients=(
        replace(HOST, sees=_("sees which random numbers passed on; can open none of it")),
        SUCCESSOR,
    ),
    data=(
        Datum("passed", Category.TECHNICAL, _("which records passed on, by their random numbers")),
        Datum(
            "told",
            Category.RIGHTS,
            _("when you were told, and whether you objected"),
            seal=Seal.RIGHTS,
            part=Part.CORE,
        ),
        Datum("act", Category.TECHNICAL, _("who handed over to whom, and when")),
    ),
    keep=Keep(
        active=Period("P3Y", least="P1Y", most="P5Y"),
        clock=Clock.CLOSED,
        source="legal.md L22: no authority gives a number",
    ),
    claims=("P37", "P37b"),
)
