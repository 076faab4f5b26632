"""The receipt that answers were taken over into the practice's own file; they leave the vault after it (P59)."""

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

handing_over = Activity(
    key="handing-over",
    plane=Plane.VAULT,
    service="handing-over",
    title=_("Taking over into your file"),
    purpose=_(
        "To show that your answers reached your file at the practice before they leave here."
    ),
    basis=Basis.CONTRACT,
    basis_words=_("Preparing the care that you asked for"),
    readers=_("the practitioners and assistants of the practice"),
    recipients=(replace(HOST, sees=_("keeps the receipt, which says nothing of the answers")),),
    data=(
        Datum(
            "receipt",
            Category.TECHNICAL,
            _("which answers were taken over, when and by whom; not what they said"),
        ),
        Datum(
            "print",
            Category.TECHNICAL,
            _("a fingerprint of what was taken over, which shows that it was whole"),
        ),
    ),
    keep=Keep(
        active=Period("P3Y", least="P1Y", most="P5Y"),
        clock=Clock.HANDED_OVER,
        source="legal.md L22: the file itself is kept on the practice's own tools",
    ),
    claims=("P59",),
)
