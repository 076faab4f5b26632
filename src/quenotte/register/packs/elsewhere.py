"""A country that has no pack yet: sentences without citations, the strictest ceilings."""

from types import MappingProxyType

from quenotte.register.packs.model import Authority, Deadline, Hosting, Offered, Pack, certain
from quenotte.register.recipients import ALLOWED
from quenotte.register.words import _

ELSEWHERE = Pack(
    country="",
    law=_("the data protection law of the practice's country"),
    names=frozenset(),
    authority=Authority(_("the data protection authority of the practice's country")),
    health=certain("", "none is cited"),
    rights=(Offered.ACCESS, Offered.RECTIFICATION, Offered.ERASURE),
    deadlines=MappingProxyType({Deadline.GENERAL: certain("P30D", "the shorter of FR and CH")}),
    ceilings=MappingProxyType(
        {
            "": certain("P5Y", "promises.md P50"),
            "contact": certain("P3Y", "as FR"),
            "audience": certain("P25M", "as FR"),
            "cookie-choice": certain("P6M", "as FR"),
            "security-log": certain("P12M", "as FR"),
        }
    ),
    hosting=Hosting(places=ALLOWED),
)
