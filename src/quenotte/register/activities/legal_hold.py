"""Records that a dispute needs: which, why, and when that is looked at again (P39)."""

from dataclasses import replace

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

legal_hold = Activity(
    key="legal-hold",
    plane=Plane.VAULT,
    service="holds",
    title=_("Kept for a dispute"),
    purpose=_("To keep the records that a dispute needs, and only those, until it is over."),
    basis=Basis.LEGITIMATE_INTEREST,
    basis_words=_(
        "The interest of the practice and of patients in being able to prove their right"
    ),
    balancing=_(
        "Whoever is in dispute must not lose the proof because a period ends meanwhile. The hold"
        " names each record, its ground and a day on which it is looked at again; everything else is"
        " erased as usual. What is held is stored and not used for anything else, so the person"
        " loses little and may themselves need the proof."
    ),
    art9=Art9.LEGAL_CLAIMS,
    readers=_("the practitioners of the practice"),
    recipients=(replace(HOST, sees=_("sees which random numbers are held; cannot open why")),),
    data=(
        Datum("held", Category.TECHNICAL, _("which records are held, by their random numbers")),
        Datum("ground", Category.RIGHTS, _("why they are held"), seal=Seal.RIGHTS, part=Part.CORE),
        Datum("review", Category.TECHNICAL, _("the day on which it is looked at again")),
    ),
    keep=Keep(
        active=Period("P3Y", least="P1Y", most="P5Y"),
        clock=Clock.CLOSED,
        source="legal.md L27: no authority gives a number",
    ),
    claims=("P39",),
)
