"""The site's door: published pages from memory, the internal host to Django, 421 for hosts that are nobody's."""

import os
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quenotte.site.settings")
django.setup()

from django.conf import settings  # noqa: E402 - Django has to be set up before anything of ours
from django.core.wsgi import get_wsgi_application  # noqa: E402

from quenotte.base import sent  # noqa: E402
from quenotte.register import doorways  # noqa: E402
from quenotte.site.asked import encoding, unchanged  # noqa: E402
from quenotte.site.shelf import Shelves, refused  # noqa: E402

internal = get_wsgi_application()
internal_host = settings.INTERNAL_HOST
shelves = Shelves()


def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    """One request. The common path comes first and touches neither Django nor the database."""
    host = environ.get("HTTP_HOST", "")
    if host == internal_host:
        return internal(environ, start)
    shelf = shelves.of(host)
    if shelf is None:
        return refused(start, "421 Misdirected Request", "This host has no site here.\n")
    method = environ["REQUEST_METHOD"]
    if method not in ("GET", "HEAD"):
        return refused(
            start,
            "405 Method Not Allowed",
            "Only GET and HEAD are answered here.\n",
            ("Allow", "GET, HEAD"),
        )
    path = environ["PATH_INFO"]
    page = shelf.pages.get(path)
    if page is None:
        if f"{path}/" in shelf.pages:
            return refused(start, "308 Permanent Redirect", "", ("Location", f"{path}/"))
        page = shelf.missing(path)
    form = page.forms[encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))]
    known = environ.get("HTTP_IF_NONE_MATCH")
    if known is not None and page.status == "200 OK" and unchanged(known, form.etag):
        start("304 Not Modified", form.unchanged)
        return []
    start(page.status, form.headers)
    return [] if method == "HEAD" else form.body


def door(host: str, headers: Iterable[tuple[str, str]]) -> None:
    """The public sees every host of the site: no cookie passes, and no header that is not declared."""
    doorways.answer(headers, place="public")


application = sent.wrapped(answer, door)
