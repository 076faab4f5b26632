"""The confirmation, the change and the reminder that an appointment needs."""

from dataclasses import replace

from quenotte.register.model import (
    CARRIERS,
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
    Seal,
)
from quenotte.register.words import _

service_message = Activity(
    key="service-message",
    plane=Plane.VAULT,
    service="appointment",
    title=_("Messages about your appointment"),
    purpose=_("To confirm, change, recall or cancel your appointment. Never for promotion."),
    basis=Basis.CONTRACT,
    basis_words=_("Your request for an appointment"),
    readers=_("the message relay, in memory, for as long as a send takes"),
    recipients=(
        replace(
            HOST, sees=_("sees which message is due and whether it left; cannot open the address")
        ),
        RELAY,
        CARRIERS,
    ),
    data=(
        Datum("address", Category.CONTACT, _("where the message goes"), seal=Seal.RELAY),
        Datum("channel", Category.CONTACT, _("e-mail or text message"), seal=Seal.RELAY),
        Datum(
            "reach_language", Category.CONTACT, _("the language of the message"), seal=Seal.RELAY
        ),
        Datum(
            "secret",
            Category.CONTACT,
            _("the appointment's link, printed in the message"),
            seal=Seal.RELAY,
        ),
        Datum("template", Category.SCHEDULE, _("which message is due")),
        Datum("due", Category.SCHEDULE, _("when it leaves, and when it is no longer of use")),
        Datum("outcome", Category.TECHNICAL, _("whether it left, without its address")),
    ),
    # The relay's key of that month is destroyed with it: whatever were left, nobody could open.
    keep=Keep(
        active=Period("P0D"),
        clock=Clock.MONTH_END,
        source="legal.md, defaults: reach, at most the month's end",
    ),
    claims=("P21b", "P22", "P23"),
)
