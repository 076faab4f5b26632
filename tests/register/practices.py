"""Two practices that the register's documents are made for, and the readers' languages."""

import gettext
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import quenotte
from quenotte.register import REGISTER, packs
from quenotte.register.choices import Contact, Kind
from quenotte.register.derived.parties import Party
from quenotte.register.derived.policy import Facts, Hosting, Policy
from quenotte.register.model import Activity, Subject
from quenotte.register.periods import ENGLISH, Words
from quenotte.register.recipients import Recipient
from quenotte.register.services import offered

LOCALE = Path(quenotte.__file__).parent / "locale"
LANGUAGES = ("fr", "en", "de", "it")
NAMES = ("Français", "English", "Deutsch", "Italiano")

PUBLISHER = Recipient("publisher", "Pages du Lac Sàrl", "CH", "WEB-2026-01", date(2026, 1, 5))
CARRIERS = Recipient("carriers", "Facteur Exemple SA", "CH", "MSG-2026-01", date(2026, 1, 5))
LAC = Facts(
    name="Cabinet dentaire du Lac",
    controllers=(Party("Dr Mast", "12 rue des Bains, 1205 Genève"),),
    packs=packs.under("CH"),
    telephone="+41 22 555 01 23",
    hosting=Hosting("Santé Exemple SA", "HDS-0001", "2028-05-16", "Lausanne"),
    recipients=(
        Recipient("host", "Santé Exemple SA", "CH", "HDS-2026-01", date(2026, 1, 5)),
        CARRIERS,
        PUBLISHER,
    ),
    languages=NAMES,
)
LYON = Facts(
    name="Cabinet dentaire de la Presqu'île",
    controllers=(
        Party("Dr Mast", "4 rue Fictive, 69002 Lyon"),
        Party("Dr Favre", "4 rue Fictive, 69002 Lyon"),
    ),
    packs=packs.under("FR"),
    telephone="+33 4 99 55 01 23",
    email="bonjour@presquile.example",
    hosting=Hosting("Santé Exemple SAS", "HDS-0002", "2028-05-16", "Lyon", date(2026, 11, 2)),
    recipients=(
        Recipient("host", "Santé Exemple SAS", "FR", "HDS-2026-02", date(2026, 1, 5)),
        CARRIERS,
        PUBLISHER,
    ),
    contact=Contact(Kind.CONTACT_POINT, "Mme Roux", email="donnees@presquile.example"),
    languages=NAMES,
)
PRACTICES = {"ch": LAC, "fr": LYON}


def activities() -> tuple[Activity, ...]:
    """What this version offers to patients and visitors."""
    return tuple(one for one in offered(REGISTER).values() if set(one.subjects) != {Subject.STAFF})


def words(language: str) -> Words:
    """A reader's language, from the catalogues."""
    if language == "en":
        return ENGLISH
    spoken = gettext.translation("django", LOCALE, [language])
    return Words(spoken.gettext, spoken.ngettext)


def text(made: Policy) -> str:
    """The policy as a reader without a screen gets it."""
    return "\n".join(_lines(made)) + "\n"


def _lines(made: Policy) -> Iterable[str]:
    for section in made.sections:
        yield f"## {section.title}"
        for said in section.sentences:
            yield f"{said.text} [{said.claim}]"
            yield from (f"- {item}" for item in said.items)
        yield ""
