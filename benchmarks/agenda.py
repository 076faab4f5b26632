"""`agenda.search`: free times of eight weeks in a half-full agenda, over HTTP; against the readiness answer."""

import http.client
import json
import statistics
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

from benchmarks.figure import Figure
from benchmarks.intake import HEADERS, _send
from benchmarks.vault import running

ROUNDS = 60


def figures() -> Iterator[Figure]:
    with running(chairs=3, bodies=600, workers=1) as vault:
        host = urlsplit(vault.url).netloc
        _send(host, [(id, json.dumps(body).encode()) for id, body in vault.bodies])
        connection = http.client.HTTPConnection(host, timeout=30)
        search, ready = [], []
        for _ in range(ROUNDS):
            search.append(
                _timed(connection, "/v1/p/mast/slots?type=control&days=31", "rdv.mast.example")
            )
            ready.append(_timed(connection, "/v1/ready", "vault.localhost"))
        connection.close()
    value = statistics.median(search)
    yield Figure(
        "agenda.search",
        value,
        "ms",
        "the readiness answer of the same server",
        value / statistics.median(ready),
    )


def _timed(connection: http.client.HTTPConnection, path: str, host: str) -> float:
    started = time.perf_counter()
    connection.request("GET", path, headers=HEADERS | {"Host": host})
    connection.getresponse().read()
    return (time.perf_counter() - started) * 1000
