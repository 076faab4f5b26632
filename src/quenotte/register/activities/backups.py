"""Copies against loss: what was sealed stays sealed, and what was erased stays erased (P49)."""

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

backups = Activity(
    key="backups",
    plane=Plane.VAULT,
    service="backups",
    title=_("Backups"),
    purpose=_("To bring the service back, without a loss, after a machine failed."),
    basis=Basis.LEGITIMATE_INTEREST,
    basis_words=_("Your and the practice's interest in not losing what you sent"),
    balancing=_(
        "A broken machine must not cost anybody an appointment. A backup holds the same sealed"
        " envelopes as the service, opens them no more than the service does, and is read for a"
        " restoration alone. What was erased meanwhile is erased again before a restored service"
        " answers, and the copies soon expire."
    ),
    readers=_("nobody; a restoration alone reads a backup"),
    subjects=(Subject.PATIENTS, Subject.REPRESENTATIVES, Subject.SUBSCRIBERS, Subject.STAFF),
    recipients=(HOST,),
    data=(
        Datum(
            "copy", Category.TECHNICAL, _("everything that the vault keeps, sealed as it is there")
        ),
    ),
    keep=Keep(Period("P30D"), Clock.ENTERED, source="legal.md, defaults: backups"),
    claims=("P49",),
)
