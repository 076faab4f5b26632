"""Who works at the desk: members, their keys, the computers that the practice registered."""

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
    Seal,
    Subject,
)
from quenotte.register.words import _

desk_access = Activity(
    key="desk-access",
    plane=Plane.VAULT,
    service="desk",
    title=_("Working at the desk"),
    purpose=_("To let the members of the practice in, each with the keys that are meant for them."),
    basis=Basis.LEGITIMATE_INTEREST,
    basis_words=_("The practice's interest in knowing who opens its patients' data"),
    balancing=_(
        "Patients' data can be kept from strangers only if the desk knows who stands before it. A"
        " name, a role, public keys and a registered computer are enough for that; where and how"
        " somebody works is not watched. Colleagues expect it, and it protects them too."
    ),
    readers=_("the members of the practice"),
    subjects=(Subject.STAFF,),
    recipients=(replace(HOST, sees=_("keeps names, roles and public keys; opens no other")),),
    data=(
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
            _("the member's own key, sealed by their passphrase or passkey"),
        ),
        Datum(
            "grant", Category.TECHNICAL, _("a practice's key, sealed to one member"), seal=Seal.DESK
        ),
        Datum(
            "computer", Category.TECHNICAL, _("recognises a computer that the practice registered")
        ),
        Datum(
            "second_factor",
            Category.TECHNICAL,
            _("proves who comes from a device that the practice has not registered"),
        ),
        Datum("session", Category.TECHNICAL, _("keeps a member signed in until the evening")),
    ),
    keep=Keep(
        active=Period("P1M", least="P0D", most="P12M"),
        clock=Clock.LEFT,
        source="legal.md L25: no authority gives a number for accounts",
    ),
    claims=("P12", "P27b"),
)
