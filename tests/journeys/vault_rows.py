"""The demo vault's own tables, read and moved by hand: to count, and to let time pass."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from quenotte.demo.run import Demo


@dataclass(frozen=True)
class VaultRows:
    """SQLite beside the running vault; every use is a connection of its own."""

    demo: Demo

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self.demo.folder / "vault.sqlite3", timeout=20)
        try:
            yield connection
            connection.commit()
        finally:
            connection.close()

    def all(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        with self._open() as connection:
            return connection.execute(query, values).fetchall()

    def one(self, query: str, *values: Any) -> Any:
        rows = self.all(query, *values)
        return rows[0][0] if rows else None

    def change(self, query: str, *values: Any) -> int:
        with self._open() as connection:
            return connection.execute(query, values).rowcount

    def appointments(self) -> int:
        return int(self.one("select count(*) from agenda_appointment"))

    def submissions(self) -> int:
        return int(self.one("select count(*) from intake_submission"))

    def newest(self) -> str:
        """The id of the appointment that came last, as its column holds it."""
        return str(self.one("select id from agenda_appointment order by row desc limit 1"))

    def time_of(self, id: str) -> tuple[str, str]:
        """When and with whom an appointment is, as the vault's calls write it."""
        [(start, resource)] = self.all(
            "select strftime('%Y-%m-%dT%H:%M:%SZ', start_at), slug from agenda_appointment"
            " join agenda_resource on agenda_resource.id = resource_id"
            " where agenda_appointment.id = ?",
            id,
        )
        return start, resource

    def answer_by_now(self, id: str) -> None:
        """The time that the practice had for an answer is over."""
        passed = self.change(
            "update agenda_appointment set answer_by = datetime('now', '-1 minute') where id = ?",
            id,
        )
        assert passed == 1
