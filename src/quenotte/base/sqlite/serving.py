"""Who serves a SQLite database says so, by a lock on a file beside it: it is not replaced under them.

The kernel lets go of the lock when a process ends, however it ends.
"""

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

ENGINE = "quenotte.base.sqlite"
_held: dict[str, int] = {}  # for as long as this process lives


class Replaced(Exception):
    """The database is being replaced at this moment: it cannot be served yet."""


class Served(Exception):
    """Some process serves the database."""


def hold(database: Mapping[str, Any]) -> None:
    """This process serves it from here on. Replaced while a backup is being restored."""
    name = str(database["NAME"])
    if database["ENGINE"] != ENGINE or name in _held or ":memory:" in name or "mode=memory" in name:
        return
    file = _open(name)
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(file)
        raise Replaced(f"{name} is being restored; start again when that is done") from None
    _held[name] = file


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Nobody serves it, and nobody begins to. Served, if somebody does."""
    file = _open(name)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise Served(name) from None
    finally:
        os.close(file)


def _open(name: str) -> int:
    return os.open(f"{name}-serving", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
