"""Starts everything that a practice needs, each part as its own process, and ends it cleanly."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from quenotte.base import calls, settings

HOST = "lac.localhost"
SMS_DOMAIN = "sms.localhost"
PATIENCE_SECONDS = 60.0
HOSTING = {
    "name": "Santé Exemple SA",
    "certificate": "HDS-EXEMPLE-0001",
    "version": "2.0",
    "activities": [1, 2, 3, 4, 5, 6],
    "country": "CH",
    "valid_until": "2028-05-16",
    "place": "Lausanne, Suisse",
}

RECIPIENTS = [
    {
        "role": role,
        "legal_name": legal_name,
        "country": "CH",
        "contract": contract,
        "since": "2026-01-05",
        "told": "2025-12-01",
    }
    for role, legal_name, contract in (
        ("host", "Santé Exemple SA", "HDS-2026-01"),
        ("carriers", "Facteur Exemple SA", "MSG-2026-01"),
        ("publisher", "Pages du Lac Sàrl", "WEB-2026-01"),
    )
]


class NotStarted(Exception):
    """A part of the demo did not answer; the message says which and what it last said."""


@dataclass
class Demo:
    """A running demo: where it answers and which processes it is made of."""

    folder: Path
    ports: Mapping[str, int]
    bundle: dict[str, Any]
    code: str = ""
    processes: dict[str, subprocess.Popen[str]] = field(default_factory=dict)

    def url(self, name: str, part: str) -> str:
        return f"http://{name}:{self.ports[part]}"

    def described(self) -> dict[str, Any]:
        """What `--json` prints: enough for a script to walk the whole journey."""
        practitioner = self.bundle["members"][0]
        return {
            "site_url": f"{self.url(HOST, 'site')}/",
            "vault_url": f"{self.url(f'rdv.{HOST}', 'vault')}/",
            "desk_url": f"{self.url('desk.localhost', 'vault')}/#r={self.code}",
            "mailbox_url": f"{self.url('mailbox.localhost', 'mailbox')}/",
            "practice": self.bundle["practice"],
            "member": practitioner["name"],
            "passphrase": practitioner["passphrase"],
            "recovery_key": self.bundle["root"],
            "members": [
                {name: each[name] for name in ("name", "role", "passphrase")}
                for each in self.bundle["members"]
            ],
            "data": str(self.folder),
            "pids": {name: process.pid for name, process in self.processes.items()},
            "fingerprint": self.bundle["fingerprint"],
        }


@contextmanager
def running(*, folder: Path | None, port: int, quiet: bool = True) -> Iterator[Demo]:
    """Everything up and answering inside the block; everything ended after it."""
    with ExitStack() as stack:
        if folder is None:
            held = stack.enter_context(tempfile.TemporaryDirectory(prefix="quenotte-demo-"))
            folder = Path(held)
        folder.mkdir(parents=True, exist_ok=True)
        demo = Demo(folder=folder, ports=_ports(port), bundle=_bundle())
        stack.callback(_end, demo)
        _start(demo, quiet=quiet)
        yield demo


def _bundle() -> dict[str, Any]:
    path = Path(__file__).parent / "bundle.json"
    if not path.exists():
        raise settings.Misconfigured("the demo's key bundle was not built; run `make setup`")
    held: dict[str, Any] = json.loads(path.read_text())
    return held


def _ports(first: int) -> dict[str, int]:
    names = ("site", "vault", "mailbox", "smtp")
    if first:
        wanted = {name: first + step for step, name in enumerate(names)}
        for name, port in wanted.items():
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind(("127.0.0.1", port))
                except OSError:
                    raise settings.Misconfigured(
                        f"port {port} ({name}) is in use; try `quenotte demo --port 0`"
                    ) from None
        return wanted
    with ExitStack() as held:
        found = {}
        for name in names:
            probe = held.enter_context(socket.socket())
            probe.bind(("127.0.0.1", 0))
            found[name] = probe.getsockname()[1]
        return found


def _environment(demo: Demo) -> dict[str, str]:
    """The settings of a production start, with the demo's values."""
    os.environ["QUENOTTE_DATA"] = str(demo.folder)
    for plane in ("site", "vault", "relay"):
        for kind in ("SECRET_FILE", "DATABASE"):
            os.environ.pop(f"QUENOTTE_{plane.upper()}_{kind}", None)
    prints = {
        plane: settings.load_secrets(plane).fingerprint for plane in ("site", "vault", "relay")
    }
    return {
        **os.environ,
        "QUENOTTE_DEMO": "1",
        "QUENOTTE_DEMO_HOST": HOST,
        "QUENOTTE_DATA": str(demo.folder),
        "QUENOTTE_SITE_URL": demo.url("{practice}", "site"),
        "QUENOTTE_VAULT_URL": demo.url("rdv.{practice}", "vault"),
        "QUENOTTE_DESK_URL": demo.url("desk.localhost", "vault"),
        "QUENOTTE_SITE_INTERNAL_URL": demo.url("site.localhost", "site"),
        "QUENOTTE_VAULT_INTERNAL_URL": demo.url("vault.localhost", "vault"),
        **{f"QUENOTTE_{plane.upper()}_FINGERPRINT": value for plane, value in prints.items()},
        "QUENOTTE_SMTP": f"smtp://127.0.0.1:{demo.ports['smtp']}",
        "QUENOTTE_SMTP_FROM": "rendez-vous@lac.localhost",
        "QUENOTTE_SMS_DOMAIN": SMS_DOMAIN,
        "QUENOTTE_HOSTING": json.dumps(HOSTING),
        "QUENOTTE_VAULT_SECOND_PLACE": str(_second_place(demo)),
        "QUENOTTE_RECIPIENTS": json.dumps(RECIPIENTS),
        "QUENOTTE_SITE_POLL_SECONDS": "2",
        "QUENOTTE_WORKER_SECONDS": "2",
        "QUENOTTE_RELAY_POLL_SECONDS": "1",
        "PYTHONUNBUFFERED": "1",
    }


def _second_place(demo: Demo) -> Path:
    """Another disk in production; here, a folder beside the others."""
    place = demo.folder / "second-place"
    place.mkdir(exist_ok=True)
    return place


def _start(demo: Demo, *, quiet: bool) -> None:
    environment = _environment(demo)
    planted = {
        plane: _spawn(
            demo, f"plant-{plane}", ["-m", "quenotte.demo.plant", plane], environment, pipe=True
        )
        for plane in ("vault", "site")
    }
    relay_tables = _spawn(
        demo, "migrate-relay", ["-m", "quenotte.cli", "migrate", "relay"], environment
    )
    demo.processes["mailbox"] = _spawn(
        demo,
        "mailbox",
        [
            "-c",
            f"from quenotte.demo import mailbox; mailbox.main({demo.ports['smtp']}, {demo.ports['mailbox']})",
        ],
        environment,
        pipe=True,
    )
    said = {name: _finished(demo, f"plant-{name}", process) for name, process in planted.items()}
    _finished(demo, "migrate-relay", relay_tables)
    demo.code = json.loads(said["vault"])["code"]
    for name, words in {
        "site": ["serve", "site", "--port", str(demo.ports["site"]), "--workers", "1"],
        "vault": ["serve", "vault", "--port", str(demo.ports["vault"]), "--workers", "1"],
        "site-worker": ["worker", "site"],
        "vault-worker": ["worker", "vault"],
        "relay": ["relay"],
    }.items():
        demo.processes[name] = _spawn(demo, name, ["-m", "quenotte.cli", *words], environment)
    _await_answers(demo)
    if not quiet:
        print("Everything answers.", flush=True)


def _spawn(
    demo: Demo, name: str, words: list[str], environment: dict[str, str], *, pipe: bool = False
) -> subprocess.Popen[str]:
    """One part, in a process group of its own, its complaints in a log beside the data."""
    logs = demo.folder / "logs"
    logs.mkdir(exist_ok=True)
    with (logs / f"{name}.log").open("a") as log:
        return subprocess.Popen(
            [sys.executable, *words],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if pipe else log,
            stderr=log,
            text=True,
            start_new_session=True,
        )


def _finished(demo: Demo, name: str, process: subprocess.Popen[str]) -> str:
    try:
        out, _ = process.communicate(timeout=PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        raise NotStarted(f"{name} took too long") from None
    if process.returncode:
        raise NotStarted(f"{name} failed: {_last_words(demo, name)}")
    return (out or "{}").strip().splitlines()[-1] if out else "{}"


def _last_words(demo: Demo, name: str) -> str:
    lines = (demo.folder / "logs" / f"{name}.log").read_text().strip().splitlines()
    return lines[-1] if lines else "it said nothing"


def _await_answers(demo: Demo) -> None:
    """Until the home page links to the appointment and the vault knows the relay's keys and the site's card."""
    until = time.monotonic() + PATIENCE_SECONDS
    waiting: dict[str, Callable[[], object]] = {
        "the vault": lambda: _json(demo, "vault.localhost", "vault", "/v1/ready").get("relay"),
        "the mailbox": lambda: _ask(demo, "mailbox.localhost", "mailbox", "/").status == 200,
        "the practice's card": lambda: _json(
            demo, f"rdv.{HOST}", "vault", f"/v1/p/{demo.bundle['practice']}/card"
        ).get("open"),
        "the practice's header": lambda: (
            (demo.folder / "logs").exists()
            and _ask(demo, f"rdv.{HOST}", "vault", "/fr/").body.count(b"+41")
        ),
        "the home page": lambda: (
            demo.bundle["fingerprint"].encode() in _ask(demo, HOST, "site", "/").body
        ),
    }
    while waiting:
        for name, process in demo.processes.items():
            if process.poll() is not None:
                raise NotStarted(f"{name} ended: {_last_words(demo, name)}")
        for name, answers in list(waiting.items()):
            try:
                if answers():
                    del waiting[name]
            except (calls.Unreachable, ValueError):
                continue
        if time.monotonic() > until:
            raise NotStarted(f"still waiting for {', '.join(waiting)}")
        time.sleep(0.1)


def _ask(demo: Demo, host: str, part: str, path: str) -> calls.Answer:
    base = demo.url(host, part)
    return calls.call("GET", base + path, allowed=[base], timeout=5)


def _json(demo: Demo, host: str, part: str, path: str) -> dict[str, Any]:
    got = _ask(demo, host, part, path).json()
    return got if isinstance(got, dict) else {}


def _end(demo: Demo) -> None:
    """Ask every part to end, then make sure."""
    for process in demo.processes.values():
        _signal(process, signal.SIGTERM)
    until = time.monotonic() + 10
    for process in demo.processes.values():
        try:
            process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            _signal(process, signal.SIGKILL)
            process.wait(5)
        if process.stdout:
            process.stdout.close()


def _signal(process: subprocess.Popen[str], which: signal.Signals) -> None:
    if process.poll() is None:
        try:
            os.killpg(process.pid, which)
        except ProcessLookupError:
            return


WELCOME = """
{name} is open, on this machine alone. Everybody in it is invented.

  The practice's website   {site_url}
      make an appointment there as a patient would
  The mailbox              {mailbox_url}
      every e-mail and text message that left
  The practice's desk      {desk_url}
      sign in as {member}
      with the passphrase  {passphrase}

Data: {data}
Ctrl-C ends everything.
"""


_ENDS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def _end_now(*_: object) -> None:
    """Leave wherever we are, once: what is running ends on the way out, undisturbed."""
    for each in _ENDS:
        signal.signal(each, signal.SIG_IGN)
    raise SystemExit(0)


def main(*, json_line: bool, folder: str | None, port: int) -> int:
    """Run the demo until Ctrl-C or SIGTERM."""
    for each in _ENDS:
        signal.signal(each, _end_now)
    if not json_line:
        print("Starting …", flush=True)
    try:
        with running(folder=Path(folder).absolute() if folder else None, port=port) as demo:
            described = demo.described()
            if json_line:
                print(json.dumps(described), flush=True)
            else:
                print(WELCOME.format(name="Cabinet dentaire du Lac", **described), flush=True)
            while True:
                time.sleep(1)
                for name, process in demo.processes.items():
                    if process.poll() is not None:
                        raise NotStarted(f"{name} ended: {_last_words(demo, name)}")
    except NotStarted as fault:
        print(f"quenotte: {fault}", file=sys.stderr)
    return 1
