"""What an authority asked for, on which ground, and what it was given (P34)."""

from quenotte.register.lists.roles import AUTHORITY
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


def _kept(name: str, why: str) -> Datum:
    return Datum(name, Category.RIGHTS, why, seal=Seal.RIGHTS, part=Part.CORE)


authority_request = Activity(
    key="authority-request",
    plane=Plane.VAULT,
    service="authorities",
    title=_("Requests of authorities"),
    purpose=_("To answer an authority that the law entitles, and to be able to show what it got."),
    basis=Basis.LAW,
    basis_words=_("The duty to answer an authority, within what its text allows"),
    law="GDPR 6(1)(c)",
    art9=Art9.LEGAL_CLAIMS,
    readers=_("the practitioners of the practice"),
    recipients=(HOST, AUTHORITY),
    data=(
        _kept("authority", _("who asked")),
        _kept("ground", _("on which legal text")),
        _kept("scope", _("what was asked for")),
        _kept("decision", _("what the practice decided, and why")),
        _kept("given", _("what was handed over, when and how")),
    ),
    keep=Keep(
        active=Period("P5Y", least="P1Y", most="P5Y"),
        clock=Clock.CLOSED,
        source="legal.md L24: civil limitation; no authority gives a number",
    ),
    claims=("P34",),
)
