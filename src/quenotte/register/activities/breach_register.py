"""What went wrong with data, what it may do to people, and what was done about it (P75)."""

from dataclasses import replace

from quenotte.register.lists.roles import AUTHORITY
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


def _written(name: str, why: str) -> Datum:
    return Datum(name, Category.TECHNICAL, why)


breach_register = Activity(
    key="breach-register",
    plane=Plane.VAULT,
    service="breaches",
    title=_("Register of breaches"),
    purpose=_("To tell the authority and the people concerned in time when data were not safe."),
    basis=Basis.LAW,
    basis_words=_("The duty to write down and to report what happened to data"),
    law="GDPR 33(5)",
    readers=_("the practitioners of the practice"),
    subjects=(Subject.STAFF,),
    recipients=(
        replace(HOST, sees=_("keeps the entry, which names no patient")),
        replace(PUBLISHER, sees=_("reports what happened on its machines; names no patient")),
        replace(AUTHORITY, sees=_("receives the report that the law asks for")),
    ),
    data=(
        _written("facts", _("what happened, when, to which kind of data and how much of it")),
        _written("effects", _("what it may do to the people concerned")),
        _written("measures", _("what was done against it")),
        _written("told", _("who was told and when, or why nobody had to be")),
    ),
    keep=Keep(
        active=Period("P5Y", least="P3Y", most="P5Y"), clock=Clock.CLOSED, source="legal.md L28"
    ),
    claims=("P75",),
)
