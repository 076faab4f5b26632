"""What servers write down against attacks: no content, a shortened address (P55)."""

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

security_log = Activity(
    key="security-log",
    plane=Plane.SITE,
    service="security-log",
    title=_("Security log"),
    purpose=_("To notice attacks on the servers and to find out how they were done."),
    basis=Basis.LEGITIMATE_INTEREST,
    basis_words=_("The interest of patients and of the practice in servers that withstand attacks"),
    balancing=_(
        "An attack is often understood only afterwards, from traces. These hold no content, no name"
        " and an address cut short, so they show where a flood came from and not who visited. They"
        " are read when something happened, and leave soon. An ordinary visitor is hardly touched"
        " by that, and is protected by it."
    ),
    readers=_("those who run the servers, when something happened"),
    subjects=(Subject.VISITORS, Subject.STAFF),
    recipients=(
        replace(HOST, sees=_("reads the log of the vault: no content, shortened addresses")),
        replace(PUBLISHER, sees=_("reads the log of the site: no content, shortened addresses")),
    ),
    data=(
        Datum("event", Category.TECHNICAL, _("what happened, from a closed list, and when")),
        Datum("network", Category.TECHNICAL, _("from which network: the address, cut short")),
    ),
    keep=Keep(Period("P6M", most="P12M"), Clock.ENTERED, source="legal.md L25"),
    claims=("P52",),
)
