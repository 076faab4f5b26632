"""The desk's calls for what derives from the register: lists it for the practice, and hands it out.

Whoever works here may read it: nothing of it concerns a patient, and no key is needed.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from quenotte.register.derived import headers
from quenotte.vault.answers import answer, refused, unknown
from quenotte.vault.desk.api import signed_in
from quenotte.vault.desk.models import Session
from quenotte.vault.policies import exports, services
from quenotte.vault.policies.pages import address
from quenotte.vault.practices.addresses import vault_url
from quenotte.vault.practices.declared import packs_of
from quenotte.vault.practices.models import Practice

# The desk's documents, with the formats in which each is handed out; `quenotte register` prints the same.
TABLES, PAPERS = ("csv", "json"), ("html", "markdown")
FORMATS = {
    "records": TABLES,
    "swiss": TABLES,
    "annex": PAPERS,
    "assessment": PAPERS,
    "tilt": ("json",),
}
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "html": "text/html; charset=utf-8",
    "markdown": "text/markdown; charset=utf-8",
}
ENDINGS = {"markdown": "md"}
LANGUAGES = [code for code, _ in settings.LANGUAGES]
PAPER = headers.policy(headers.Page.SITE, {})  # a paper runs nothing


@require_safe
@signed_in
def documents(request: HttpRequest, session: Session) -> HttpResponse:
    """What there is for this practice; `lacks` names the fact without which one cannot be made."""
    practice = session.practice
    return answer(
        {
            "documents": [
                {"name": name, "formats": FORMATS[name], "lacks": exports.lacking(practice, name)}
                for name in _of(practice)
            ],
            "policy": _policy(practice),
        }
    )


@require_safe
@csp_override(PAPER)
@signed_in
def document(request: HttpRequest, session: Session, name: str, format: str) -> HttpResponse:
    """The document itself, made now. A paper may be read in the browser; everything else is a file."""
    practice, language = session.practice, request.GET.get("lang", "en")
    if name not in _of(practice) or format not in FORMATS[name]:
        return unknown()
    if language not in LANGUAGES:
        return refused("lang", "unknown")
    try:
        body = exports.export(practice, exports.Wanted(name, language, format), at=timezone.now())
    except exports.NotYet as lacks:
        return refused(lacks.fact, "missing")
    response = HttpResponse(body, content_type=KINDS[format])
    file = f"{practice.slug}-{name}-{language}.{ENDINGS.get(format, format)}"
    how = "inline" if format == "html" else "attachment"
    response["Content-Disposition"] = f'{how}; filename="{file}"'
    response["Content-Language"], response["Cache-Control"] = language, "no-store"
    return response


def _of(practice: Practice) -> tuple[str, ...]:
    """The register in the form that each law asks for; the other documents in any case."""
    laws = {pack.country for pack in packs_of(practice)}
    registers = {"records": bool(laws - {"CH"}), "swiss": "CH" in laws}
    return tuple(name for name in FORMATS if registers.get(name, True))


def _policy(practice: Practice) -> dict[str, Any] | None:
    """Where the policy in force is found, in each language; None before the practice has one."""
    newest = services.newest(practice)
    if newest is None:
        return None
    base = vault_url(practice)
    return {
        "number": newest.number,
        "date": newest.effective_date.isoformat(),
        "at": {code: base + address(newest.number, code) for code in LANGUAGES},
        "how": {code: f"{base}/{code}/privacy/how" for code in LANGUAGES},
    }
