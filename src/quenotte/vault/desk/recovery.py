"""The calls with a recovery sheet (docs/adr/0016): back at the desk with it alone, and its yearly proof.

Nobody is signed in for the first three. An unknown practice and a wrong proof answer alike.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from quenotte.vault.answers import answer, instant, refused, unknown
from quenotte.vault.desk import factors, seats, services, sessions
from quenotte.vault.desk.entrance import (
    COMPUTER,
    COMPUTER_LASTS,
    FACTOR,
    SESSION,
    body_of,
    computer,
    keep_cookie,
    own_page,
    signed_in,
)
from quenotte.vault.desk.factors import PASSED_LASTS, Way
from quenotte.vault.desk.models import Computer, Factor, Passed, Passkey, Session, Totp
from quenotte.vault.desk.tokens import hashed
from quenotte.vault.journal import services as journal
from quenotte.vault.practices import cards, statements
from quenotte.vault.practices.models import (
    Admission,
    KeyCard,
    Member,
    Practice,
    Roster,
    Succession,
)
from quenotte.vault.practices.own_pair import read_own
from quenotte.vault.practices.seals import read_seals
from quenotte.vault.recovery import copies
from quenotte.vault.recovery import services as recovery

MOST_NAME = 120


@require_http_methods(["GET", "POST"])
def recovery_of(request: HttpRequest) -> HttpResponse:
    """At the desk: what reminds of sheet and copy. On a machine that nobody knows: where a recovery begins."""
    return reminders(request) if request.method == "GET" else ask(request)


@signed_in
def reminders(request: HttpRequest, session: Session) -> HttpResponse:
    if session.member.role != Member.Role.PRACTITIONER:
        return unknown()
    at = timezone.now()
    said = {
        "returned": recovery.returned(practice=session.practice, at=at),
        "now": instant(at),
    }
    return answer(recovery.state(practice=session.practice, at=at) | said)


@own_page
def ask(request: HttpRequest) -> HttpResponse:
    """A number to sign, and the one key of the sheet that signs it: the others come after the proof."""
    try:
        practice, challenge = recovery.ask(slug=_slug(request), at=timezone.now())
    except recovery.Unknown:
        return _unknown()
    return answer({"challenge": challenge, "sheet": copies.sheet_of(practice, copies.SUCCESSION)})


@require_POST
@own_page
def prove(request: HttpRequest) -> HttpResponse:
    """Whoever opened the sheet sees who works there, and may come back as a practitioner."""
    at = timezone.now()
    try:
        proof = str(body_of(request).get("proof"))
        practice = recovery.prove(slug=_slug(request), proof=proof, at=at)
    except recovery.Unknown:
        return _unknown()
    _, token = factors.pass_on(practice=practice, member=None, factor=Factor.SHEET, at=at)
    response = answer(_signed_by(practice) | {"now": instant(at)})
    keep_cookie(response, FACTOR, token, PASSED_LASTS)
    return response


def _signed_by(practice: Practice) -> dict[str, Any]:
    """What the desk verifies and continues: cards, successions, roster."""
    sheet = copies.sheet_of(practice)
    newest = Roster.objects.of(practice).order_by("-number").values_list("jws", flat=True)
    return {
        "practice": {"slug": practice.slug, "name": practice.name, "zone": practice.zone},
        "cards": list(
            KeyCard.objects.of(practice).order_by("serial").values_list("jws", flat=True)
        ),
        "successions": list(
            Succession.objects.of(practice).order_by("pk").values_list("jws", flat=True)
        ),
        "roster": newest.first(),
        "admissions": list(
            Admission.objects.of(practice).order_by("pk").values_list("jws", flat=True)
        ),
        "members": [
            {"id": str(one.id), "name": one.name, "role": one.role}
            for one in recovery.practitioners(practice, at=timezone.now())
        ],
        "sheet": sheet,
    }


@require_POST
@own_page
def enter(request: HttpRequest) -> HttpResponse:
    """A new key for one practitioner; registers this computer and signs in."""
    at, body = timezone.now(), body_of(request)
    token = request.COOKIES.get(FACTOR)
    passed = factors.passed(token=token, at=at) if token else None
    if passed is None or passed.factor != Factor.SHEET:
        return refused(None, "signed-out", 401)
    try:
        comes = _comes(body)
        with transaction.atomic():
            member = _entered(passed, comes, at)
            on, fresh = _here(request, member, at)
            begun = sessions.begin(
                member=member,
                way=Way(member.practice, computer=on, passed=passed),
                at=at,
                instead_of=request.COOKIES.get(SESSION),
            )
            Passed.objects.of(member.practice).filter(pk=passed.pk).delete()
    except statements.Changed:
        return refused("roster", "changed", 409)
    except statements.Refused as refusal:
        return refused("recovery", "refused", said=str(refusal))
    response = answer(seats.answer_of(begun, language=_language(body), at=at))
    keep_cookie(response, SESSION, begun.token)
    if fresh:
        keep_cookie(response, COMPUTER, fresh, COMPUTER_LASTS)
    response.delete_cookie(FACTOR, samesite="Strict")
    return response


def _entered(passed: Passed, comes: recovery.Comes, at: datetime) -> Member:
    member = recovery.enter(practice=passed.practice, comes=comes, at=at)
    # Whoever lost the former key may have lost these too: none of them opens anything any more.
    Passkey.objects.of(member.practice).filter(member=member).delete()
    Totp.objects.of(member.practice).filter(member=member).delete()
    Session.objects.of(member.practice).filter(member=member).delete()
    journal.write(
        practice=member.practice,
        who=member,
        act=journal.Act.CHANGED,
        what=f"member/{member.id}/recovery",
        purpose="desk-access",
        at=at,
    )
    return member


def _here(request: HttpRequest, member: Member, at: datetime) -> tuple[Computer | None, str | None]:
    """This computer, registered now if it was not; another practice's stays that practice's."""
    on = computer(request)
    if on is not None:
        return (on if on.practice_id == member.practice_id else None), None
    token = services.enrol(practice=member.practice, at=at, member=member)
    return Computer.objects.of(member.practice).get(token_hash=hashed(token)), token


def _comes(body: dict[str, Any]) -> recovery.Comes:
    member, name = body.get("member"), body.get("name")
    if not isinstance(name, str) or not name.strip() or len(name) > MOST_NAME:
        raise statements.Refused("the name is missing or too long")
    if not name.isprintable():
        raise statements.Refused("the name cannot be printed")
    try:
        id = None if member is None else UUID(str(member))
    except ValueError:
        raise statements.Refused("this person is not known here") from None
    return recovery.Comes(
        member=id,
        name=name,
        own=read_own(body),
        roster=statements.text(body.get("roster"), "the roster"),
        grants=read_seals(body.get("grants")),
    )


@require_http_methods(["GET", "POST"])
@signed_in
def sheet_proof(request: HttpRequest, session: Session) -> HttpResponse:
    """Once a year: the sheet is where it should be, and can be read. GET is what it has to open."""
    if session.member.role != Member.Role.PRACTITIONER:
        return unknown()
    if request.method == "GET":
        card = cards.newest(session.practice)
        sheet = copies.sheet_of(session.practice)
        return answer({"sheet": sheet, "card": card.token if card else None})
    at = timezone.now()
    try:
        proof = str(body_of(request).get("proof"))
        with transaction.atomic():
            recovery.prove_again(practice=session.practice, proof=proof, at=at)
            journal.write(
                practice=session.practice,
                who=session.member,
                act=journal.Act.CHANGED,
                what="sheet/proof",
                purpose="desk-access",
                at=at,
            )
    except statements.Refused:
        return refused("proof", "unknown")
    return HttpResponse(status=204)


def _slug(request: HttpRequest) -> str:
    return str(body_of(request).get("practice"))[:40]


def _language(body: dict[str, Any]) -> str:
    language = body.get("language")
    return language if language in dict(settings.LANGUAGES) else "en"


def _unknown() -> HttpResponse:
    return refused("proof", "unknown")
