"""Files that hold a practice: for their owner's eyes alone, whole or not there."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from quenotte.base.instruction import NotInstructed


class NotWritten(NotInstructed):
    """There is no such place, or something lies there already. Nothing was done."""


@contextmanager
def fresh(name: str) -> Iterator[IO[bytes]]:
    """A new file; it goes again when what is inside fails."""
    path = Path(name)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as fault:
        raise NotWritten(f"{name} cannot be written: {fault.strerror}") from None
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
