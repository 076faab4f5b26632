"""News of the practice, by e-mail or by text message: two channels, each with a consent of its own (P24)."""

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
    Otherwise,
    Period,
    Plane,
    Seal,
    Subject,
)
from quenotte.register.words import _


def _newsletter(key: str, title: str, address: str) -> Activity:
    return Activity(
        key=key,
        plane=Plane.VAULT,
        service="newsletter",
        title=title,
        purpose=_("To send you the practice's news and advice on keeping your mouth healthy."),
        basis=Basis.CONSENT,
        basis_words=_("Your agreement for this channel, confirmed from your own address"),
        readers=_("the message relay, in memory, for as long as a send takes"),
        without=_("Whoever does not agree receives no news, and is cared for like everybody."),
        subjects=(Subject.SUBSCRIBERS,),
        recipients=(
            replace(HOST, sees=_("sees how many subscribe and since when; cannot open an address")),
            RELAY,
            replace(CARRIERS, sees=_("carry the issue, the same for everybody")),
        ),
        data=(
            Datum("address", Category.CONTACT, address, seal=Seal.RELAY),
            Datum("language", Category.CONTACT, _("the language of the issues"), seal=Seal.RELAY),
            Datum(
                "of_age",
                Category.CONSENT,
                _("that you are old enough to agree; children are not enrolled"),
            ),
            Datum(
                "confirmed",
                Category.CONSENT,
                _("that the owner of the address confirmed it, and when"),
            ),
            Datum(
                "last_sign",
                Category.TECHNICAL,
                _("when you last did something about it; opening an issue counts for nothing"),
            ),
        ),
        keep=Keep(
            active=Period("P0D"),
            clock=Clock.WITHDRAWN,
            otherwise=Otherwise(Clock.LAST_SIGN, Period("P3Y", least="P1M", most="P3Y")),
            source="legal.md L15, L19",
        ),
        claims=("P24", "P26", "P43"),
    )


newsletter_email = _newsletter(
    "newsletter-email", _("Newsletter by e-mail"), _("the e-mail address that the issues go to")
)
newsletter_sms = _newsletter(
    "newsletter-sms", _("News by text message"), _("the number that the messages go to")
)
