"""Who works here: the list, invitations, places in the roster, last days (adr 16).

Everybody at the desk sees it; a practitioner acts. Who is let in again, any colleague may decide who
holds the keys: what the call brings was signed and sealed in their browser.
"""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from quenotte.vault.answers import answer, instant, refused, unknown
from quenotte.vault.desk import computers, services, totp
from quenotte.vault.desk.entrance import body_of, signed_in
from quenotte.vault.desk.models import Computer, Invitation, Passkey, Session, Totp
from quenotte.vault.desk.seats import admissions_of
from quenotte.vault.desk.seats import seat as seat_of
from quenotte.vault.practices import inviting, keys, leaving
from quenotte.vault.practices import people as places
from quenotte.vault.practices.models import Joining, Member, Practice, Roster
from quenotte.vault.practices.places import working
from quenotte.vault.practices.seals import read_seals
from quenotte.vault.practices.statements import Changed
from quenotte.vault.practices.statements import Refused as NotKept

INVITATION_LASTS = timedelta(days=7)
MOST_NAME = 120
MOST_INVITED = 40  # who wait to come, at once
LANGUAGES = [code for code, _ in settings.LANGUAGES]


def may_decide(session: Session) -> bool:
    """Names, places and keys of the practice are for its practitioners to give."""
    return bool(session.member.role == Member.Role.PRACTITIONER)


def not_kept(why: NotKept) -> HttpResponse:
    return refused("made", "refused", said=str(why))


def changed() -> HttpResponse:
    return refused(None, "changed", 409)


@require_GET
@signed_in
def people(request: HttpRequest, session: Session) -> HttpResponse:
    practice, at = session.practice, timezone.now()
    here = set(working(practice, at=at).values_list("pk", flat=True))
    going = computers.going(practice, here=here)
    roster = Roster.objects.of(practice).order_by("-number").values_list("jws", flat=True).first()
    return answer(
        {
            "roster": roster,
            "admissions": admissions_of(practice, roster),
            "members": _members(practice),
            "invitations": _invitations(practice, at),
            "sessions": [_session(one, session) for one in _open_sessions(practice, at)],
            "computers": [
                _computer(one, session, going.get(one.pk)) for one in Computer.objects.of(practice)
            ],
            "may": may_decide(session),
            "now": instant(at),
        }
    )


@require_GET
@signed_in
def membership(request: HttpRequest, session: Session) -> HttpResponse:
    """What the sign-in answers for one practice, again: its keys or its people changed since."""
    wanted = request.GET.get("language", "")
    language = wanted if wanted in LANGUAGES else LANGUAGES[0]
    return answer(seat_of(session.member, language=language, at=timezone.now()))


def _members(practice: Practice) -> list[dict[str, Any]]:
    with_passkey = set(Passkey.objects.of(practice).values_list("member_id", flat=True))
    digits = {
        six.member_id: six for six in Totp.objects.of(practice).exclude(confirmed_at=None)
    }  # fmt: skip
    waiting = {joining.member_id: joining for joining in Joining.objects.of(practice)}
    return [
        {
            "id": str(member.id),
            "name": member.name,
            "role": member.role,
            "until": member.until.isoformat() if member.until else None,
            "left_at": instant(member.left_at) if member.left_at else None,
            "state": _state(member, waiting),
            "login": totp.login_of(digits[member.pk]) if member.pk in digits else None,
            "factors": [
                *(["passkey"] if member.pk in with_passkey else []),
                *(["totp"] if member.pk in digits else []),
            ],
            "joining": _joining(waiting.get(member.pk)),
        }
        for member in Member.objects.of(practice).order_by("role", "name")
    ]


def _state(member: Member, waiting: dict[UUID, Joining]) -> str:
    if member.left_at is not None:
        return "LEFT"
    if member.pk in waiting:
        return "WAITING"
    return "IN" if member.joined_at is not None else "INVITED"


def _joining(joining: Joining | None) -> dict[str, Any] | None:
    if joining is None:
        return None
    return {
        "id": str(joining.id),
        "kind": joining.kind,
        "recipient": joining.recipient,
        "signing": joining.signing,
        "asked_at": instant(joining.asked_at),
    }


def _invitations(practice: Practice, at: datetime) -> list[dict[str, Any]]:
    rows = Invitation.objects.of(practice).select_related("member")
    return [
        {
            "id": row.pk,
            "name": row.member.name,
            "role": row.member.role,
            "expires_at": instant(row.expires_at),
        }
        for row in rows.filter(
            kind=Invitation.Kind.MEMBER, uses_left__gt=0, expires_at__gt=at
        ).order_by("expires_at")
        if row.member is not None
    ]


def _open_sessions(practice: Practice, at: datetime) -> list[Session]:
    rows = Session.objects.of(practice).select_related("member", "computer")
    return list(rows.filter(expires_at__gt=at).order_by("-started_at"))


def _session(one: Session, this: Session) -> dict[str, Any]:
    return {
        "id": one.pk,
        "member": str(one.member_id),
        "started_at": instant(one.started_at),
        "factor": one.factor,
        "computer": one.computer.name if one.computer else None,
        "this": one.token_hash == this.token_hash,
    }


def _computer(one: Computer, this: Session, goes_with: UUID | None) -> dict[str, Any]:
    return {
        "id": one.pk,
        "name": one.name,
        "registered_at": instant(one.registered_at),
        "seen_at": instant(one.seen_at) if one.seen_at else None,
        "this": one.pk == this.computer_id,
        "goes_with": str(goes_with) if goes_with else None,
    }


@require_POST
@signed_in
def invite(request: HttpRequest, session: Session) -> HttpResponse:
    """A link for somebody new, good for a week and for one person."""
    if not may_decide(session):
        return unknown()
    body, at = body_of(request), timezone.now()
    name, role = body.get("name"), body.get("role")
    if not isinstance(name, str) or not name.isprintable() or not 0 < len(name.strip()) < MOST_NAME:
        return refused("name", "malformed")
    if role not in Member.Role.values:
        return refused("role", "unknown")
    try:
        until = day_of(body.get("until"))
    except ValueError:
        return refused("until", "malformed")
    if _coming(session.practice) >= MOST_INVITED:
        return refused("name", "too-many")
    made = inviting.invite(
        practice=session.practice,
        by=session.member,
        name=name.strip(),
        role=Member.Role(role),
        until=until,
        at=at,
    )
    code = services.invite(
        practice=session.practice,
        kind=Invitation.Kind.MEMBER,
        member=made,
        lasts=INVITATION_LASTS,
        at=at,
    )
    return answer({"code": code, "id": str(made.id)}, 201)


def _coming(practice: Practice) -> int:
    return Member.objects.of(practice).filter(joined_at=None, left_at=None).count()


def day_of(given: object) -> date | None:
    """ValueError for what is no day."""
    if given is None:
        return None
    if not isinstance(given, str) or len(given) != len("2026-11-23"):
        raise ValueError
    return date.fromisoformat(given)


@require_http_methods(["DELETE"])
@signed_in
def invitation(request: HttpRequest, session: Session, id: int) -> HttpResponse:
    """Take an invitation back; whoever was invited and has no place yet leaves the list."""
    if not may_decide(session):
        return unknown()
    found = Invitation.objects.of(session.practice).filter(
        pk=id, kind=Invitation.Kind.MEMBER
    ).select_related("member").first()  # fmt: skip
    if found is None or found.member is None:
        return unknown()
    found.delete()
    inviting.withdraw(member=found.member, by=session.member, at=timezone.now())
    return HttpResponse(status=204)


@require_http_methods(["DELETE"])
@signed_in
def open_session(request: HttpRequest, session: Session, id: int) -> HttpResponse:
    """End a session in this practice; a colleague's other practices are not ours to end."""
    found = Session.objects.of(session.practice).filter(pk=id).first()
    if found is None or not (may_decide(session) or found.member_id == session.member_id):
        return unknown()
    found.delete()
    return HttpResponse(status=204)


@require_http_methods(["DELETE"])
@signed_in
def computer(request: HttpRequest, session: Session, id: int) -> HttpResponse:
    """A computer that is sold or lost: it is no second factor any more, and its sessions end."""
    if not may_decide(session):
        return unknown()
    gone, _ = Computer.objects.of(session.practice).filter(pk=id).delete()
    return HttpResponse(status=204) if gone else unknown()


@require_POST
@signed_in
def seat(request: HttpRequest, session: Session) -> HttpResponse:
    """A place for somebody who waits: their words were typed, the roster signed, the keys sealed."""
    if not may_decide(session):
        return unknown()
    return _let_in(request, session, "roster")


@require_POST
@signed_in
def admit(request: HttpRequest, session: Session) -> HttpResponse:
    """The same for somebody who forgot the passphrase, by any colleague in the roster."""
    return _let_in(request, session, "admission")


def _let_in(request: HttpRequest, session: Session, made: str) -> HttpResponse:
    body = body_of(request)
    let_in = places.seat if made == "roster" else places.admit
    try:
        let_in(
            practice=session.practice,
            by=session.member,
            joining=str(body.get("joining")),
            made=str(body.get(made)),
            grants=read_seals(body.get("grants")),
            at=timezone.now(),
        )
    except Changed:
        return changed()
    except NotKept as why:
        return not_kept(why)
    return answer({}, 201)


@require_http_methods(["DELETE"])
@signed_in
def joining(request: HttpRequest, session: Session, id: UUID) -> HttpResponse:
    """A pair that waits is not let in: by a practitioner, or by the one whose place it asks for."""
    found = Joining.objects.of(session.practice).filter(pk=id).select_related("member").first()
    if found is None or not (may_decide(session) or found.member_id == session.member_id):
        return unknown()
    places.drop(waiting=found, by=session.member, at=timezone.now())
    return HttpResponse(status=204)


@require_POST
@signed_in
def end(request: HttpRequest, session: Session, id: UUID) -> HttpResponse:
    """Somebody's last day: at once, or on a day. The keys are turned by the desk, after."""
    member = Member.objects.of(session.practice).filter(pk=id).first()
    if member is None or not may_decide(session):
        return unknown()
    try:
        on = day_of(body_of(request).get("on"))
    except ValueError:
        return refused("on", "malformed")
    try:
        ended = leaving.end(member=member, by=session.member, on=on, at=timezone.now())
    except NotKept as why:
        return not_kept(why)
    return answer({"left_at": instant(ended.left_at) if ended.left_at else None})


@require_POST
@signed_in
def turn(request: HttpRequest, session: Session) -> HttpResponse:
    """New keys, made and signed in a practitioner's browser (practices.keys.turn)."""
    if not may_decide(session):
        return unknown()
    try:
        published = keys.turn(
            practice=session.practice,
            by=session.member,
            made=keys.read_turn(body_of(request)),
            at=timezone.now(),
        )
    except Changed:
        return changed()
    except NotKept as why:
        return not_kept(why)
    return answer({"serial": published.serial}, 201)
