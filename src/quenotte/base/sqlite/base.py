"""Writers queue before they begin, instead of asking SQLite again and again.

SQLite has one writer. Whoever comes while it writes sleeps and tries again, up to a tenth of a
second at a time: with a few threads the lock is free most of the time and nobody takes it. Here a
transaction first waits for its turn, in its process by a lock, between processes by a lock on a
file beside the database, which the kernel frees when a process is killed.
"""

import fcntl
import os
import threading
import time
from collections import defaultdict

from django.db import OperationalError
from django.db.backends.sqlite3 import base

_TRY_AGAIN_SECONDS = 0.0005
_turns: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, with a turn around every transaction."""

    _mine: threading.Lock | None = None
    _file: int | None = None

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._pass_on()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._pass_on()  # not when it failed: a rollback follows

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._pass_on()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._pass_on()
            if self._file is not None:
                os.close(self._file)
                self._file = None

    def _take_turn(self) -> None:
        name = str(self.settings_dict["NAME"])
        if self.is_in_memory_db() or self._mine is not None:
            return
        patience = float(self.settings_dict["OPTIONS"].get("timeout", 5))
        until = time.monotonic() + patience
        turn = _turns[name]
        if not turn.acquire(timeout=patience):
            raise OperationalError("database is locked: no turn to write came")
        self._mine = turn
        if self._file is None:
            self._file = os.open(f"{name}-turn", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        while True:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > until:
                    self._pass_on()
                    raise OperationalError("database is locked: no turn to write came") from None
                time.sleep(_TRY_AGAIN_SECONDS)
            else:
                return

    def _pass_on(self) -> None:
        if self._mine is None:
            return
        turn, self._mine = self._mine, None
        if self._file is not None:
            fcntl.flock(self._file, fcntl.LOCK_UN)
        turn.release()
