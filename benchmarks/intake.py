"""`intake.submissions`: requests kept in a second through the whole server path, each on the disk when acknowledged.

Against a bare durable insert of the same bytes (SQLite, WAL, synchronous FULL), taken in turns.
"""

import http.client
import json
import os
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.figure import Figure
from benchmarks.vault import running

ROUNDS, EACH, CLIENTS = 4, 400, 8
HEADERS = {"Host": "rdv.mast.example", "Content-Type": "application/json"}


def figures() -> Iterator[Figure]:
    with running(chairs=12, bodies=(ROUNDS + 1) * EACH) as vault:
        ready = [(id, json.dumps(body).encode()) for id, body in vault.bodies]
        size = sum(len(part["age"]) * 3 // 4 for part in vault.bodies[0][1]["parts"])
        host = urlsplit(vault.url).netloc
        _send(host, ready[:EACH])
        ours, bare = [], []
        for number in range(1, ROUNDS + 1):
            bare.append(_bare(size))
            ours.append(_send(host, ready[number * EACH : (number + 1) * EACH]))
    value = statistics.median(ours)
    yield Figure(
        "intake.submissions",
        value,
        "1/s",
        f"bare durable insert of the same {size} bytes",
        value / statistics.median(bare),
    )


def _send(host: str, ready: list[tuple[str, bytes]]) -> float:
    started = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(
            pool.map(
                lambda share: _client(host, share),
                (ready[each::CLIENTS] for each in range(CLIENTS)),
            )
        )
    return len(ready) / (time.perf_counter() - started)


def _client(host: str, ready: list[tuple[str, bytes]]) -> None:
    connection = http.client.HTTPConnection(host, timeout=30)
    for id, body in ready:
        connection.request("PUT", f"/v1/p/mast/appointment/{id}", body, HEADERS)
        answer = connection.getresponse()
        said: Any = answer.read()
        if answer.status != 201:
            raise RuntimeError(f"the vault answered {answer.status}: {said[:200]!r}")
    connection.close()


def _bare(size: int) -> float:
    blob = os.urandom(size)
    with tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(Path(folder) / "bare.sqlite3", isolation_level=None)
        connection.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
            "CREATE TABLE kept (id INTEGER PRIMARY KEY, sealed BLOB)"
        )
        started = time.perf_counter()
        for _ in range(EACH):
            connection.execute("INSERT INTO kept (sealed) VALUES (?)", (blob,))
        elapsed = time.perf_counter() - started
        connection.close()
    return EACH / elapsed
