"""Answering browsers safely: what a server sees of a connection, for as long as it answers."""

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

site_operation = Activity(
    key="site-operation",
    plane=Plane.VAULT,
    service="site",
    title=_("Running the site safely"),
    purpose=_("To answer your browser's requests and to keep attacks apart from them."),
    basis=Basis.LEGITIMATE_INTEREST,
    basis_words=_("The practice's and the publisher's interest in a site that works and is safe"),
    balancing=_(
        "A connection cannot be answered without its address. The program holds it in memory while it"
        " answers, the server in front of it a little longer against floods; it is written nowhere,"
        " joined to nothing, and nobody is recognised by it. The interest in a working and safe site"
        " therefore outweighs."
    ),
    readers=_("the servers that answer, in memory, while they answer"),
    subjects=(Subject.VISITORS, Subject.PATIENTS),
    recipients=(
        replace(HOST, sees=_("sees the address in memory, while it answers")),
        replace(
            PUBLISHER,
            sees=_(
                "sees the address on the public pages, in memory, while it answers; it is not kept"
            ),
        ),
    ),
    data=(
        Datum("connection", Category.TECHNICAL, _("the address that the answer goes to; not kept")),
    ),
    keep=Keep(Period("P0D"), Clock.ANSWERED, source="legal.md L25: what is not kept needs no log"),
    claims=("P55",),
)
