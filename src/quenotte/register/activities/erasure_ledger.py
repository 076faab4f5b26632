"""The list of what was erased: a restored backup is set right by it before it answers (P49, P62)."""

from dataclasses import replace

from quenotte.register.model import (
    HOST,
    Activity,
    Basis,
    Category,
    Clock,
    Datum,
    Keep,
    Period,
    Plane,
)
from quenotte.register.words import _

erasure_ledger = Activity(
    key="erasure-ledger",
    plane=Plane.VAULT,
    service="erasures",
    title=_("List of what was erased"),
    purpose=_(
        "To show that something was erased, and to keep a restored backup from bringing it back."
    ),
    basis=Basis.LEGITIMATE_INTEREST,
    basis_words=_("Your interest in data that stay erased, and the practice's in proving it"),
    balancing=_(
        "Without such a list a restored backup would bring back what somebody had erased. It holds"
        " random numbers, the reason and the moment: nothing from which a person could be told. It"
        " serves those whose data were erased, and takes nothing from them."
    ),
    readers=_("the program, when it restores; the practitioners, when they show what was erased"),
    recipients=(replace(HOST, sees=_("keeps random numbers and moments, which name nobody")),),
    data=(
        Datum("record", Category.TECHNICAL, _("which record, by its random number")),
        Datum("reason", Category.TECHNICAL, _("why it was erased: its period ended, or you asked")),
        Datum("erased", Category.TECHNICAL, _("when")),
    ),
    keep=Keep(
        active=Period("P3Y", least="P1Y", most="P5Y"),
        clock=Clock.ENTERED,
        source="legal.md L10: longer than any backup; no authority gives a number",
    ),
    claims=("P62",),
)
