"""Who opened which record, when and why; nothing of what stood in it (P76)."""

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
    Subject,
)
from quenotte.register.words import _


def _entry(name: str, why: str) -> Datum:
    return Datum(name, Category.TECHNICAL, why)


access_journal = Activity(
    key="access-journal",
    plane=Plane.VAULT,
    service="journal",
    title=_("Journal of access"),
    purpose=_("To be able to say who opened your data, and to notice who should not have."),
    basis=Basis.LAW,
    basis_words=_("The duty to keep data safe and to be able to show it"),
    law="GDPR 32",
    readers=_("the practitioners of the practice; you, when you ask for your data"),
    subjects=(Subject.STAFF, Subject.PATIENTS),
    recipients=(replace(HOST, sees=_("keeps the entries, which name members and no patient")),),
    data=(
        _entry("who", _("which member of the practice")),
        _entry("what", _("which record, by its random number, and what was done with it")),
        _entry("when", _("when")),
        _entry("purpose", _("for which purpose of this list")),
        _entry("chain", _("shows when an entry was changed or is missing")),
    ),
    keep=Keep(
        active=Period("P3Y", least="P1Y", most="P5Y"), clock=Clock.ENTERED, source="legal.md L25"
    ),
    claims=("P76", "P76b", "P76c"),
)
