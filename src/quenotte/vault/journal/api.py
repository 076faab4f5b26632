"""The desk's calls for the journal (docs/adr/0016-keys-and-people.md).

Practitioners read it; for everybody else it is not there. Every desk gets the links since the last head
that it saw signed: enough to see that the journal only grew, and nothing of what stands in it.
"""

import csv
import io
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from quenotte.vault.answers import answer, instant, refused, unknown
from quenotte.vault.desk.entrance import body_of, signed_in
from quenotte.vault.desk.models import Session
from quenotte.vault.journal import second_place, services, support
from quenotte.vault.journal.chain import NAMES, Point, Row
from quenotte.vault.journal.models import Act
from quenotte.vault.practices.models import Member, Practice

MOST = 500  # rows an answer
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run what begins so


def for_practitioners(
    view: Callable[[HttpRequest, Session], HttpResponse],
) -> Callable[[HttpRequest, Session], HttpResponse]:
    @wraps(view)
    def guarded(request: HttpRequest, session: Session) -> HttpResponse:
        if session.member.role != Member.Role.PRACTITIONER:
            return unknown()
        return view(request, session)

    return guarded


@require_GET
@signed_in
@for_practitioners
def journal(request: HttpRequest, session: Session) -> HttpResponse:
    """Rows in their order: `after=N` those that follow, `before=N` the last ones before, else the newest."""
    try:
        after, before = _number(request, "after"), _number(request, "before")
    except ValueError:
        return refused("number", "malformed")
    practice = session.practice
    shipped = _shipped(practice)  # first: what is written meanwhile is in the rows and not in it
    if after is not None:
        found = services.rows(practice, after=after, most=MOST)
    else:
        found = services.rows(practice, before=before or 2**53, most=MOST)
    first = after if after is not None else (found[0].number if found else 1)
    return answer(
        {
            "rows": [row.as_json() for row in found],
            "heads": _heads(practice, first, found),
            "shipped": shipped,
            "members": {
                str(member.id): member.name for member in Member.objects.of(practice).all()
            },
            "most": MOST,
        }
    )


@require_GET
@signed_in
def links(request: HttpRequest, session: Session) -> HttpResponse:
    """For every desk on unlocking: links after `after`, or since the newest head that was signed."""
    try:
        after = _number(request, "after")
    except ValueError:
        return refused("number", "malformed")
    practice = session.practice
    since = services.last_head(practice) if after is None else after
    shipped = _shipped(practice)
    found = services.rows(practice, after=since, most=MOST)
    return answer(
        {
            "after": since,
            "links": [row.as_link().as_json() for row in found],
            "heads": _heads(practice, since, found),
            "shipped": shipped,
            "most": MOST,
        }
    )


def _heads(practice: Practice, first: int, found: list[Row]) -> list[str]:
    """Those at these rows: one that was signed meanwhile stands at a row that is not among them."""
    return services.heads(practice, first=first, last=found[-1].number if found else first)


def _number(request: HttpRequest, name: str) -> int | None:
    given = request.GET.get(name)
    if given is None:
        return None
    if not given.isascii() or not given.isdecimal() or len(given) > 15:
        raise ValueError(name)
    return int(given)


def _shipped(practice: Practice) -> dict[str, Any] | None:
    """Where the copy ends; null when there is none, or when its disk is away."""
    try:
        end: Point | None = second_place.end(practice.slug)
    except (OSError, ValueError, KeyError):
        return None
    return end.as_json() if end else None


@require_http_methods(["PUT"])
@signed_in
def head(request: HttpRequest, session: Session) -> HttpResponse:
    token = body_of(request).get("jws")
    if not isinstance(token, str) or not token.isascii():
        return refused("jws", "malformed")
    try:
        services.keep_head(
            practice=session.practice, member=session.member, token=token, at=timezone.now()
        )
    except services.Refused as refusal:
        return refused(refusal.field, refusal.reason)
    return HttpResponse(status=204)


@require_GET
@signed_in
@for_practitioners
def export(request: HttpRequest, session: Session) -> HttpResponse:
    """All of it as a spreadsheet, as it is bound into the chain; that it was exported is its last row."""
    practice, at = session.practice, timezone.now()
    with transaction.atomic():
        services.write(
            practice=practice,
            who=session.member,
            act=Act.EXPORTED,
            what="journal/csv",
            purpose="access-journal",
            at=at,
        )
        body = _csv(practice)
    response = HttpResponse(body, content_type="text/csv; charset=utf-8")
    file = f"{practice.slug}-journal-{at.date().isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{file}"'
    response["Cache-Control"] = "no-store"
    return response


def _csv(practice: Practice) -> str:
    names = {str(member.id): member.name for member in Member.objects.of(practice).all()}
    written = io.StringIO()
    sheet = csv.writer(written)
    sheet.writerow([*NAMES[:3], "name", *NAMES[3:]])
    for row in services.rows(practice):
        said = row.as_json()
        name = names.get(row.who or "", "")
        shown = f"'{name}" if name.startswith(_FORMULA) else name
        cells = [said[each] for each in NAMES]
        sheet.writerow([*cells[:3], shown, *cells[3:]])
    return written.getvalue()


@require_POST
@signed_in
@for_practitioners
def help_code(request: HttpRequest, session: Session) -> HttpResponse:
    """A code that the practitioner reads out: for an hour the Publisher may read the health page."""
    code, until = support.admit(practice=session.practice, member=session.member, at=timezone.now())
    return answer({"code": code, "until": instant(until)}, 201)
