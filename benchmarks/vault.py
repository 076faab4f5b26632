"""A vault of its own for a measurement: one practice with many chairs, a real server, real requests."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quenotte.base import calls

ROOT = Path(__file__).parents[1]

# Run in a process with the vault's settings, like every part of a vault.
PLANT = """
import json, sys
from datetime import timedelta
from quenotte import serve
serve.migrate("vault")
from django.utils import timezone
from tests.vault import conftest as cast
from quenotte.vault.agenda import slots
from quenotte.vault.agenda.models import Resource
from quenotte.vault.notices.models import RelayMonths
at = timezone.now()
RelayMonths.objects.create(jws="x", months=dict.fromkeys(cast.MONTHS, "age1"), received_at=at)
practice = cast.make_practice("mast")
kind = practice.types.get()
chair = practice.resources.get()
for number in range(1, int(sys.argv[1])):
    more = Resource.objects.create(practice=practice, slug=f"chair-{number}", name="Chair")
    for held in chair.hours.all():
        held.pk, held.resource = None, more
        held.save(force_insert=True)
    kind.resources.add(more)
taken, bodies = {}, []
for slot in slots.free(practice=practice, type=kind, first_date=at.date(), days=31, at=at + timedelta(hours=1)):
    if slot.start_at >= taken.get(slot.resource, slot.start_at):
        taken[slot.resource] = slot.start_at + timedelta(minutes=30)
        lea = cast.Lea()
        bodies.append([lea.id, lea.request(start=slot.start_at, facts={"resource": slot.resource})])
print(json.dumps(bodies[: int(sys.argv[2])]))
"""


@dataclass
class Vault:
    url: str
    folder: Path
    bodies: list[tuple[str, dict[str, Any]]]
    server: subprocess.Popen[bytes]


@contextmanager
def running(*, chairs: int, bodies: int, workers: int = 2) -> Iterator[Vault]:
    """A served vault on SQLite and requests that all fit into its agenda."""
    with tempfile.TemporaryDirectory(prefix="quenotte-bench-") as held, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        environment = {
            **{
                name: value
                for name, value in os.environ.items()
                if not name.startswith("QUENOTTE_")
            },
            "QUENOTTE_DATA": held,
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
            "DJANGO_SETTINGS_MODULE": "quenotte.vault.settings",
        }
        planted = subprocess.run(
            [sys.executable, "-c", PLANT, str(chairs), str(bodies)],
            env=environment,
            check=True,
            stdout=subprocess.PIPE,
        )
        server = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "quenotte.cli",
                "serve",
                "vault",
                f"--port={port}",
                f"--workers={workers}",
            ],
            env=environment,
            start_new_session=True,
        )
        base = f"http://vault.localhost:{port}"
        try:
            for _ in range(200):
                try:
                    if calls.call("GET", f"{base}/v1/ready", allowed=[base]).status == 200:
                        break
                except calls.Unreachable:
                    time.sleep(0.05)
            yield Vault(f"http://127.0.0.1:{port}", Path(held), json.loads(planted.stdout), server)
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(20)
