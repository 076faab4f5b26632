"""Who can see what: computed from what each datum is sealed to, so it cannot say otherwise."""

from collections.abc import Iterable
from dataclasses import dataclass

from quenotte.register.model import Activity, Category, Plane, Seal
from quenotte.register.words import _

CARERS = _("Practitioners and assistants")
SECRETARIES = _("The practice's secretaries")
EVERYBODY = _("The whole practice")
PRACTITIONERS = _("Practitioners")
HOST = _("The vault's host")
RELAY = _("The message relay")
PUBLISHER = _("The site's publisher")
CARRIERS = _("The carriers of e-mail and text messages")

WHILE_SENDING = _("in memory, while it sends")
WHILE_CONNECTED = _("in memory, while it answers")
WITHOUT_NAME = _("without a name")
AS_A_LETTER = _("to deliver the message, as with any letter")
NOT_THE_TYPE = _("date and time, never the type")

_READERS: dict[Seal, tuple[str, ...]] = {
    Seal.CARE: (CARERS,),
    Seal.DESK: (EVERYBODY,),
    Seal.RIGHTS: (PRACTITIONERS,),
}
_TITLES: dict[Category, str] = {
    Category.HEALTH: _("Health answers"),
    Category.IDENTITY: _("Name, age, address"),
    Category.CONTACT: _("E-mail or telephone"),
    Category.MESSAGE: _("Your message"),
    Category.SCHEDULE: _("Date, time, type of appointment"),
}


@dataclass(frozen=True)
class Viewer:
    who: str
    note: str | None = None


@dataclass(frozen=True)
class Row:
    """One kind of data: who reads it, who keeps it without being able to, who receives nothing."""

    title: str
    sees: tuple[Viewer, ...]
    sealed: tuple[Viewer, ...]
    nothing: tuple[Viewer, ...]


def table(activities: Iterable[Activity]) -> tuple[Row, ...]:
    """One row for each kind of data that the given activities hold about patients, then the wire."""
    offered = [activity for activity in activities if activity.plane is Plane.VAULT]
    rows = []
    for category, title in _TITLES.items():
        seals = {
            datum.seal
            for activity in offered
            for datum in activity.data
            if datum.category is category and activity.service != "site"
        }
        if seals:
            rows.append(_row(title, seals))
    return (*rows, WIRE)


def _row(title: str, seals: set[Seal | None]) -> Row:
    clear = None in seals
    sees = [Viewer(who) for seal in Seal if seal in seals for who in _READERS.get(seal, ())]
    if clear:
        sees = [Viewer(EVERYBODY), Viewer(HOST, WITHOUT_NAME)]
    if Seal.RELAY in seals or clear:
        sees.append(Viewer(RELAY, NOT_THE_TYPE if clear else WHILE_SENDING))
        sees.append(Viewer(CARRIERS, NOT_THE_TYPE if clear else AS_A_LETTER))
    named = {viewer.who for viewer in sees}
    others = [SECRETARIES] if CARERS in named and EVERYBODY not in named else []
    nothing = [who for who in (*others, RELAY, CARRIERS, PUBLISHER) if who not in named]
    return Row(
        title,
        tuple(sees),
        () if clear else (Viewer(HOST),),
        tuple(Viewer(who) for who in nothing),
    )


WIRE = Row(
    _("Internet address, size of what is sent"),
    (
        Viewer(HOST, WHILE_CONNECTED),
        Viewer(PUBLISHER, _("on the public pages, in memory, while it answers; not kept")),
    ),
    (),
    (Viewer(EVERYBODY), Viewer(RELAY), Viewer(CARRIERS)),
)
