"""Published pages in memory, by host and path: answered before Django, the same bytes for every visitor.

A host's shelf is filled from its current release. At most once a second the pointer is read again, so that what
another process publishes shows up; between that, an answer is two look-ups.
"""

import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from weakref import WeakValueDictionary
from wsgiref.types import StartResponse

from django.db import DatabaseError, connection

from quenotte.site.releases.models import Blob, Pointer, Release

type Headers = list[tuple[str, str]]

FRESH_SECONDS = 1.0
MOST_HOSTS = 4096
PORT = re.compile(r":[0-9]*$")
STATUS = {200: "200 OK", 404: "404 Not Found"}
IDENTITY, GZIP, BROTLI = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Form:
    """One page in one encoding, ready to be sent."""

    etag: str
    headers: Headers
    unchanged: Headers  # of a 304
    body: list[bytes]


@dataclass(frozen=True, slots=True)
class Ready:
    """One page in every encoding: IDENTITY, GZIP, BROTLI; the next best stands in for one we lack."""

    status: str
    forms: tuple[Form, Form, Form]


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Bodies:
    """One blob's bytes in memory, shared by every page of every site that has them."""

    plain: bytes
    gzip: bytes | None
    brotli: bytes | None


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Shelf:
    """All pages of one release."""

    release: int
    pages: dict[str, Ready]
    bodies: list[Bodies]  # holds them in memory as long as the release is served

    def missing(self, path: str) -> Ready:
        """The page that says a path is not there, in the language of the path."""
        own = self.pages.get(f"{path[:4]}404.html") if path[3:4] == "/" else None
        return own or self.pages["/404.html"]


class Shelves:
    """The shelf of each host that was asked for, and when its pointer was last read."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._by_host: dict[str, tuple[float, Shelf | None]] = {}
        self._releases: WeakValueDictionary[int, Shelf] = WeakValueDictionary()
        self._bodies: WeakValueDictionary[str, Bodies] = WeakValueDictionary()

    def of(self, host: str) -> Shelf | None:
        """The shelf of a Host header, at most a second old; None for a host without a published site."""
        now = self._clock()
        held = self._by_host.get(host)
        if held is not None and now - held[0] < FRESH_SECONDS:
            return held[1]
        return self._read(host, held[1] if held else None, now)

    def _read(self, host: str, old: Shelf | None, now: float) -> Shelf | None:
        if len(self._by_host) >= MOST_HOSTS:  # somebody invents host names
            self._by_host = {}
        elif old is not None:
            self._by_host[host] = (now, old)  # other threads go on with these pages meanwhile
        try:
            release = (
                Pointer.objects.filter(site__host=PORT.sub("", host).lower())
                .values_list("release_id", flat=True)
                .first()
            )
            new = None if release is None else self._shelf(release)
        except DatabaseError:
            connection.close_if_unusable_or_obsolete()
            if old is None:
                raise
            new = old  # what we hold stays good while the database is away
        self._by_host[host] = (now, new)
        return new

    def _shelf(self, release: int) -> Shelf:
        held = self._releases.get(release)
        if held is None:
            held = self._releases[release] = self._fill(release)
        return held

    def _fill(self, release: int) -> Shelf:
        manifest = Release.objects.values_list("manifest", flat=True).get(pk=release)
        bodies: dict[str, Bodies] = {}
        for sha256 in {entry["sha256"] for entry in manifest.values()}:
            held = self._bodies.get(sha256)
            if held is None:
                blob = Blob.objects.get(pk=sha256)
                held = Bodies(bytes(blob.bytes), _bytes(blob.gzip), _bytes(blob.brotli))
                self._bodies[sha256] = held
            bodies[sha256] = held
        pages = {path: _ready(entry, bodies[entry["sha256"]]) for path, entry in manifest.items()}
        return Shelf(release, pages, list(bodies.values()))


def _bytes(kept: bytes | memoryview | None) -> bytes | None:
    return None if kept is None else bytes(kept)


def _ready(entry: dict[str, Any], bodies: Bodies) -> Ready:
    varies = bodies.gzip is not None or bodies.brotli is not None
    identity = _form(entry, bodies.plain, "", varies)
    gzip = identity if bodies.gzip is None else _form(entry, bodies.gzip, "gzip", varies)
    brotli = gzip if bodies.brotli is None else _form(entry, bodies.brotli, "br", varies)
    return Ready(STATUS[entry["status"]], (identity, gzip, brotli))


def _form(entry: dict[str, Any], body: bytes, encoding: str, varies: bool) -> Form:
    etag = f'"{entry["sha256"][:24]}{"-" + encoding if encoding else ""}"'
    said = [*entry["headers"].items(), ("ETag", etag)]
    if varies:
        said.append(("Vary", "Accept-Encoding"))
    unchanged = [
        (name, value) for name, value in said if name not in ("Content-Type", "Content-Language")
    ]
    if encoding:
        said.append(("Content-Encoding", encoding))
    return Form(etag, [*said, ("Content-Length", str(len(body)))], unchanged, [body])


def refused(
    start: StartResponse, status: str, text: str, *more: tuple[str, str]
) -> Iterable[bytes]:
    """A plain answer that is no page of anybody."""
    body = text.encode()
    start(
        status,
        [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            *more,
        ],
    )
    return [body]
