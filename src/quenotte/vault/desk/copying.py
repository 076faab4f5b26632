"""The weekly copy, streamed to a practitioner, and the opener that reads it without any server."""

from collections.abc import Iterator
from typing import cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from quenotte.vault.answers import unknown
from quenotte.vault.desk.entrance import signed_in
from quenotte.vault.desk.models import Session
from quenotte.vault.journal import services as journal
from quenotte.vault.practices.models import Member
from quenotte.vault.recovery import copies, opener
from quenotte.vault.recovery import services as recovery

TYPE = "application/x-ndjson"


@require_GET
@signed_in
def copy(request: HttpRequest, session: Session) -> HttpResponse:
    """Everything that is sealed for this practice, to one who holds all of its keys anyway.

    Written down before the first byte leaves; counted as taken once the last one did.
    """
    if session.member.role != Member.Role.PRACTITIONER:
        return unknown()
    at = timezone.now()
    day = at.astimezone(ZoneInfo(session.practice.zone)).date().isoformat()
    with transaction.atomic():
        journal.write(
            practice=session.practice,
            who=session.member,
            act=journal.Act.EXPORTED,
            what=f"copy/{day}",
            purpose="backups",
            at=at,
        )
    language = request.GET.get("lang", "")
    response = StreamingHttpResponse(
        _streamed(session, language if language in dict(settings.LANGUAGES) else "en"),
        content_type=TYPE,
    )
    name = f"{session.practice.slug}-{day}.quenotte-copy"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return cast(HttpResponse, response)  # the guards look at neither kind's body


def _streamed(session: Session, language: str) -> Iterator[bytes]:
    at = timezone.now()
    yield from copies.lines(session.practice, language=language, at=at)
    recovery.copied(practice=session.practice, at=at)


@require_GET
def offline_opener(request: HttpRequest) -> HttpResponse:
    """The same file for everybody: it holds nothing of a practice, and needs nobody afterwards."""
    response = HttpResponse(opener.page(), content_type="text/html; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="quenotte-opener.html"'
    response["Cache-Control"] = "no-store"
    return response
