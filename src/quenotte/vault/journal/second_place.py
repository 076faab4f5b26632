"""The journal's copy in a second place: a folder on another disk, one line a row, in their order.

Whoever changes the tables later does not reach it. It is written after the commit and by the worker's
sweep, never twice; a journal that no longer continues its copy is not copied on, and the log says so.
"""

import fcntl
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.conf import settings

from quenotte.vault.journal.chain import NAMES, Point, Row

FILE = "journal.jsonl"
_LINE_AT_MOST = 4096


class Differs(Exception):
    """The rows do not continue what lies in the second place."""


@dataclass(frozen=True)
class Line:
    """A row as it lies there; beside the row that says so, the signed head."""

    row: Row
    head: str | None


def folder() -> Path | None:
    """Where copies go; None when no second place is set."""
    place: Path | None = settings.SECOND_PLACE
    return place


def end(practice: str) -> Point | None:
    """The last row that lies there whole; None when there is none, or no second place."""
    path = _file(practice)
    if path is None or not path.exists():
        return None
    with path.open("rb") as file:
        return _end(file)


def append(practice: str, lines: Iterable[Line]) -> None:
    """Write the rows that are not there yet, in their order, and be sure that they are on the disk.

    Refuses a row that does not follow the last one: Differs. OSError when the place is away.
    """
    path = _file(practice)
    if path is None:
        return
    with _alone(path) as file:
        at = _end(file)
        for line in lines:
            if at is not None and line.row.number <= at.number:
                continue
            if (line.row.number, line.row.previous) != _next(at):
                raise Differs(practice)
            said = line.row.as_json() | ({"head": line.head} if line.head else {})
            file.write(json.dumps(said, separators=(",", ":")).encode() + b"\n")
            at = Point(line.row.number, line.row.digest)
        file.flush()
        os.fsync(file.fileno())


def read(practice: str, *, after: int = 0) -> Iterator[Line]:
    """What lies there, from the row after that number on."""
    path = _file(practice)
    if path is None or not path.exists():
        return
    with path.open("rb") as file:
        for written in file:
            if not written.endswith(b"\n"):
                return  # it broke off here; the next append takes it away
            said = json.loads(written)
            if said["number"] > after:
                yield Line(Row(**{name: said[name] for name in NAMES}), said.get("head"))


def _file(practice: str) -> Path | None:
    place = folder()
    return place / practice / FILE if place else None


def _next(at: Point | None) -> tuple[int, str | None]:
    return (at.number + 1, at.digest) if at else (1, None)


@contextmanager
def _alone(path: Path) -> Iterator[IO[bytes]]:
    """The file at its end, for one writer at a time; a line that broke off is taken away first.

    The place itself is never made here: a disk that is not mounted must not be taken for it.
    """
    fresh = not path.exists()
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if fresh:
            _remember_name(path.parent)
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - _LINE_AT_MOST))
        tail = file.read()
        if tail and not tail.endswith(b"\n"):
            size -= len(tail) - (tail.rfind(b"\n") + 1)
            file.truncate(size)
        file.seek(size)
        yield file


def _remember_name(folder: Path) -> None:
    """A new file survives a power cut only once its folder is on the disk too."""
    for place in (folder, folder.parent):
        held = os.open(place, os.O_RDONLY)
        try:
            os.fsync(held)
        finally:
            os.close(held)


def _end(file: IO[bytes]) -> Point | None:
    at = file.tell()
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - 2 * _LINE_AT_MOST))
    whole = file.read().rpartition(b"\n")[0]
    file.seek(at)
    last = whole.rpartition(b"\n")[2]
    if not last:
        return None
    said: dict[str, Any] = json.loads(last)
    return Point(said["number"], said["digest"])
