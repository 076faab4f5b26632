"""Lets somebody into a practice: with a place in its roster, or again. No key is made here.

What a desk may grant follows from the roster that the practice signed; the rows follow the roster.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from quenotte.base import jws
from quenotte.vault.desk.models import Computer, Passkey, Session
from quenotte.vault.journal import services as journal
from quenotte.vault.practices import cards, inviting, leaving, roster, statements
from quenotte.vault.practices.models import Admission, Grant, Joining, Member, Practice
from quenotte.vault.practices.models import Roster as RosterRow
from quenotte.vault.practices.own_pair import Own, check_home, check_own
from quenotte.vault.practices.places import check_follows, check_members, settle, working
from quenotte.vault.practices.seals import (
    Seal,
    check_locks,
    class_of,
    epoch_of,
    holds,
    lesser,
    with_cards,
)
from quenotte.vault.practices.statements import Changed, Refused


class Waits(Exception):
    """Another pair waits for this place already: it is let in, or dropped, before the next one."""

    def __init__(self, joining: Joining) -> None:
        super().__init__("another key waits for this place")
        self.joining = joining


@transaction.atomic
def ask(
    *,
    member: Member,
    kind: Joining.Kind,
    own: Own,
    id: UUID,
    at: datetime,
    on: Computer | None = None,
) -> Joining:
    """Let a new key pair wait until a colleague has compared its words. The same one twice waits once.

    Nothing of a former key changes before. When `own` has no sealed file, the person's home is another
    practice, and the caller has seen a proof that the key is theirs. Refused for a pair whose sender
    does not hold its private half; Waits while another one waits.
    """
    Member.objects.of(member.practice).select_for_update().get(pk=member.pk)  # one asks at a time
    if member.left_at is not None:
        raise Refused("whoever has left does not come back by this")
    if (kind == Joining.Kind.AGAIN) != (member.joined_at is not None):
        raise Refused("this person has no place here yet, or has it already")
    if Member.objects.of(member.practice).filter(person=own.person, left_at=None).exists():
        raise Refused("this key is a colleague's, or the former one")
    check_own(own, member)
    waiting = Joining.objects.of(member.practice).filter(member=member).first()
    if waiting is not None:
        if (waiting.recipient, waiting.signing) != (own.recipient, own.signing):
            raise Waits(waiting)
        return waiting
    return Joining.objects.create(
        practice=member.practice,
        id=id,
        member=member,
        kind=kind,
        recipient=own.recipient,
        signing=own.signing,
        sealed_key=own.sealed_key,
        mine=own.mine,
        asked_at=at,
        computer=on,
    )


@transaction.atomic
def drop(*, waiting: Joining, by: Member, at: datetime) -> None:
    """Nobody lets this pair in. A newcomer's invitation goes with it: its link may be in other hands."""
    if waiting.kind == Joining.Kind.JOIN:
        inviting.withdraw(member=waiting.member, by=by, at=at)
        return
    _note(waiting.member, by, "dropped", at)
    waiting.delete()


@transaction.atomic
def seat(
    *,
    practice: Practice,
    by: Member,
    joining: str,
    made: str,
    grants: tuple[Seal, ...],
    at: datetime,
) -> Member:
    """Give a waiting person the place that a new roster names, with the keys of their role.

    `made` is the roster, signed by the practice; `grants` are sealed to that person. Their former
    grants go. Refused unless a practitioner brings it; Changed when another roster came in between.
    """
    locked = Practice.objects.select_for_update().get(pk=practice.pk)
    _check_by(locked, by, at)
    if by.role != Member.Role.PRACTITIONER:
        raise Refused("only a practitioner gives somebody a place")
    return _seat(locked, _waiting(locked, joining), made, grants, by=by, at=at)


@transaction.atomic
def recover(
    *,
    practice: Practice,
    id: UUID,
    name: str,
    own: Own,
    made: str,
    grants: tuple[Seal, ...],
    at: datetime,
) -> Member:
    """Seat whoever opened the recovery sheet, as a practitioner: the caller has seen that proof.

    `id` is a member's, who gets a new key, or one that the browser made, for somebody new. The roster
    is signed by the practice's key, which lay under the sheet.
    """
    locked = Practice.objects.select_for_update().get(pk=practice.pk)
    member = Member.objects.of(locked).filter(pk=id).first()
    if member is None:
        if Member.objects.everywhere("an id is taken once").filter(pk=id).exists():
            raise Refused("this number is taken")
        role = Member.Role.PRACTITIONER
        member = Member.objects.create(practice=locked, id=id, name=name, role=role)
    again = member.joined_at is not None
    # Whoever holds the sheet needs no colleague: what waits for one does not stand in the way.
    Joining.objects.of(locked).filter(member=member).delete()
    waiting = ask(
        member=member,
        kind=Joining.Kind.AGAIN if again else Joining.Kind.JOIN,
        own=own,
        id=uuid4(),
        at=at,
    )
    return _seat(locked, waiting, made, grants, by=member, at=at)


def _seat(
    locked: Practice,
    waiting: Joining,
    made: str,
    grants: tuple[Seal, ...],
    *,
    by: Member,
    at: datetime,
) -> Member:
    new, former = roster.read(made, locked), roster.newest(locked)
    if former is None:
        raise Refused("this practice has no roster yet")
    check_follows(new, former, signer=locked.fingerprint)
    if (new.sheet, new.cards) != (former.sheet, former.cards):
        raise Refused("a roster that seats somebody changes nothing else")
    check_members(locked, new, joining=waiting, at=at)
    seated = new.seat(waiting.member_id)
    if seated is None:
        raise Refused("the roster does not name the person who waits")
    _check_grants(locked, grants, seated.role)
    RosterRow.objects.create(practice=locked, number=new.number, jws=made, received_at=at)
    settle(locked, new)
    return _let_in(waiting, grants, by=by, at=at)


@transaction.atomic
def admit(
    *,
    practice: Practice,
    by: Member,
    joining: str,
    made: str,
    grants: tuple[Seal, ...],
    at: datetime,
) -> Member:
    """Let somebody in again who forgot the passphrase, with the keys that both may hold.

    `made` is the admission, signed by the colleague's own key, which stands in the newest roster.
    """
    locked = Practice.objects.select_for_update().get(pk=practice.pk)
    _check_by(locked, by, at)
    waiting = _waiting(locked, joining)
    said, newest = roster.read_admission(made, locked), roster.newest(locked)
    if newest is None or said.roster != newest.digest:
        raise Changed
    vouching, absent = newest.seat(by.pk), newest.seat(waiting.member_id)
    if vouching is None or vouching.person != said.signer:
        raise Refused("the admission is not signed by a colleague in the roster")
    if absent is None or waiting.kind != Joining.Kind.AGAIN:
        raise Refused("somebody who is not in the roster needs a place in it first")
    if by.pk == waiting.member_id:
        raise Refused("nobody admits themselves")
    if (said.member, said.recipient, said.signing) != (
        waiting.member_id,
        waiting.recipient,
        waiting.signing,
    ):
        raise Refused("the admission is of another key than the one that waits")
    if lesser(vouching.role, absent.role) != absent.role:
        raise Refused("whoever holds less than somebody cannot let them in again")
    _check_grants(locked, grants, absent.role)
    Admission.objects.of(locked).filter(member=waiting.member).delete()
    Admission.objects.create(
        practice=locked, member=waiting.member, jws=made, roster=newest.digest, received_at=at
    )
    return _let_in(waiting, grants, by=by, at=at)


def _check_by(practice: Practice, by: Member, at: datetime) -> None:
    if by.practice_id != practice.pk or not working(practice, at=at).filter(pk=by.pk).exists():
        raise Refused("whoever does not work here lets nobody in")


def _waiting(practice: Practice, joining: str) -> Joining:
    try:
        id = UUID(joining)
    except ValueError:
        statements.malformed("the number of the person who waits")
    found = Joining.objects.of(practice).select_related("member").filter(pk=id).first()
    if found is None:
        raise Refused("this person does not wait any more")
    return found


def _check_grants(practice: Practice, grants: tuple[Seal, ...], role: Member.Role) -> None:
    """The current keys of a role are all there, older ones may be, and nothing else is."""
    card = cards.newest(practice)
    if card is None:
        raise Refused("this practice has no keys yet")
    due = {key for id in card.ids.values() for key in with_cards(id) if holds(role, key)}
    if holds(role, "signing"):
        due.add("signing")
    given = {seal.key for seal in grants}
    if not due <= given or not all(holds(role, key) and _exists(key, card) for key in given):
        raise Refused("the keys are not those that this person may hold")
    check_locks(grants)


def _exists(key: str, card: cards.Card) -> bool:
    of = class_of(key)
    return of is None or epoch_of(key) <= epoch_of(card.ids[of])


def _let_in(waiting: Joining, grants: Iterable[Seal], *, by: Member, at: datetime) -> Member:
    member, person = waiting.member, jws.fingerprint(waiting.signing)
    if waiting.sealed_key:
        check_home(person, member)  # the same pair may have been let in next door since it asked
    leaving.hand_on(member)  # their other practices go on with the former key
    member.recipient, member.signing = waiting.recipient, waiting.signing
    member.sealed_key, member.mine = waiting.sealed_key, waiting.mine
    member.person = person
    member.joined_at = member.joined_at or at
    member.save()
    # What the former key opened or signed is over: its passkeys still say who it is, and open nothing.
    Session.objects.of(member.practice).filter(member=member).delete()
    Passkey.objects.of(member.practice).filter(member=member).update(sealed=b"")
    Grant.objects.of(member.practice).filter(member=member).delete()
    Grant.objects.bulk_create(
        Grant(practice=member.practice, member=member, key=seal.key, sealed=seal.sealed)
        for seal in grants
    )
    _note(member, by, "joined" if waiting.kind == Joining.Kind.JOIN else "again", at)
    waiting.delete()
    return member


def _note(member: Member, by: Member, done: str, at: datetime) -> None:
    journal.write(
        practice=member.practice,
        who=by,
        act=journal.Act.CHANGED,
        what=f"member/{member.id}/{done}",
        purpose="desk-access",
        at=at,
    )
