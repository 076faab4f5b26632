"""The copy of an identity document, asked for on a written doubt and gone with the decision (P68, P69)."""

from quenotte.register.model import (
    HOST,
    Activity,
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

identity_document = Activity(
    key="identity-document",
    plane=Plane.VAULT,
    service="rights",
    title=_("Copy of an identity document"),
    purpose=_("To make sure that data are given to nobody but the person whom they concern."),
    basis=Basis.LAW,
    basis_words=_("The duty to verify who asks, where there is a reasonable doubt"),
    law="GDPR 12(6)",
    readers=_("the practitioners of the practice"),
    without=_("While the proof is awaited, the time to answer stands still."),
    subjects=(Subject.PATIENTS, Subject.REPRESENTATIVES),
    recipients=(HOST,),
    data=(
        Datum(
            "copy",
            Category.IDENTITY,
            _("is compared with what the practice knows, once, and then erased"),
            seal=Seal.RIGHTS,
            part=Part.DETAIL,
        ),
    ),
    keep=Keep(
        active=Period("P0D", most="P1D"),
        clock=Clock.DECIDED,
        otherwise=Otherwise(Clock.RECEIVED, Period("P30D")),
        source="legal.md L5",
    ),
    claims=("P68", "P69"),
)
