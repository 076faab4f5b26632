"""Dr Mast's practice as its documents see it: in Geneva, and the same one over the border."""

from dataclasses import replace
from datetime import UTC, date, datetime

from quenotte.register import REGISTER
from quenotte.register.choices import Contact, Kind
from quenotte.register.claims import State
from quenotte.register.derived.parties import Parties, Party
from quenotte.register.derived.tilt import Published
from quenotte.register.packs import under
from quenotte.register.recipients import Recipient

MAST = Party(
    "Dr Mast",
    "12 quai Fictif, 1201 Genève",
    "CH",
    "+41 22 555 01 23",
    "cabinet@mast.example",
    "GLN 760 100 000 0000",
)
PUBLISHER = Party(
    "Pages du Lac Sàrl",
    "3 quai Fictif, 1201 Genève",
    "CH",
    "",
    "bonjour@pagesdulac.example",
    "CHE-000.000.000",
)
HOSTED = Recipient("host", "Coffre SA", "FR", "contract C-1", date(2026, 1, 5), date(2025, 12, 1))
CARRIER = Recipient("carriers", "Facteur GmbH", "DE", "contract C-2", date(2026, 2, 1))
MAKER = Recipient("publisher", "Pages du Lac Sàrl", "CH", "contract C-3", date(2026, 1, 1))

GENEVA = Parties(
    slug="mast",
    name="Cabinet Mast",
    controllers=(MAST,),
    packs=under("CH"),
    contact=Contact(Kind.CONTACT_POINT, "Léonie Mast", "donnees@mast.example"),
    recipients=(HOSTED, CARRIER, MAKER),
    hosted=("Coffre SA", "Strasbourg"),
    began=date(2026, 3, 1),
    changed=date(2026, 11, 3),
)
ANNECY = replace(
    GENEVA,
    controllers=(replace(MAST, address="1 rue Inventée, 74000 Annecy", country="FR"),),
    packs=under("FR"),
)
PUBLISHED = Published(
    number=3,
    made_at=datetime(2026, 11, 3, 9, tzinfo=UTC),
    first_at=datetime(2026, 3, 1, 9, tzinfo=UTC),
    url="https://rdv.mast.example/fr/privacy",
)
APPOINTED = replace(ANNECY, contact=Contact(Kind.DPO, "Léonie Mast", "donnees@mast.example"))
ON = tuple(REGISTER.values())  # all that is declared, whether its service is built or not


def proven(claim: str) -> State:
    return State.PROVEN
