"""The roster: to whom the practice's keys may be granted, as the practice itself signed it.

The rows of members are this server's word; what desks go by is this. The vault keeps both in step.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from quenotte.base import jws
from quenotte.base.chain import digest
from quenotte.vault.practices import statements
from quenotte.vault.practices.models import Member, Practice
from quenotte.vault.practices.models import Roster as Row
from quenotte.vault.practices.statements import Refused, malformed

TYP = "quenotte-roster"
ADMISSION_TYP = "quenotte-admission"
MOST_MEMBERS = 80
MOST_NAME = 120
_FIELDS = frozenset({"v", "practice", "number", "previous", "issued", "sheet", "members", "cards"})
_SEAT = {"id", "name", "role", "recipient", "signing", "until"}
_ADMISSION = frozenset({"v", "practice", "member", "recipient", "signing", "issued", "roster"})
_CARD_KEY = re.compile(r"cards/(care|desk)/[1-9][0-9]{0,8}")
_WHAT = "the roster"


@dataclass(frozen=True)
class Seat:
    """One member as the practice signed it."""

    id: UUID
    name: str
    role: Member.Role
    recipient: str
    signing: jws.PublicKey
    until: date | None

    @property
    def person(self) -> str:
        return jws.fingerprint(self.signing)


@dataclass(frozen=True)
class Roster:
    token: str
    number: int
    previous: str | None
    issued: datetime
    sheet: str  # the recovery sheet's public half
    members: tuple[Seat, ...]
    cards: Mapping[str, str]  # the list cards' keys by name, each as its digest
    signer: str

    @property
    def digest(self) -> str:
        """What the next one names as its `previous`, and an admission as its `roster`."""
        return digest(self.token)

    def seat(self, id: UUID) -> Seat | None:
        return next((seat for seat in self.members if seat.id == id), None)


@dataclass(frozen=True)
class Admission:
    """A colleague's word for the new key pair of somebody who forgot the passphrase."""

    token: str
    member: UUID
    recipient: str
    signing: jws.PublicKey
    issued: datetime
    roster: str
    signer: str


def newest(practice: Practice) -> Roster | None:
    row = Row.objects.of(practice).order_by("-number").first()
    return read(row.jws, practice) if row else None


def read(token: object, practice: Practice) -> Roster:
    """A roster of this practice; who signed it is for the caller to judge. Refused."""
    said, signer = statements.read(token, what=_WHAT, typ=TYP, practice=practice, fields=_FIELDS)
    number = statements.whole(said["number"], _WHAT)
    if (number == 1) != (said["previous"] is None):
        malformed(_WHAT)
    return Roster(
        token=statements.text(token, _WHAT),
        number=number,
        previous=None
        if number == 1
        else statements.shaped(said["previous"], statements.DIGEST, _WHAT),
        issued=statements.instant(said["issued"], _WHAT),
        sheet=statements.shaped(said["sheet"], statements.RECIPIENT, _WHAT),
        members=_members(said["members"]),
        cards=_cards(said["cards"]),
        signer=signer,
    )


def read_admission(token: object, practice: Practice) -> Admission:
    what = "the admission"
    said, signer = statements.read(
        token, what=what, typ=ADMISSION_TYP, practice=practice, fields=_ADMISSION
    )
    return Admission(
        token=statements.text(token, what),
        member=_id(said["member"], what),
        recipient=statements.shaped(said["recipient"], statements.RECIPIENT, what),
        signing=statements.jwk(said["signing"], what),
        issued=statements.instant(said["issued"], what),
        roster=statements.shaped(said["roster"], statements.DIGEST, what),
        signer=signer,
    )


def _members(given: object) -> tuple[Seat, ...]:
    if not isinstance(given, list) or len(given) > MOST_MEMBERS:
        malformed(_WHAT)
    seats = tuple(_seat(each) for each in given)
    if any(
        len(set(each)) < len(seats)
        for each in ([s.id for s in seats], [s.recipient for s in seats], [s.person for s in seats])
    ):
        raise Refused("the roster names somebody twice")
    return seats


def _seat(given: object) -> Seat:
    if not isinstance(given, dict) or set(given) != _SEAT:
        malformed(_WHAT)
    name, role = given["name"], given["role"]
    if not isinstance(name, str) or not 0 < len(name) <= MOST_NAME or not name.isprintable():
        malformed(_WHAT)
    if not isinstance(role, str) or role not in Member.Role.values:
        malformed(_WHAT)
    return Seat(
        id=_id(given["id"], _WHAT),
        name=name,
        role=Member.Role(role),
        recipient=statements.shaped(given["recipient"], statements.RECIPIENT, _WHAT),
        signing=statements.jwk(given["signing"], _WHAT),
        until=statements.day(given["until"], _WHAT),
    )


def _id(given: object, what: str) -> UUID:
    try:
        id = UUID(given) if isinstance(given, str) else None
    except ValueError:
        id = None
    if id is None or str(id) != given:
        malformed(what)
    return id


def _cards(given: object) -> Mapping[str, str]:
    if not isinstance(given, dict):
        malformed(_WHAT)
    return {
        statements.shaped(name, _CARD_KEY, _WHAT): statements.shaped(
            value, statements.DIGEST, _WHAT
        )
        for name, value in given.items()
    }
