"""Addresses that refused further news, as fingerprints: so that none slips in again (P63)."""

from dataclasses import replace

from quenotte.register.model import (
    HOST,
    RELAY,
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

objection_list = Activity(
    key="objection-list",
    plane=Plane.VAULT,
    service="objections",
    title=_("List of those who want no news"),
    purpose=_("To send nothing more to somebody who objected, even if the address comes back."),
    basis=Basis.LAW,
    basis_words=_("The duty to respect your objection"),
    law="GDPR 21(3)",
    readers=_("the message relay, which only compares"),
    subjects=(Subject.SUBSCRIBERS,),
    recipients=(
        replace(HOST, sees=_("keeps fingerprints, from which it cannot tell an address")),
        replace(RELAY, sees=_("makes the fingerprint in memory, when a message is about to leave")),
    ),
    data=(
        Datum(
            "fingerprint",
            Category.TECHNICAL,
            _("recognises the address when it comes back; the address itself is not kept"),
        ),
        Datum("objected", Category.CONSENT, _("for which channel you objected, and when")),
    ),
    keep=Keep(
        active=Period("P3Y", least="P3Y", most="P5Y"),
        clock=Clock.WITHDRAWN,
        source="legal.md L17",
    ),
    claims=("P63",),
)
