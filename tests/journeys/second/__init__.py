"""A second practice beside the demo's, of which somebody is a member with the same keys."""

import base64
import json
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path
from typing import Any

from quenotte.demo import run
from quenotte.demo.run import Demo
from tests.journeys.vault_rows import VaultRows

ROOT = Path(__file__).parents[3]
SLUG, NAME = "carouge", "Cabinet de Carouge"


def helps_out(demo: Demo, rows: VaultRows, *, surname: str) -> dict[str, Any]:
    """The demo's practitioner is a practitioner there too, and one request waits."""
    member = demo.bundle["members"][0]
    found = rows.all("select id, mine from practices_member where name = ?", member["name"])
    [(home, mine)] = [(str(uuid.UUID(str(id))), held) for id, held in found]
    environment = run._environment(demo)
    asked = {
        "member": member,
        "mine": base64.b64encode(mine).decode(),
        "home": home,
        "practice": SLUG,
        "name": NAME,
        "relay": environment["QUENOTTE_RELAY_FINGERPRINT"],
        "id": str(uuid.uuid4()),
        "submission": str(uuid.uuid4()),
        "surname": surname,
    }
    made: dict[str, Any] = json.loads(_keys(json.dumps(asked)))
    settings = environment | {"DJANGO_SETTINGS_MODULE": "quenotte.vault.settings"}
    _say([sys.executable, str(Path(__file__).parent / "plant.py")], asked | made, settings)
    return asked | made | {"mine_before": asked["mine"]}


def _keys(asked: str) -> str:
    """Keys are made by the front end's own code: bundled for Node, as the demo's are."""
    with tempfile.TemporaryDirectory() as folder:
        maker = Path(folder) / "make-keys.mjs"
        bundle = ["--bundle", "--format=esm", "--platform=node", f"--outfile={maker}"]
        source = Path(__file__).parent / "make-keys.ts"
        esbuild = ROOT / "node_modules" / ".bin" / "esbuild"
        quiet = "--log-level=warning"
        subprocess.run([str(esbuild), str(source), *bundle, quiet], check=True, timeout=60)
        done = subprocess.run(
            ["node", str(maker)],
            input=asked,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
    return done.stdout


def _say(command: list[str], what: dict[str, Any], environment: dict[str, str]) -> None:
    subprocess.run(command, input=json.dumps(what), env=environment, text=True, check=True)
