"""Who can see what: computed from what each datum is sealed to, so it cannot say otherwise."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from quenotte.register.model import PUBLISHER as PUBLISHING
from quenotte.register.model import Activity, Category, Datum, Plane, Seal, Subject
from quenotte.register.words import _

CARERS = _("Practitioners and assistants")
SECRETARIES = _("The practice's secretaries")
EVERYBODY = _("The whole practice")
PRACTITIONERS = _("Practitioners")
NO_PRACTITIONERS = _("The practice's assistants and secretaries")
DEVICE = _("Your own device")
HOST = _("The vault's host")
RELAY = _("The message relay")
PUBLISHER = _("The site's publisher")
CARRIERS = _("The carriers of e-mail and text messages")

WHILE_SENDING = _("in memory, while it sends")
WHILE_CONNECTED = _("in memory, while it answers")
WITHOUT_NAME = _("without a name")
AS_A_LETTER = _("to deliver the message, as with any letter")
NOT_THE_TYPE = _("date and time, never the type")
SUMS = _("sums alone, small ones left out")

_ROLES = {HOST: "host", RELAY: "relay", PUBLISHER: "publisher", CARRIERS: "carriers"}
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
    Category.RIGHTS: _("Requests about your data"),
    Category.CONSENT: _("What you agreed to"),
    Category.TECHNICAL: _("Marks without a name, such as whether a message left"),
}


@dataclass(frozen=True)
class Viewer:
    who: str
    note: str | None = None
    name: str | None = None  # the firm that fills the role, where the deployment says it


@dataclass(frozen=True)
class Row:
    """One kind of data: who reads it, who keeps it without being able to, who receives nothing."""

    title: str
    sees: tuple[Viewer, ...]
    sealed: tuple[Viewer, ...]
    nothing: tuple[Viewer, ...]


def table(
    activities: Iterable[Activity], names: Mapping[str, str] | None = None
) -> tuple[Row, ...]:
    """One row for each kind of data that the given activities hold about patients or visitors, then the wire.

    `names` are the legal names of those who fill the roles, by the role's key.
    """
    about = [one for one in activities if set(one.subjects) != {Subject.STAFF}]
    rows = []
    for category, title in _TITLES.items():
        held = [
            (activity, datum)
            for activity in about
            for datum in activity.data
            if _kind(activity, datum) is category
        ]
        if held:
            rows.append(_row(title, category, held))
    for row, category in ((CHOICE, Category.CONSENT), (COUNTERS, Category.AUDIENCE)):
        if any(_on_the_site(activity, category) for activity in about):
            rows.append(row)
    return tuple(_named(row, names or {}) for row in (*rows, WIRE))


def _kind(activity: Activity, datum: Datum) -> Category | None:
    """Under which title of the vault it falls; a connection's address has the wire's row."""
    if activity.plane is not Plane.VAULT or activity.service == "site":
        return None
    return Category.RIGHTS if datum.seal is Seal.RIGHTS else datum.category


def _on_the_site(activity: Activity, category: Category) -> bool:
    return activity.plane is Plane.SITE and any(
        datum.category is category for datum in activity.data
    )


def _row(title: str, category: Category, held: list[tuple[Activity, Datum]]) -> Row:
    seals = {datum.seal for _activity, datum in held}
    clear = None in seals
    if clear:  # what is partly in clear is said to be so as a whole
        sees = [Viewer(EVERYBODY), Viewer(HOST, WITHOUT_NAME)]
    else:
        sees = [Viewer(who) for seal in Seal if seal in seals for who in _READERS.get(seal, ())]
    sees += _on_the_way(category, seals)
    sees += [
        Viewer(PUBLISHER, role.sees)
        for role in dict.fromkeys(role for activity, _datum in held for role in activity.recipients)
        if role.key == PUBLISHING.key
    ]
    named = {viewer.who for viewer in sees}
    return Row(
        title,
        tuple(sees),
        () if clear else (Viewer(HOST),),
        tuple(Viewer(who) for who in _without(named)),
    )


def _on_the_way(category: Category, seals: set[Seal | None]) -> list[Viewer]:
    """Those who send and carry messages."""
    if Seal.RELAY in seals:
        return [Viewer(RELAY, WHILE_SENDING), Viewer(CARRIERS, AS_A_LETTER)]
    if category is Category.SCHEDULE:
        return [Viewer(RELAY, NOT_THE_TYPE), Viewer(CARRIERS, NOT_THE_TYPE)]
    if category is Category.TECHNICAL:
        return [Viewer(RELAY, WHILE_SENDING)]
    return []


def _without(seeing: set[str]) -> Iterable[str]:
    """Who takes part and receives nothing of it."""
    if EVERYBODY not in seeing:
        yield SECRETARIES if CARERS in seeing else NO_PRACTITIONERS
    yield from (who for who in (RELAY, CARRIERS, PUBLISHER) if who not in seeing)


def _named(row: Row, names: Mapping[str, str]) -> Row:
    """The same row with the legal names of the firms that fill the roles."""

    def with_name(viewer: Viewer) -> Viewer:
        return replace(viewer, name=names.get(_ROLES.get(viewer.who, "")))

    return replace(
        row,
        sees=tuple(map(with_name, row.sees)),
        sealed=tuple(map(with_name, row.sealed)),
        nothing=tuple(map(with_name, row.nothing)),
    )


CHOICE = Row(
    _("Your choice of cookies"),
    (Viewer(DEVICE, _("it is kept there alone, without a name")),),
    (),
    tuple(Viewer(who) for who in (EVERYBODY, HOST, RELAY, CARRIERS, PUBLISHER)),
)
COUNTERS = Row(
    _("Counters of visits"),
    (Viewer(EVERYBODY, SUMS), Viewer(PUBLISHER, SUMS)),
    (),
    (Viewer(HOST), Viewer(RELAY), Viewer(CARRIERS)),
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
