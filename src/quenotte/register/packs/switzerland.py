"""Switzerland: the Federal Act on Data Protection of 2023 (legal.md, column CH)."""

from types import MappingProxyType

from quenotte.register.packs.model import (
    Authority,
    Deadline,
    Hosting,
    Offered,
    Pack,
    certain,
    likely,
    uncertain,
)
from quenotte.register.recipients import ALLOWED
from quenotte.register.words import _

_NEXT = "2027-05-31"

SWITZERLAND = Pack(
    country="CH",
    law=_("the Swiss Federal Act on Data Protection (FADP)"),
    names=frozenset(
        {"FADP", "LPD", "DSG", "FDPIC", "PFPDT", "EDÖB", "IFPDT", "Feldeggweg", "Swiss Federal Act"}
    ),
    authority=Authority(
        _("Federal Data Protection and Information Commissioner (FDPIC)"),
        "Feldeggweg 1, 3003 Bern",
        "https://www.edoeb.admin.ch",
    ),
    health=certain(_("Art. 5 let. c FADP"), "FADP 5"),
    rights=(
        Offered.ACCESS,
        Offered.RECTIFICATION,
        Offered.DISPUTED,
        Offered.ERASURE,
        Offered.RESTRICTION,
        Offered.PORTABILITY,
    ),
    deadlines=MappingProxyType(
        {
            Deadline.GENERAL: certain("P30D", "legal.md L1: LPD 25(7), as a rule"),
            Deadline.BREACH: certain("PT0H", "legal.md L28: LPD 24, as quickly as possible"),
        }
    ),
    ceilings=MappingProxyType(
        {
            "": likely("P5Y", "promises.md P50: chosen, in no law", review=_NEXT),
            "contact": uncertain("P3Y", "legal.md L20", review=_NEXT),
            "audience": likely("P25M", "legal.md L23: as in France", review=_NEXT),
            "cookie-choice": likely("P6M", "legal.md L23: as in France", review=_NEXT),
            "security-log": likely("P12M", "legal.md L25", review=_NEXT),
        }
    ),
    hosting=Hosting(places=ALLOWED),
    laws=MappingProxyType(
        {
            "rights-request": _("Art. 25 to 32 FADP"),
            "identity-document": _("Art. 25 FADP"),
            "consent-proof": _("Art. 6 FADP"),
            "objection-list": _("Art. 30 FADP"),
            "breach-register": _("Art. 24 FADP"),
            "access-journal": _("Art. 8 FADP"),
            "instructions": _("Art. 9 FADP"),
            "authority-request": _("Art. 31 FADP, with the text that the authority names"),
        }
    ),
)
