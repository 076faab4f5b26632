"""Bases and periods (promises.md, part F)."""

from quenotte.register.claims.model import Claim
from quenotte.register.words import _

_RETENTION = _("the run that erases")

CLAIMS = (
    Claim("P42", _("Basis: %(basis)s.")),
    Claim("P42b", _("You have a right to: %(rights)s.")),
    Claim(
        "P42c",
        _(
            "Health data are specially protected (%(article)s): they may be used because your care needs them,"
            " under professional secrecy, and serve your care alone."
        ),
    ),
    Claim("P42d", _("Health data are specially protected; here they serve your care alone.")),
    Claim(
        "P43",
        _("You withdraw what you agreed to as easily as you agreed, at any time; it ends at once."),
        service="newsletter",
        not_built=_("the newsletter"),
    ),
    Claim(
        "P42f",
        _(
            "Health data may stand in it (%(article)s); they are used only because you agreed, and you may"
            " withdraw that."
        ),
        not_built=_("the choice of interests"),
    ),
    Claim(
        "P42e",
        _("Health data may stand in it; they are specially protected (%(article)s)."),
        not_built=_("the hold for legal claims"),
    ),
    Claim("P44", _("Why this is fair: %(why)s")),
    Claim("P46", _("The law that asks for it: %(law)s.")),
    Claim("P47", _("%(period)s"), not_built=_RETENTION, duty=True),
    Claim("P48", _("%(archive)s"), not_built=_RETENTION, duty=True),
    Claim(
        "P48b",
        _("What you wrote in the message is erased when the rest is archived."),
        not_built=_RETENTION,
        duty=True,
    ),
    Claim(
        "P49",
        _("What is erased leaves the database, its free pages and, as they expire, the backups."),
        not_built=_RETENTION,
    ),
    Claim(
        "P50",
        _(
            "Each purpose has its own period; the program refuses one that is longer than its ceiling."
        ),
        where="periods",
    ),
    Claim(
        "P51",
        _(
            "Only the practice sets a period, within bounds and by its signature; the publisher cannot."
        ),
        where="periods",
    ),
    Claim(
        "P52",
        _("What is technical has its own short periods, and leaves by itself."),
        not_built=_RETENTION,
    ),
    Claim(
        "P53",
        _("Refusing takes as little as accepting, and nothing is stored before you chose."),
        service="cookie-choice",
        not_built=_("the choice of cookies"),
    ),
    Claim(
        "P54",
        _(
            "Your choice on your device holds the options and the version, nothing that recognises you."
        ),
        service="cookie-choice",
        not_built=_("the choice of cookies"),
    ),
    Claim("P55", _("The program holds your address while it answers, and writes it nowhere.")),
    Claim(
        "P58",
        _("What is kept for statistics are sums, and small ones are not shown."),
        service="audience",
        not_built=_("the anonymous statistics"),
    ),
    Claim(
        "P59",
        _("Your lasting file lies with the practice; what it has taken over leaves this service."),
        not_built=_("the hand-over with its receipt"),
    ),
)
