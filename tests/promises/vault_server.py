"""A vault of its own, answering real HTTP, that a test may kill."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HOST = "rdv.mast.example"
PATIENCE_SECONDS = 60.0


class NotAnswering(Exception):
    """The vault gave no whole answer: nobody knows whether it kept what was sent."""


@dataclass(frozen=True)
class Answer:
    status: int
    said: Any


@dataclass
class VaultServer:
    """`quenotte serve vault` in a process group of its own, on one port for all its lives."""

    folder: Path
    database: str | None = None
    workers: int = 1
    port: int = 0
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._run("-m", "tests.promises.plant")

    def _environment(self) -> dict[str, str]:
        url = f"sqlite:///{self.folder}/vault.sqlite3"
        return {
            **os.environ,
            "QUENOTTE_DATA": str(self.folder),
            "QUENOTTE_VAULT_DATABASE": self.database or url,
            "QUENOTTE_VAULT_URL": f"http://{{practice}}:{self.port}",
            "QUENOTTE_VAULT_INTERNAL_URL": f"http://vault.localhost:{self.port}",
        }

    def _run(self, *words: str) -> None:
        subprocess.run([sys.executable, *words], env=self._environment(), check=True, timeout=60)

    def start(self) -> None:
        """Up and answering."""
        words = ["serve", "vault", "--port", str(self.port), "--workers", str(self.workers)]
        with (self.folder / "vault.log").open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "quenotte.cli", *words],
                env=self._environment(),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            try:
                if self.call("GET", "/v1/p/mast/card").status == 200:
                    return
            except NotAnswering:
                time.sleep(0.05)
        raise AssertionError((self.folder / "vault.log").read_text()[-2000:])

    def kill(self) -> None:
        """`kill -9` of the whole group: no process of it does anything more."""
        self._signal(signal.SIGKILL)

    def stop(self) -> None:
        self._signal(signal.SIGTERM)

    def _signal(self, which: signal.Signals) -> None:
        assert self.process is not None
        os.killpg(self.process.pid, which)
        self.process.wait(20)

    def call(self, method: str, path: str, body: Any = None, *, bearer: str = "") -> Answer:
        """One request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Host": HOST, **({"Authorization": f"Bearer {bearer}"} if bearer else {})}
        try:
            connection.request(method, path, json.dumps(body) if body else None, headers)
            answer = connection.getresponse()
            return Answer(answer.status, json.loads(answer.read()))
        except (OSError, http.client.HTTPException, ValueError):
            raise NotAnswering from None
        finally:
            connection.close()
