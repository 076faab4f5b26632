"""The calls of a full re-encryption: sealed envelopes go out, sealed copies come back (adr 16)."""

import base64
import binascii
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from quenotte.vault.answers import answer, instant, refused, unknown
from quenotte.vault.desk.entrance import body_of, signed_in
from quenotte.vault.desk.models import Session
from quenotte.vault.intake import reencryption
from quenotte.vault.intake.models import SealedPart
from quenotte.vault.intake.reencryption import MOST_AT_ONCE, Copy
from quenotte.vault.journal import services as journal
from quenotte.vault.practices.models import Member

PURPOSE = "desk-access"


def _may(session: Session) -> bool:
    return bool(session.member.role == Member.Role.PRACTITIONER)


@require_POST
@signed_in
def compromise(request: HttpRequest, session: Session) -> HttpResponse:
    """A practitioner declares that others may hold former keys of these classes."""
    if not _may(session):
        return unknown()
    classes, at = body_of(request).get("classes"), timezone.now()
    if not isinstance(classes, list) or not all(isinstance(name, str) for name in classes):
        return refused("classes", "malformed")
    try:
        keys = reencryption.declare(practice=session.practice, classes=classes, at=at)
    except reencryption.Refused as refusal:
        return refused("classes", refusal.reason)
    for key in keys:
        _note(session, f"key/{key}/compromised")
    return answer({"keys": keys, "left": reencryption.waiting(session.practice).count()})


@require_http_methods(["GET", "PUT"])
@signed_in
def reseal(request: HttpRequest, session: Session) -> HttpResponse:
    """What still has to be sealed anew; or copies of some of it."""
    if not _may(session):
        return unknown()
    return _keep(request, session) if request.method == "PUT" else _waiting(request, session)


def _waiting(request: HttpRequest, session: Session) -> HttpResponse:
    try:
        most = min(max(int(request.GET.get("most", MOST_AT_ONCE)), 1), MOST_AT_ONCE)
    except ValueError:
        return refused("most", "malformed")
    left = reencryption.waiting(session.practice)
    return answer(
        {
            "keys": reencryption.compromised(session.practice),
            "left": left.count(),
            "kept": reencryption.kept(session.practice).count(),
            "envelopes": [_envelope(part) for part in left[:most]],
        }
    )


@require_GET
@signed_in
def kept(request: HttpRequest, session: Session) -> HttpResponse:
    """Old envelopes with the copies beside them, for a desk that did not make these copies itself."""
    if not _may(session):
        return unknown()
    try:
        after = int(request.GET.get("after", 0))
    except ValueError:
        return refused("after", "malformed")
    rows = list(reencryption.kept(session.practice).filter(part__gt=after)[:MOST_AT_ONCE])
    return answer(
        {
            "envelopes": [
                _envelope(row.part)
                | {"copy": {"key": row.key, "age": base64.b64encode(row.sealed).decode()}}
                for row in rows
            ],
            "next": rows[-1].part_id if len(rows) == MOST_AT_ONCE else None,
        }
    )


def _envelope(part: SealedPart) -> dict[str, Any]:
    of = part.submission
    return {
        "activity": of.activity,
        "id": str(of.id),
        "part": part.part,
        "key": of.key,
        "about": str(of.about.id) if of.about else None,
        "age": base64.b64encode(part.sealed).decode(),
        "received_at": instant(of.received_at),
        "form": of.activity,
        "version": of.version,
    }


def _keep(request: HttpRequest, session: Session) -> HttpResponse:
    given = body_of(request).get("envelopes")
    if not isinstance(given, list) or len(given) > MOST_AT_ONCE:
        return refused("envelopes", "malformed")
    try:
        copies = [_copy(each) for each in given]
        kept = reencryption.keep(practice=session.practice, copies=copies)
    except (KeyError, TypeError, ValueError, binascii.Error):
        return refused("envelopes", "malformed")
    except reencryption.Refused as refusal:
        return refused("envelopes", refusal.reason)
    return answer({"kept": kept, "left": reencryption.waiting(session.practice).count()})


def _copy(given: dict[str, Any]) -> Copy:
    return Copy(
        activity=str(given["activity"]),
        id=UUID(str(given["id"])),
        part=str(given["part"]),
        of=str(given["sha256"]),
        key=str(given["key"]),
        sealed=base64.b64decode(given["age"], validate=True),
    )


@require_POST
@signed_in
def finish(request: HttpRequest, session: Session) -> HttpResponse:
    """Old copies go, all at once, when the desk counted and digested the same as lies here."""
    if not _may(session):
        return unknown()
    body, at = body_of(request), timezone.now()
    count, told = body.get("count"), body.get("digest")
    if type(count) is not int or not isinstance(told, str):
        return refused("count", "malformed")
    keys = reencryption.compromised(session.practice)
    try:
        done = reencryption.finish(practice=session.practice, count=count, told=told, at=at)
    except reencryption.Refused as refusal:
        return refused("digest", refusal.reason, 409)
    for key in keys:
        _note(session, f"key/{key}/emptied")
    return answer({"done": done})


def _note(session: Session, what: str) -> None:
    journal.write(
        practice=session.practice,
        who=session.member,
        act="CHANGED",
        what=what,
        purpose=PURPOSE,
        at=timezone.now(),
    )
