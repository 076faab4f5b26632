"""The relay's tests run with the relay's own settings: `pytest --ds=quenotte.relay.settings tests/relay`."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from quenotte.base import jws
from quenotte.base.settings import load_secrets
from tests.relay.fake_vault import FakeVault
from tests.relay.post_office import PostOffice

SOURCE = Path(__file__).parents[2] / "src"
RUN = "from quenotte.relay.run import main; main()"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def key() -> jws.PrivateKey:
    """The relay's own key, the one in its secret file."""
    return load_secrets("relay").signing


@pytest.fixture
def vault(key: jws.PrivateKey) -> Iterator[FakeVault]:
    opened = FakeVault(jws.fingerprint(jws.public(key)))
    yield opened
    opened.close()


@pytest.fixture
def post_office() -> Iterator[PostOffice]:
    opened = PostOffice()
    opened.open()
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def empty_database() -> Path:
    """A migrated database to copy, made by the command that an operator runs."""
    path = Path(os.environ["QUENOTTE_DATA"]) / "empty.sqlite3"
    environ = _environ() | {"QUENOTTE_RELAY_DATABASE": f"sqlite:///{path}"}
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity", "0"], env=environ, check=True
    )
    return path


class RelayProcess:
    """`quenotte relay` as a process of its own."""

    def __init__(self, folder: Path, environ: dict[str, str], variant: str) -> None:
        self.folder = folder
        self.said = folder / "stderr.txt"
        with self.said.open("wb") as said:
            self._process = subprocess.Popen(
                [sys.executable, "-c", f"{variant}\n{RUN}"], env=environ, stderr=said
            )
        self.pid = self._process.pid

    @property
    def database(self) -> Path:
        return self.folder / "relay.sqlite3"

    def running(self) -> bool:
        return self._process.poll() is None

    def children(self) -> list[int]:
        listed = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
        return [int(pid) for pid in listed.split()]

    def end(self) -> int:
        self._process.terminate()
        return self._process.wait(timeout=20)


@pytest.fixture
def relay(
    vault: FakeVault, post_office: PostOffice, empty_database: Path, tmp_path: Path
) -> Iterator[Callable[..., RelayProcess]]:
    """Starts relays against the test's vault and mail server, and ends them.

    `variant` is Python that makes one work otherwise than ours.
    """
    started: list[RelayProcess] = []

    def start(variant: str = "", **settings: str) -> RelayProcess:
        database = tmp_path / "relay.sqlite3"
        if not database.exists():
            shutil.copy(empty_database, database)
        environ = _environ() | {
            "QUENOTTE_RELAY_DATABASE": f"sqlite:///{database}",
            "QUENOTTE_VAULT_INTERNAL_URL": vault.url,
            "QUENOTTE_SMTP": f"smtp://127.0.0.1:{post_office.port}",
            "QUENOTTE_SMTP_FROM": "rdv@house.example",
            "QUENOTTE_SMS_DOMAIN": "sms.example",
            "QUENOTTE_RELAY_POLL_SECONDS": "0.05",
        }
        started.append(RelayProcess(tmp_path, environ | settings, variant))
        return started[-1]

    yield start
    for process in started:
        if process.running():
            process.end()


def until(what: Callable[[], object], *, seconds: float = 20) -> None:
    """Wait for something that another process does."""
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def _environ() -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(SOURCE),
        "PYTHONWARNINGS": "error",
        "QUENOTTE_DATA": os.environ["QUENOTTE_DATA"],
        "DJANGO_SETTINGS_MODULE": "quenotte.relay.settings",
    }
