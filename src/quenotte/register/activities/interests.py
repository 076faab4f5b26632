"""Subjects that somebody asked to hear about: a declared choice, never an inference (P32)."""

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

interests = Activity(
    key="interests",
    plane=Plane.VAULT,
    service="interests",
    title=_("Subjects that interest you"),
    purpose=_("To tell you about the subjects that you chose yourself."),
    basis=Basis.CONSENT,
    basis_words=_("Your agreement to hear about these subjects"),
    art9=Art9.EXPLICIT_CONSENT,  # a subject may let somebody guess at a treatment
    readers=_("the practitioners, assistants and secretaries of the practice"),
    without=_("Whoever chooses nothing hears of nothing, and is cared for like everybody."),
    subjects=(Subject.PATIENTS, Subject.SUBSCRIBERS),
    recipients=(HOST,),
    data=(
        Datum(
            "subjects",
            Category.CONSENT,
            _("the subjects that you ticked; none is worked out from anything else"),
            seal=Seal.DESK,
            part=Part.CORE,
        ),
    ),
    keep=Keep(
        active=Period("P0D"),
        clock=Clock.WITHDRAWN,
        otherwise=Otherwise(Clock.LAST_SIGN, Period("P3Y", least="P1M", most="P3Y")),
        source="legal.md L19",
    ),
    claims=("P32",),
)
