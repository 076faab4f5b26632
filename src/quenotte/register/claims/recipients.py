"""Use, recipients, places, sharing (promises.md, parts D and E, and hosting)."""

from quenotte.register.claims.model import Claim
from quenotte.register.words import _

_SHARING = _("the links for sharing")

CLAIMS = (
    Claim("P27", _("Purpose: %(purpose)s")),
    Claim(
        "P27b",
        _("Nothing is read, sent or exported for a purpose that is not named here."),
        where="sealing",
    ),
    Claim("P31", _("It is read by %(who)s.")),
    Claim("P35", _("%(who)s: %(sees)s.")),
    Claim(
        "P35b",
        _("The practice and this installation name these firms, and no other:"),
        where="recipients",
        only="firms",
    ),
    Claim(
        "P35c",
        _("This installation has not said who are: %(unnamed)s."),
        where="recipients",
    ),
    Claim(
        "P36",
        _("The practice is told of a new one before it receives anything."),
        where="recipients",
    ),
    Claim(
        "P38",
        _("No data go to a country outside the European Economic Area and Switzerland."),
        where="recipients",
    ),
    Claim("P17", _("This installation names as its host: %(host)s."), where="hosting"),
    Claim("P17g", _("No host is declared on this installation."), where="hosting", only="no-host"),
    Claim(
        "P17b",
        _("The host declares this certificate for health data: %(certificate)s."),
        where="hosting",
        probe="certificate",
    ),
    Claim(
        "P17c",
        _("It declares it as valid until %(valid_until)s."),
        where="hosting",
        probe="certificate",
    ),
    Claim("P38b", _("It declares that its machines stand here: %(place)s."), where="hosting"),
    Claim(
        "P17d",
        _("The practice accepted these facts by its signature on %(accepted)s."),
        where="hosting",
    ),
    Claim(
        "P17e",
        _(
            "If the certificate lapses, new health questionnaires close by themselves; appointments go on."
        ),
        where="hosting",
        service="questionnaire",
        only="hosting_law",
    ),
    Claim(
        "P17f",
        _(
            "You may refuse this hosting for a legitimate reason and answer on paper at the practice (%(hosting_law)s)."
        ),
        where="hosting",
        service="questionnaire",
    ),
    Claim("P28", _("These pages set no cookie and store nothing on your device."), where="device"),
    Claim("P38c", _("These pages ask no other site for anything."), where="device"),
    Claim(
        "P29",
        _("A message serves to answer it and nothing else."),
        service="contact",
        not_built=_("the contact form"),
    ),
    Claim(
        "P30",
        _("You refuse the counting with a tap, on this page."),
        service="audience",
        not_built=_("the anonymous statistics"),
    ),
    Claim(
        "P32",
        _("What interests you is known only if you say so; nothing is inferred."),
        service="interests",
        not_built=_("the choice of interests"),
    ),
    Claim(
        "P34",
        _(
            "Only the practice hands anything to an authority; the publisher could hand over nothing that can be read."
        ),
        not_built=_("the register of authorities' requests"),
    ),
    Claim(
        "P37",
        _(
            "If the practice goes to another host or to a successor, nobody opens a record on the way, and each"
            " step is written down."
        ),
        where="recipients",
    ),
    Claim(
        "P37b",
        _(
            "If the practice changes hands, its records are sealed anew for the successor, and you are told."
        ),
        not_built=_("telling the patients of a hand-over"),
    ),
    Claim(
        "P39",
        _(
            "What a dispute needs is kept apart, with its reason and a day on which that is looked at again."
        ),
        not_built=_("the hold for legal claims"),
    ),
    Claim(
        "P40",
        _("A link for sharing asks no network for anything before you follow it."),
        service="sharing",
        not_built=_SHARING,
    ),
    Claim(
        "P41",
        _("These networks are linked, and no other: %(networks)s."),
        service="sharing",
        not_built=_SHARING,
    ),
)
