"""The one way in which a practice's public keys appear or change: a turn, made whole by a desk.

Set-up is the turn without a card before it. Nothing else in this program makes a key card.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from quenotte.base import succession
from quenotte.vault.journal import services as journal
from quenotte.vault.practices import cards, demo_keys, places, roster, successions
from quenotte.vault.practices.cards import Card
from quenotte.vault.practices.models import (
    Grant,
    KeyCard,
    Member,
    Practice,
    SheetSeal,
    Succession,
)
from quenotte.vault.practices.models import Roster as RosterRow
from quenotte.vault.practices.roster import Roster
from quenotte.vault.practices.seals import (
    MOST_SEALS,
    Seal,
    check_locks,
    holds,
    read_seal,
    read_seals,
    with_cards,
)
from quenotte.vault.practices.statements import Changed, Refused, malformed, text

WHYS = ("first", "left", "compromised", "handed-over", "new-sheets", "moved")
CLOCKS_DIFFER = timedelta(minutes=10)
_FIELDS = {"why", "card", "roster", "grants", "sheet", "proof", "succession"}


@dataclass(frozen=True)
class Turn:
    """What a desk made: public keys, signed, and private ones, sealed (web/keys/turn.ts)."""

    why: str
    card: str
    roster: str
    grants: tuple[tuple[str, Seal], ...]  # a member's id, and a key sealed to that member
    sheet: tuple[Seal, ...]
    proof: str | None
    succession: str | None


def read_turn(body: object) -> Turn:
    """A turn out of a request's JSON. Refused for whatever is not of that shape."""
    if not isinstance(body, dict) or set(body) != _FIELDS:
        malformed("the turn of keys")
    why, grants = body["why"], body["grants"]
    if why not in WHYS or not isinstance(grants, list) or len(grants) > MOST_SEALS:
        malformed("the turn of keys")
    return Turn(
        why=why,
        card=text(body["card"], "the key card"),
        roster=text(body["roster"], "the roster"),
        grants=tuple(_granted(each) for each in grants),
        sheet=read_seals(body["sheet"]),
        proof=_or_none(body["proof"], "the proof of the recovery sheet"),
        succession=_or_none(body["succession"], "the succession"),
    )


def _granted(given: object) -> tuple[str, Seal]:
    if not isinstance(given, dict) or not isinstance(given.get("member"), str):
        malformed("a grant")
    return given["member"], read_seal(given)


def _or_none(given: object, what: str) -> str | None:
    return None if given is None else text(given, what)


@transaction.atomic
def turn(*, practice: Practice, by: Member, made: Turn, at: datetime) -> KeyCard:
    """Publish a key card, with its roster, its grants and what lies under the sheet: all or nothing.

    Refuses (Refused) a card that does not follow, is signed by another key than the practice's or its
    endorsed successor, gives a key to more or fewer than the roster's members whose role holds it, leaves
    a new key off the sheet, or is the first or names new sheets without a sheet's proof. When somebody
    turned keys or seated somebody in between: Changed.
    """
    locked = Practice.objects.select_for_update().get(pk=practice.pk)
    card, former = cards.read(made.card, locked), cards.newest(locked)
    rostered, listed = roster.read(made.roster, locked), roster.newest(locked)
    _check_order(made.why, card, former, at)
    _check_signer(locked, made, card, former)
    new = cards.renewed(card, former)
    new_sheets = former is None or card.succession != former.succession
    _check_why(made, card, former, new, new_sheets)
    _check_by(locked, by, at)
    places.check_follows(rostered, listed, signer=card.signer)
    places.check_members(locked, rostered, at=at)
    _check_roster(rostered, listed, new, new_sheets)
    fresh = {key for id in new for key in with_cards(id)}
    if former is None or made.succession is not None:
        fresh.add("signing")
    _check_grants(made, rostered, fresh)
    _check_sheet(locked, made.sheet, fresh, new_sheets)
    if new_sheets or made.proof is not None:
        cards.check_proof(made.proof, practice=locked, card=card)
    journal.write(
        practice=locked,
        who=by,
        act=journal.Act.CHANGED,
        what=f"keys/{made.why}/{card.serial}",
        purpose="desk-access",
        at=at,
    )
    return _keep(locked, made, card, rostered, former, at=at)


def _check_order(why: str, card: Card, former: Card | None, at: datetime) -> None:
    if (why == "first") != (former is None):
        raise Refused("this practice is set up already" if former else "there are no keys to turn")
    if card.serial != (former.serial + 1 if former else 1):
        if former and card.serial <= former.serial:
            raise Changed
        raise Refused("the key card does not follow the newest one")
    if card.issued - at > CLOCKS_DIFFER or (former and card.issued < former.issued):
        raise Refused("the key card's date is not of today: is this computer's clock right?")
    if card.relay != settings.RELAY_FINGERPRINT:
        raise Refused("the key card names another relay")


def _check_signer(practice: Practice, made: Turn, card: Card, former: Card | None) -> None:
    """By the practice's key, or by the one that it or its sheet endorsed."""
    if not settings.DEMO and card.signer == demo_keys.FINGERPRINT:
        raise Refused("these keys are the demo's")
    if former is None:
        if made.succession is not None:
            raise Refused("there is no key yet that could be succeeded")
        return
    if made.succession is None:
        if card.signer != practice.fingerprint:
            raise Refused("the key card is signed by another key than the practice's")
        return
    try:
        endorsed = succession.read(made.succession, practice=practice.slug)
    except succession.NotOne as why:
        raise Refused(str(why)) from None
    if endorsed.former != practice.fingerprint or endorsed.successor != card.signer:
        raise Refused("the succession names other keys than the practice's")
    if endorsed.under != former.token:
        raise Refused("the succession is not under the newest key card")
    if card.signer in successions.fingerprints(practice):
        raise Refused("a key that signed before does not come back")


def _check_why(
    made: Turn, card: Card, former: Card | None, new: tuple[str, ...], new_sheets: bool
) -> None:
    """The word that stands in the journal fits what was done."""
    fits = {
        "first": True,
        "left": bool(new),
        "compromised": bool(new) or made.succession is not None,
        "handed-over": made.succession is not None,
        # Whoever holds a former sheet and a copy has all that lay under it.
        "new-sheets": new_sheets and len(new) == len(card.ids) and made.succession is not None,
        # The practice came from another vault: its keys stay, and name the relay of this one.
        "moved": former is not None
        and card.relay != former.relay
        and not (new or new_sheets or made.succession),
    }
    if not fits[made.why]:
        raise Refused("this turn of keys does not do what it says")


def _check_by(practice: Practice, by: Member, at: datetime) -> None:
    if by.practice_id != practice.pk or by.role != Member.Role.PRACTITIONER:
        raise Refused("only a practitioner turns keys")
    if not places.working(practice, at=at).filter(pk=by.pk).exists():
        raise Refused("whoever has left turns no keys")


def _check_roster(
    new: Roster, former: Roster | None, renewed: Iterable[str], new_sheets: bool
) -> None:
    if former and (new.sheet == former.sheet) == new_sheets:
        raise Refused("the roster and the key card do not name the same recovery sheet")
    kept: Mapping[str, str] = former.cards if former else {}
    named = {key for id in renewed for key in with_cards(id)} - set(renewed)
    if set(new.cards) != set(kept) | named or any(new.cards[key] != kept[key] for key in kept):
        raise Refused("the roster does not name the list cards' keys as they are")
    if len(set(new.cards.values())) < len(new.cards):
        raise Refused("a list cards' key is named twice")


def _check_grants(made: Turn, rostered: Roster, fresh: set[str]) -> None:
    """Each new key goes to every member of the roster whose role holds it, and to nobody else."""
    due = {
        (str(seat.id), key) for seat in rostered.members for key in fresh if holds(seat.role, key)
    }
    given = [(member, seal.key) for member, seal in made.grants]
    if set(given) != due or len(given) != len(due):
        raise Refused("the new keys are not granted to exactly those whom the roster names")
    check_locks(seal for _, seal in made.grants)


def _check_sheet(
    practice: Practice, sheet: tuple[Seal, ...], fresh: set[str], new_sheets: bool
) -> None:
    """New keys are sealed to the sheet; a new sheet carries all that the former one did."""
    due = set(fresh)
    if new_sheets:
        due |= set(SheetSeal.objects.of(practice).values_list("key", flat=True))
        due |= {"signing", "succession"}
    if {seal.key for seal in sheet} != due:
        raise Refused("the recovery sheet does not carry exactly the keys that it has to")
    check_locks(sheet)


def _keep(
    practice: Practice,
    made: Turn,
    card: Card,
    rostered: Roster,
    former: Card | None,
    *,
    at: datetime,
) -> KeyCard:
    if made.succession is not None and former is not None:
        Succession.objects.create(
            practice=practice,
            former=former.signer,
            successor=card.signer,
            jws=made.succession,
            received_at=at,
        )
    RosterRow.objects.create(
        practice=practice, number=rostered.number, jws=made.roster, received_at=at
    )
    for member, seal in made.grants:
        Grant.objects.of(practice).update_or_create(
            {"practice": practice, "sealed": seal.sealed}, member_id=member, key=seal.key
        )
    for seal in made.sheet:
        SheetSeal.objects.of(practice).update_or_create(
            {"sealed": seal.sealed}, practice=practice, key=seal.key
        )
    practice.fingerprint = card.signer
    if made.proof is not None:
        practice.proved_at = at
    practice.save(update_fields=["fingerprint", "proved_at"])
    places.settle(practice, rostered)
    return KeyCard.objects.create(
        practice=practice,
        serial=card.serial,
        jws=made.card,
        keys=dict(card.ids),
        published_at=at,
    )
