"""Running the two services safely: what a server sees of a connection, and who works at the desk."""

from quenotte.register.model import (
    Activity,
    Basis,
    Category,
    Clock,
    Datum,
    Keep,
    Period,
    Plane,
    Role,
    Seal,
)
from quenotte.register.words import _

site_operation = Activity(
    key="site-operation",
    plane=Plane.VAULT,
    service="site",
    title=_("Running the site safely"),
    purpose=_(
        "To answer your browser's requests, to keep them apart from attacks, and to let the practice in."
    ),
    basis=Basis.LEGITIMATE_INTEREST,
    basis_words=_("The practice's and the publisher's interest in a site that works and is safe"),
    balancing=_(
        "A connection cannot be answered without its address. It is held in memory while it is"
        " answered and counted against floods, written nowhere, joined to nothing; nobody is"
        " recognised by it. The interest in a working and safe site therefore outweighs."
    ),
    readers=_("The servers that answer, in memory, while they answer"),
    recipients=(
        Role("host", _("the vault's host"), _("sees the address in memory, while it answers")),
        Role(
            "publisher",
            _("the site's publisher"),
            _("sees the address on the public pages, in memory, while it answers; it is not kept"),
        ),
    ),
    data=(
        Datum("connection", Category.TECHNICAL, _("the address that the answer goes to; not kept")),
        Datum(
            "member_name",
            Category.IDENTITY,
            _("lets colleagues of a practice tell each other apart"),
        ),
        Datum(
            "member_key",
            Category.TECHNICAL,
            _("lets a member sign in and open what is meant for them"),
        ),
        Datum(
            "member_sealed_key",
            Category.TECHNICAL,
            _("the member's own key, sealed by their passphrase"),
        ),
        Datum(
            "grant", Category.TECHNICAL, _("a practice's key, sealed to one member"), seal=Seal.DESK
        ),
        Datum(
            "computer", Category.TECHNICAL, _("recognises a computer that the practice registered")
        ),
        Datum("session", Category.TECHNICAL, _("keeps a member signed in until the evening")),
    ),
    keep=Keep(active=Period("P6M", most="P12M"), clock=Clock.CLOSED),
    claims=("P6", "P28"),
)
