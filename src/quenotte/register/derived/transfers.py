"""Which data leaves the area whose law protects it, to whom, and what guards it there (P38)."""

from collections.abc import Iterable
from dataclasses import dataclass

from quenotte.register.derived.parties import Parties
from quenotte.register.model import Activity
from quenotte.register.recipients import EEA, Recipient
from quenotte.register.words import _


@dataclass(frozen=True)
class Guarantee:
    text: str
    link: str


# legal.md, L37.
ADEQUATE_SWITZERLAND = Guarantee(
    _("The European Commission found Switzerland's protection adequate (decision 2000/518/EC)."),
    "https://eur-lex.europa.eu/eli/dec/2000/518/oj",
)
ADEQUATE_ABROAD = Guarantee(
    _("The Federal Council lists this State as giving adequate protection (Annex 1 DPO)."),
    "https://www.fedlex.admin.ch/eli/cc/2022/568/en#annex_1",
)


@dataclass(frozen=True)
class Transfer:
    recipient: Recipient
    guarantee: Guarantee


def concerned(activities: Iterable[Activity], parties: Parties) -> tuple[Recipient, ...]:
    """Everybody named who takes part in one of the activities, each once."""
    found = {
        one: None
        for activity in activities
        for role in activity.recipients
        for one in parties.filling(role)
    }
    return tuple(found)


def transfers(activities: Iterable[Activity], parties: Parties) -> tuple[Transfer, ...]:
    """Who of them stands abroad, seen from the practice's country; a country we do not know keeps the EEA's rule."""
    found = concerned(activities, parties)
    if parties.country == "CH":
        return tuple(Transfer(one, ADEQUATE_ABROAD) for one in found if one.country != "CH")
    return tuple(Transfer(one, ADEQUATE_SWITZERLAND) for one in found if one.country not in EEA)
