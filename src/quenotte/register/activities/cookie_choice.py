"""What a visitor chose about storage and counting: kept on the visitor's own device, bare (P53, P54)."""

from quenotte.register.model import (
    Activity,
    Basis,
    Category,
    Clock,
    Datum,
    Keep,
    Period,
    Plane,
    Subject,
)
from quenotte.register.words import _

cookie_choice = Activity(
    key="cookie-choice",
    plane=Plane.SITE,
    service="cookie-choice",
    title=_("Your choice on this device"),
    purpose=_("To respect what you chose, and not to ask you on every page."),
    basis=Basis.LEGITIMATE_INTEREST,
    basis_words=_("Your and the practice's interest in a choice that holds"),
    balancing=_(
        "A choice that is forgotten is asked for again and again. It is therefore kept, on your own"
        " device, as the options and the version of the question, equal for everybody who chose the"
        " same. It leads to nobody, and you change or erase it whenever you like."
    ),
    readers=_("your browser; the site, when it shows you a page"),
    without=_("Without a choice everything that needs one stays off."),
    subjects=(Subject.VISITORS,),
    data=(
        Datum("options", Category.CONSENT, _("what you allowed and what you refused")),
        Datum("version", Category.CONSENT, _("which wording of the question you answered")),
        Datum("seen", Category.CONSENT, _("that you have seen the question")),
    ),
    keep=Keep(Period("P6M"), Clock.CHOSEN, source="legal.md L23"),
    claims=("P53", "P54"),
)
