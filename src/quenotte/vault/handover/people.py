"""The rows of a practice's members are a vault's word. What counts of them is what the practice signed.

Asked before a practice is handed over, while its desk can still mend what differs, and by whoever takes it:
a vault that adds a colleague to the rows, or gives one more than the roster does, finds nobody to take them.
"""

from datetime import date

from quenotte.base import jws
from quenotte.vault.practices import roster, statements
from quenotte.vault.practices.models import Admission, Grant, Member, Practice
from quenotte.vault.practices.roster import Roster, Seat
from quenotte.vault.practices.seals import lesser


class NotListed(Exception):
    """A member's row says something else than the roster. The message says whose, and what."""


def check(practice: Practice, listed: Roster) -> None:
    """Whoever can open the desk stands in the roster, with that role and key, and no longer. NotListed.

    A key may also be one to which a colleague in that roster put their name. Whoever has left, or was
    invited only, has nothing here that opens.
    """
    granted = set(Grant.objects.of(practice).values_list("member", flat=True))
    admitted = _admitted(practice, listed)
    for row in Member.objects.of(practice).order_by("pk"):
        if row.joined_at is None or row.left_at is not None:
            if row.sealed_key or row.mine or row.pk in granted:
                raise NotListed(f"{row.name} has no place here, and keys all the same")
            if row.joined_at is None and (row.recipient or row.signing or row.person):
                raise NotListed(f"{row.name} was never let in, and has a key all the same")
            continue
        seat = listed.seat(row.pk)
        if seat is None:
            raise NotListed(f"{row.name} is not in the roster that the practice signed")
        if row.role != seat.role:
            raise NotListed(f"the roster gives {row.name} another role")
        if _lasts(row.until, seat.until):
            raise NotListed(f"the roster names an earlier last day of {row.name}")
        own = [(seat.recipient, seat.signing), *admitted.get(row.pk, [])]
        if (row.recipient, row.signing) not in own:
            raise NotListed(f"the roster names another key of {row.name}")
        if row.person != jws.fingerprint(row.signing):
            raise NotListed(f"{row.name} is named as another person")


def _lasts(until: date | None, signed: date | None) -> bool:
    return signed is not None and (until is None or until > signed)


type Pairs = dict[object, list[tuple[str, jws.PublicKey]]]


def _admitted(practice: Practice, listed: Roster) -> Pairs:
    """The new pairs of those who forgot the passphrase, each by a colleague who holds as much."""
    pairs: Pairs = {}
    for one in Admission.objects.of(practice):
        try:
            said = roster.read_admission(one.jws, practice)
        except statements.Refused:
            continue
        if said.roster == listed.digest and _vouches(listed, said):
            pairs.setdefault(said.member, []).append((said.recipient, said.signing))
    return pairs


def _vouches(listed: Roster, said: roster.Admission) -> bool:
    absent = listed.seat(said.member)
    by = next((seat for seat in listed.members if seat.person == said.signer), None)
    return absent is not None and by is not None and by != absent and _holds(by, absent)


def _holds(by: Seat, absent: Seat) -> bool:
    return lesser(by.role, absent.role) == absent.role
