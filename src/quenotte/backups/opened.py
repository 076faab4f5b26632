"""`quenotte open FILE`: the offline opener beside a copy, on this machine alone.

Out of a backup the copy of each practice is made first. Nothing is opened here: the page does that,
with the recovery sheet, in the reader's browser.
"""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import copyfileobj
from urllib.parse import urlsplit

from quenotte import serve
from quenotte.backups import container
from quenotte.backups.container import Refused

LOOPBACK = "127.0.0.1"
COPY = "quenotte-copy"


@dataclass(frozen=True)
class Beside:
    """A copy that lies beside the page."""

    name: str
    file: Path


@contextmanager
def opened(file: Path, *, port: int = 0, language: str = "fr") -> Iterator[ThreadingHTTPServer]:
    """A server of the opener and its copies; what was made for it is gone afterwards. Refused."""
    if not file.is_file():
        raise Refused(f"there is no file {file}")
    with tempfile.TemporaryDirectory(prefix="quenotte-open-") as name:
        folder = Path(name)
        copies = _copies(file, folder, language)
        from quenotte.vault.recovery import opener

        served = [opener.Served(each.name, f"/copy/{at}") for at, each in enumerate(copies)]
        page = opener.page(served).encode()
        yield ThreadingHTTPServer((LOOPBACK, port), _answering(page, copies))


def _copies(file: Path, folder: Path, language: str) -> list[Beside]:
    database = folder / "vault.sqlite3"
    found = _copy(file)
    if found is None:
        container.extract(file, to=database)
    _alone(folder, database)
    serve.start("vault")
    return [found] if found else list(_made(folder, language))


def _copy(file: Path) -> Beside | None:
    """The file itself, when it begins as a copy does."""
    with file.open("rb") as held:
        line = held.readline(16 * 1024 * 1024)
    try:
        said = json.loads(line)
        return Beside(said["practice"]["name"], file) if said["kind"] == COPY else None
    except (ValueError, KeyError, TypeError):
        return None


def _alone(folder: Path, database: Path) -> None:
    """No setting of a vault that may run on this machine: what is done here touches a copy alone."""
    for name in [each for each in os.environ if each.startswith("QUENOTTE_")]:
        del os.environ[name]
    os.environ["QUENOTTE_DATA"] = str(folder)
    os.environ["QUENOTTE_VAULT_DATABASE"] = f"sqlite:///{database}"


def _made(folder: Path, language: str) -> Iterator[Beside]:
    serve.migrate("vault")  # a backup of an earlier release gains what this one knows
    from quenotte.vault.practices.models import Practice
    from quenotte.vault.recovery import copies

    for practice in Practice.objects.exclude(fingerprint="").order_by("name"):
        file = folder / f"{practice.slug}.{COPY}"
        with file.open("wb") as out:
            out.writelines(copies.lines(practice, language=language, at=datetime.now(UTC)))
        yield Beside(practice.name, file)


def _answering(page: bytes, copies: list[Beside]) -> type[BaseHTTPRequestHandler]:
    class Answering(BaseHTTPRequestHandler):
        """The page, and the sealed copies beside it; to this machine's own browser only."""

        def do_GET(self) -> None:
            host = urlsplit(f"//{self.headers.get('Host', '')}").hostname
            if host not in (LOOPBACK, "localhost"):  # a name that somebody else pointed here
                self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
            elif self.path == "/":
                self._begin("text/html; charset=utf-8", len(page))
                self.wfile.write(page)
            elif self.path in [f"/copy/{at}" for at in range(len(copies))]:
                file = copies[int(self.path.rpartition("/")[2])].file
                self._begin("application/x-ndjson", file.stat().st_size)
                with file.open("rb") as held:
                    copyfileobj(held, self.wfile)
            else:
                self.send_error(HTTPStatus.NOT_FOUND)

        def _begin(self, kind: str, size: int) -> None:
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(size))
            self.send_header("Cache-Control", "no-store")
            self.send_header("Content-Security-Policy", "frame-ancestors 'none'")
            self.send_header("Cross-Origin-Resource-Policy", "same-origin")
            self.send_header("Referrer-Policy", "no-referrer")
            self.send_header("X-Content-Type-Options", "nosniff")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing: who reads what is nobody's business."""

    return Answering
