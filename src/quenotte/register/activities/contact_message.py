"""A patient writes to the practice. Declared; its page comes with the messages' service."""

from dataclasses import replace

from quenotte.register.model import (
    CARRIERS,
    HOST,
    RELAY,
    Activity,
    Art9,
    Ask,
    Basis,
    Category,
    Clock,
    Datum,
    Group,
    Keep,
    Kind,
    Otherwise,
    Part,
    Period,
    Plane,
    Seal,
)
from quenotte.register.words import _

contact_message = Activity(
    key="contact",
    plane=Plane.VAULT,
    service="contact",
    title=_("Messages to the practice"),
    purpose=_("To answer your message. Nothing else."),
    basis=Basis.CONTRACT,
    basis_words=_("Your message, which asks for an answer"),
    art9=Art9.CARE,  # a message may say more than it should
    readers=_("the practitioners, assistants and secretaries of the practice"),
    without=_("Without the starred answers the practice cannot answer you."),
    recipients=(
        HOST,
        RELAY,
        replace(CARRIERS, sees=_("carry a notice that an answer waits; never what was written")),
    ),
    form=True,
    groups=(Group("main", _("Your message")),),
    data=(
        Datum(
            "name",
            Category.IDENTITY,
            _("says who is asking"),
            seal=Seal.DESK,
            part=Part.CORE,
            required=True,
            ask=Ask(Kind.TEXT, _("Your name"), most=160, autocomplete="name"),
        ),
        Datum(
            "email",
            Category.CONTACT,
            _("receives the answer"),
            seal=Seal.DESK,
            part=Part.CORE,
            ask=Ask(Kind.EMAIL, _("E-mail"), one_of="contact", autocomplete="email"),
        ),
        Datum(
            "telephone",
            Category.CONTACT,
            _("receives the answer"),
            seal=Seal.DESK,
            part=Part.CORE,
            ask=Ask(Kind.TELEPHONE, _("Telephone"), one_of="contact", autocomplete="tel"),
        ),
        Datum(
            "message",
            Category.MESSAGE,
            _("is what the practice answers"),
            seal=Seal.DESK,
            part=Part.DETAIL,
            required=True,
            ask=Ask(
                Kind.LONG,
                _("Your message"),
                _("Please write nothing about your health or teeth here."),
                most=4000,
            ),
        ),
    ),
    keep=Keep(
        active=Period("P12M", least="P1M", most="P3Y"),
        clock=Clock.CLOSED,
        otherwise=Otherwise(Clock.LAST_MESSAGE, Period("P12M", least="P1M", most="P3Y")),
        source="legal.md L20: no authority gives a number",
    ),
    claims=("P29",),
)
