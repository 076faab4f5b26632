"""What a person gets at the sign-in, for each practice of theirs: grants, and what the practice signed.

All of it is sealed or signed: the desk verifies it before it opens anything (web/desk/ring).
"""

import base64
import hashlib
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from quenotte import envelope
from quenotte.base import jws
from quenotte.register.derived.forms import definition
from quenotte.vault.answers import instant
from quenotte.vault.desk.models import Session
from quenotte.vault.desk.sessions import Begun
from quenotte.vault.intake.services import current_card
from quenotte.vault.journal import services as journal
from quenotte.vault.practices.declared import readable_of
from quenotte.vault.practices.models import Admission, Grant, Member, Practice, Roster, Succession
from quenotte.vault.recovery import services as recovery

MOST_MINE = 16 * 1024


class NotSealed(Exception):
    """It is no age file for one holder, or too large for what it should be."""


def answer_of(begun: Begun, *, language: str, at: datetime) -> dict[str, Any]:
    """What the sign-in answers: home first, then every other practice of the person."""
    home = begun.sessions[0]
    return {
        "member": str(home.member_id),
        "mine": base64.b64encode(home.member.mine).decode(),
        "until": instant(home.expires_at),
        "now": instant(at),
        "practices": [seat(each.member, language=language, at=at) for each in begun.sessions],
    }


def keep_mine(*, session: Session, sealed: bytes) -> None:
    """Keep a person's own file at their home. Which of two is the newer, their desk decides."""
    try:
        locks = envelope.look(sealed).locks
    except envelope.NotAnEnvelope:
        raise NotSealed from None
    if locks != (envelope.MLKEM768_X25519,) or len(sealed) > MOST_MINE:
        raise NotSealed
    Member.objects.of(session.practice).filter(pk=session.member_id).update(mine=sealed)


def seat(member: Member, *, language: str, at: datetime) -> dict[str, Any]:
    """One practice of a person, as adr 16 names it (P)."""
    practice = member.practice
    card, newest = current_card(practice), journal.newest(practice)
    roster = Roster.objects.of(practice).order_by("-number").values_list("jws", flat=True).first()
    return {
        "practice": {"slug": practice.slug, "name": practice.name, "zone": practice.zone},
        "member": {"id": str(member.id), "name": member.name, "role": member.role},
        "fingerprint": practice.fingerprint,
        "relay": settings.RELAY_FINGERPRINT,
        "grants": [
            {"key": grant.key, "sealed": base64.b64encode(grant.sealed).decode()}
            for grant in Grant.objects.of(practice).filter(member=member).order_by("key")
        ],
        "card": card.jws if card else None,
        "roster": roster,
        "admissions": admissions_of(practice, roster),
        "successions": list(
            Succession.objects.of(practice).order_by("pk").values_list("jws", flat=True)
        ),
        "forms": _forms(practice, language),
        "head": newest.as_json() if newest else {"number": 0, "digest": None},
        "heads": journal.heads(practice, first=journal.last_head(practice)),
        "recovery": recovery.state(practice=practice, at=at),
    }


def admissions_of(practice: Practice, roster: str | None) -> list[str]:
    """Those that count under the newest roster; the next one absorbs them."""
    if roster is None:
        return []
    digest = jws.b64(hashlib.sha256(roster.encode()).digest())
    found = Admission.objects.of(practice).filter(roster=digest).order_by("pk")
    return list(found.values_list("jws", flat=True))


def _forms(practice: Practice, language: str) -> dict[str, Any]:
    with translation.override(language):
        return {key: definition(one, gettext) for key, one in readable_of(practice).items()}
