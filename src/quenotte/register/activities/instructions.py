"""What the publisher was told to do, by whom, and what it did on that instruction (P56)."""

from dataclasses import replace

from quenotte.register.model import (
    HOST,
    PUBLISHER,
    Activity,
    Basis,
    Category,
    Clock,
    Datum,
    Keep,
    Period,
    Plane,
    Subject,
)
from quenotte.register.words import _

instructions = Activity(
    key="instructions",
    plane=Plane.VAULT,
    service="instructions",
    title=_("Instructions to the publisher"),
    purpose=_("To show that the publisher did nothing with its rights that it was not told to do."),
    basis=Basis.LAW,
    basis_words=_("The duty to instruct a processor in writing"),
    law="GDPR 28(3)",
    readers=_("the practitioners of the practice, and the publisher"),
    subjects=(Subject.STAFF,),
    recipients=(
        replace(HOST, sees=_("keeps the instructions, which name no patient")),
        replace(PUBLISHER, sees=_("receives the instructions and reports what it did")),
    ),
    data=(
        Datum(
            "instruction", Category.TECHNICAL, _("what may be done, once or until further notice")
        ),
        Datum("signed_by", Category.IDENTITY, _("who of the practice signed it, and when")),
        Datum("act", Category.TECHNICAL, _("what was done on it, by whom of the publisher, when")),
    ),
    keep=Keep(
        active=Period("P5Y", least="P1Y", most="P5Y"),
        clock=Clock.ENTERED,
        source="legal.md L31: no authority gives a number",
    ),
    claims=("P56", "P56b"),
)
