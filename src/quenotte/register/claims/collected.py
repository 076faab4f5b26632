"""What is collected, and when (promises.md, parts B and C)."""

from quenotte.register.claims.model import Claim
from quenotte.register.words import _

_AUDIENCE = _("the anonymous statistics")
_NEWSLETTER = _("the newsletter")

CLAIMS = (
    Claim(
        "P15",
        _("Your browser seals your answers to the practice's keys before anything leaves it."),
        where="sealing",
    ),
    Claim(
        "P11",
        _(
            "Neither the host nor the site's publisher holds a key that opens your answers; what they do see stands in"
            " the table of who can see what."
        ),
        where="sealing",
    ),
    Claim(
        "P12", _("Only keys that the practice holds open what was sealed to it."), where="sealing"
    ),
    Claim(
        "P12b",
        _("Somebody who leaves the practice opens nothing that arrives afterwards."),
        where="sealing",
    ),
    Claim(
        "P12c",
        _(
            "A lost key is replaced with the practice's recovery sheet, which the publisher does not have."
        ),
        where="sealing",
    ),
    Claim(
        "P13",
        _("This is kept beside it, so that the service works:"),
    ),
    Claim(
        "P13b",
        _(
            "Nothing else is asked or stored: the program does not start with a field that is not declared."
        ),
        where="sealing",
    ),
    Claim("P14", _("This is asked, and why:")),
    Claim(
        "P15b",
        _(
            "Your health is asked about in the health questionnaire alone; its answers are sealed to the"
            " practice's carers."
        ),
        service="questionnaire",
    ),
    Claim(
        "P16",
        _("The answers belong to one appointment; you may correct them until it begins."),
        service="questionnaire",
    ),
    Claim("P18", _("No image and no question about teeth is asked here."), service="questionnaire"),
    Claim(
        "P19",
        _("Beside each form stands a notice that is made from the same source as this text."),
        where="sealing",
    ),
    Claim("P20", _("%(without)s")),
    Claim(
        "P20b",
        _(
            "A star marks what has to be answered; nobody but the practice learns what you left empty."
        ),
        where="sealing",
    ),
    Claim("P21", _("A confirmation leaves as soon as your request has arrived.")),
    Claim(
        "P21b",
        _("A message holds the date, the practice and your link: never a reason, never an answer."),
    ),
    Claim("P22", _("Nothing is promoted in it.")),
    Claim(
        "P23",
        _("A message that could not be delivered is shown to the practice, without its content."),
        not_built=_("the list of undelivered messages at the desk"),
    ),
    Claim(
        "P6",
        _(
            "These pages work with cookies switched off; a browser's wish not to be tracked is met, since nothing is."
        ),
        where="device",
    ),
    Claim(
        "P7",
        _("Visits are counted without your address, a cookie or any number of yours."),
        service="audience",
        not_built=_AUDIENCE,
    ),
    Claim(
        "P8",
        _("These measures are counted, and no other: %(measures)s."),
        service="audience",
        not_built=_AUDIENCE,
    ),
    Claim(
        "P9",
        _(
            "A place is a region, never less; it is worked out in memory and the address is dropped."
        ),
        service="audience",
        not_built=_AUDIENCE,
    ),
    Claim(
        "P10",
        _("The counters of each practice stand alone; nothing joins the visits of several sites."),
        service="audience",
        not_built=_AUDIENCE,
    ),
    Claim(
        "P24",
        _(
            "The newsletter comes only after you confirmed it, separately for e-mail and text messages."
        ),
        service="newsletter",
        not_built=_NEWSLETTER,
    ),
    Claim(
        "P25",
        _("What you agreed to, in which words and when, is kept as proof."),
        service="newsletter",
        not_built=_NEWSLETTER,
    ),
    Claim(
        "P26",
        _(
            "Each issue names the practice, can be ended with a tap, and does not report whether you read it."
        ),
        service="newsletter",
        not_built=_NEWSLETTER,
    ),
)
