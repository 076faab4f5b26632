"""Rights, deadlines, complaint (promises.md, part G). The law owes them, so they are said in any case."""

from quenotte.register.claims.model import Claim
from quenotte.register.words import _

_DESK = _("the handling of requests at the desk")

CLAIMS = (
    Claim(
        "P60",
        _("You may ask which data about you are kept, and receive a copy."),
        where="rights",
        only="access",
        duty=True,
        not_built=_DESK,
    ),
    Claim(
        "P61",
        _("You may have a wrong answer corrected."),
        where="rights",
        only="rectification",
        duty=True,
        not_built=_DESK,
    ),
    Claim(
        "P61b",
        _("You may have an answer marked as disputed, when nobody can say what is true."),
        where="rights",
        only="disputed",
        duty=True,
        not_built=_DESK,
    ),
    Claim(
        "P62",
        _("You may ask that data are erased."),
        where="rights",
        only="erasure",
        duty=True,
        not_built=_DESK,
    ),
    Claim(
        "P64",
        _("You may ask that data are kept without being used."),
        where="rights",
        only="restriction",
        duty=True,
        not_built=_DESK,
    ),
    Claim(
        "P65",
        _("You may receive the data that you gave in a usual electronic form."),
        where="rights",
        only="portability",
        duty=True,
        not_built=_DESK,
    ),
    Claim(
        "P45",
        _("You may object where the basis is a legitimate interest."),
        where="rights",
        only="objection",
        duty=True,
        not_built=_DESK,
    ),
    Claim(
        "P66",
        _("You may say what becomes of your data after your death."),
        where="rights",
        only="after-death",
        duty=True,
        not_built=_DESK,
    ),
    Claim(
        "P73",
        _("Write to the practice or call it: %(ways)s."),
        where="rights",
        duty=True,
        not_built=_("the test of the practice's mailbox"),
        probe="mailbox",
    ),
    Claim(
        "P70",
        _(
            "The practice answers within %(general)s, and within %(health)s where health information is"
            " concerned (%(old_health)s where it is older than %(old)s). The general time can be made longer"
            " once, by %(longer)s at most; you are told why before it ends."
        ),
        where="rights",
        duty=True,
        not_built=_DESK,
    ),
    Claim(
        "P70b",
        _(
            "The practice answers within %(as_a_rule)s as a rule; if it takes longer, it tells you until when."
        ),
        where="rights",
        duty=True,
        not_built=_DESK,
    ),
    Claim(
        "P33",
        _("A sealed form of this site brings your request to the practitioner alone."),
        where="rights",
        not_built=_DESK,
    ),
    Claim("P63", _("An address that refused the newsletter stays refused."), not_built=_DESK),
    Claim(
        "P67",
        _("A request asks who you are and where to answer; the answer goes there alone."),
        not_built=_DESK,
    ),
    Claim(
        "P68",
        _("The practice asks for more proof of who you are only with a doubt that it wrote down."),
        not_built=_DESK,
    ),
    Claim(
        "P69",
        _("A copy of an identity document is erased as soon as the practice has decided."),
        not_built=_DESK,
    ),
    Claim(
        "P71",
        _("You receive at once a number and the day by which the answer is due."),
        not_built=_DESK,
    ),
    Claim("P72", _("You may turn to: %(authority)s."), where="complaint"),
    Claim(
        "P72b",
        _("A refusal always says why, and names this authority."),
        not_built=_DESK,
    ),
)
