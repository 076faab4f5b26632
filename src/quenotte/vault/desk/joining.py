"""Somebody new, or somebody who forgot the passphrase: a pair made in their browser waits to be let in.

Nothing is granted here. A colleague compares the words that follow from the pair first (people.py).
"""

from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from quenotte.vault.answers import answer, instant, refused, unknown
from quenotte.vault.desk import services
from quenotte.vault.desk.entrance import bearer, body_of, computer, held_session, own_page
from quenotte.vault.desk.models import Invitation
from quenotte.vault.desk.people import not_kept
from quenotte.vault.practices import people
from quenotte.vault.practices.models import Joining, Member
from quenotte.vault.practices.own_pair import Own, read_own
from quenotte.vault.practices.statements import Refused as NotKept


@require_http_methods(["GET", "POST"])
@own_page
def join(request: HttpRequest) -> HttpResponse:
    """What an invitation is for; and the pair that its holder made. Asking twice changes nothing."""
    at = timezone.now()
    try:
        found = services.invitation(
            code=bearer(request), kind=Invitation.Kind.MEMBER, at=at, used=True
        )
    except services.Refused:
        return refused("code", "unknown", 401)
    member = found.member
    if member is None or member.left_at is not None:
        return refused("code", "unknown", 401)
    if request.method == "GET":
        return answer(_invited(member) | {"now": instant(at)})
    return _ask(request, found, member)


def _invited(member: Member) -> dict[str, Any]:
    practice = member.practice
    if member.joined_at is not None:
        state = "IN"
    else:
        waits = Joining.objects.of(practice).filter(member=member).exists()
        state = "WAITING" if waits else "INVITED"
    return {
        "practice": {"slug": practice.slug, "name": practice.name, "zone": practice.zone},
        "fingerprint": practice.fingerprint,
        "member": {"id": str(member.id), "name": member.name, "role": member.role},
        "state": state,
    }


@transaction.atomic
def _ask(request: HttpRequest, found: Invitation, member: Member) -> HttpResponse:
    body, at = body_of(request), timezone.now()
    try:
        own = read_own(body)
        if not own.sealed_key and not _is_theirs(request, own):
            return refused("signing", "unknown")
        if not Joining.objects.of(member.practice).filter(member=member).exists():
            services.use(found)  # else the answer was lost, or it is another's
        made = people.ask(member=member, kind=Joining.Kind.JOIN, own=own, id=uuid4(), at=at)
    except services.Refused:
        return refused("code", "unknown", 401)
    except people.Waits:
        return refused("code", "used", 409)
    except NotKept as why:
        transaction.set_rollback(True)
        return not_kept(why)
    return answer({"joining": str(made.id)}, 201)


def _is_theirs(request: HttpRequest, own: Own) -> bool:
    """Whoever brings a key that lies in another practice is signed in there with it."""
    held = held_session(request)
    return held is not None and (held.member.recipient, held.member.signing) == (
        own.recipient,
        own.signing,
    )


@require_http_methods(["GET", "POST"])
@own_page
def forgotten(request: HttpRequest) -> HttpResponse:
    """A new pair for somebody who forgot the passphrase, from a computer of the practice alone."""
    on, body = computer(request), body_of(request)
    if on is None:
        return refused(None, "signed-out", 401)
    if request.method == "GET":  # what the new pair will trust: its six words are made of it
        return answer({"fingerprint": on.practice.fingerprint})
    try:
        id = UUID(str(body.get("member")))
    except ValueError:
        return refused("member", "unknown")
    member = Member.objects.of(on.practice).filter(pk=id, joined_at__isnull=False).first()
    if member is None or member.left_at is not None:
        return refused("member", "unknown")
    try:
        own = read_own(body)
        if not own.sealed_key:
            return refused("sealed_key", "malformed")
        kind, at = Joining.Kind.AGAIN, timezone.now()
        made = people.ask(member=member, kind=kind, own=own, id=uuid4(), at=at, on=on)
    except people.Waits as other:  # what was asked here can be taken back here
        here = other.joining.computer_id == on.pk
        waiting = str(other.joining.id) if here else None
        return refused("member", "used", 409, joining=waiting)
    except NotKept as why:
        return not_kept(why)
    return answer({"joining": str(made.id)}, 201)


@require_http_methods(["GET", "DELETE"])
@own_page
def waits(request: HttpRequest, id: UUID) -> HttpResponse:
    """Whether somebody still waits, asked by the computer at which they do; which may take it back."""
    on = computer(request)
    if on is None:
        return unknown()
    if request.method == "DELETE":
        asked = Joining.objects.of(on.practice).filter(pk=id, computer=on)
        gone, _ = asked.filter(kind=Joining.Kind.AGAIN).delete()
        return HttpResponse(status=204) if gone else unknown()
    return answer({"waits": Joining.objects.of(on.practice).filter(pk=id).exists()})
