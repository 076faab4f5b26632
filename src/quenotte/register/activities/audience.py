"""Counting visits without recognising anybody: five measures, sums alone (P7 to P10, P58)."""

from dataclasses import replace

from quenotte.register.model import (
    PUBLISHER,
    Activity,
    Basis,
    Category,
    Clock,
    Datum,
    Keep,
    Period,
    Plane,
    Subject,
    Then,
)
from quenotte.register.words import _


def _measure(name: str, why: str) -> Datum:
    return Datum(name, Category.AUDIENCE, why)


audience = Activity(
    key="audience",
    plane=Plane.SITE,
    service="audience",
    title=_("Counting visits"),
    purpose=_("To learn how much the site is used and which pages help, recognising nobody."),
    basis=Basis.LEGITIMATE_INTEREST,
    basis_words=_("The practice's interest in a site on which its patients find their way"),
    balancing=_(
        "Only sums are kept: no address, no cookie, no number of a visitor, so nobody can be"
        " recognised or followed. Small sums are not shown. Whoever prefers not to be counted says"
        " so with a tap, and a browser that asks not to be tracked is not counted. What is taken"
        " is slight, and without it the practice would not learn which pages nobody finds."
    ),
    readers=_("the practice, as sums"),
    without=_("Whoever refuses to be counted loses nothing: every page works as before."),
    subjects=(Subject.VISITORS,),
    recipients=(
        replace(PUBLISHER, sees=_("runs the counters on the practice's instruction, reads sums")),
    ),
    data=(
        _measure("visits", _("how many visits there were: page views that came from elsewhere")),
        _measure("pages", _("which pages were seen, and how often")),
        _measure("time", _("how long pages were open, in broad steps")),
        _measure("region", _("from which country or region visits came, never a finer place")),
        _measure("actions", _("how often a telephone number, a map or a form was opened")),
    ),
    keep=Keep(
        active=Period("P25M", least="P1M", most="P25M"),
        clock=Clock.MONTH_END,
        then=Then.AGGREGATE,
        source="legal.md L23",
    ),
    claims=("P7", "P8", "P9", "P10", "P30", "P58"),
)
