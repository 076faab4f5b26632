"""No process of any plane starts for a recipient of whom nobody was told, nor for a machine that none answers for."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

POST = {
    "role": "carriers",
    "legal_name": "Facteur SA",
    "country": "CH",
    "contract": "C-2",
    "since": "2026-12-01",
}
UNTOLD, TOLD = json.dumps([POST]), json.dumps([POST | {"told": "2026-11-01"}])
COMMANDS = {
    "site": ("serve site --port 0", "worker site", "migrate site"),
    "vault": ("serve vault --port 0", "worker vault", "migrate vault", "practice computer mast"),
    "relay": ("relay", "migrate relay"),
}


def refusal(command: str, folder: Path, **settings: str) -> list[str]:
    """What a command prints that does not start."""
    clean = {name: each for name, each in os.environ.items() if not name.startswith("QUENOTTE_")}
    done = subprocess.run(
        [sys.executable, "-m", "quenotte.cli", *command.split()],
        check=False,
        env={**clean, "QUENOTTE_DATA": str(folder), **settings},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1, done.stderr
    return done.stderr.splitlines()


@pytest.mark.claim("P36")
@pytest.mark.parametrize("command", [each for held in COMMANDS.values() for each in held])
def test_no_entry_point_of_any_plane_starts(command: str, tmp_path: Path) -> None:
    [said] = refusal(command, tmp_path, QUENOTTE_RECIPIENTS=UNTOLD)
    assert said == "quenotte: QUENOTTE_RECIPIENTS[0].told must be a day such as 2026-11-23"


def test_the_check_of_the_register_says_it_too(tmp_path: Path) -> None:
    [said] = refusal("register check", tmp_path, QUENOTTE_RECIPIENTS=UNTOLD)
    assert said == "quenotte: QUENOTTE_RECIPIENTS[0].told must be a day such as 2026-11-23"


@pytest.mark.claim("P35b")
@pytest.mark.parametrize("command", COMMANDS["relay"])
def test_no_relay_starts_for_a_mail_server_that_nobody_answers_for(
    command: str, tmp_path: Path
) -> None:
    [said] = refusal(command, tmp_path, QUENOTTE_SMTP="smtps://user:secret@mail.example:465")
    assert said == (
        "quenotte: QUENOTTE_SMTP calls mail.example, and no recipient answers for it (P35): write"
        " mail.example into the `hosts` of the entry carriers of QUENOTTE_RECIPIENTS"
    )


@pytest.mark.claim("P35b")
@pytest.mark.parametrize(("plane", "commands"), COMMANDS.items())
def test_no_plane_starts_on_a_database_that_nobody_answers_for(
    plane: str, commands: tuple[str, ...], tmp_path: Path
) -> None:
    name = f"QUENOTTE_{plane.upper()}_DATABASE"
    settings = {name: "postgresql://me:secret@db.example/it", "QUENOTTE_RECIPIENTS": TOLD}
    [said] = refusal(commands[-1], tmp_path, **settings)
    assert said.startswith(f"quenotte: {name} calls db.example, and no recipient answers for it")
    assert "secret" not in said


@pytest.mark.claim("P35b")
@pytest.mark.parametrize("other", ["PGHOST", "PGHOSTADDR", "PGSERVICE"])
def test_the_environment_leads_to_no_other_database(other: str, tmp_path: Path) -> None:
    settings = {"QUENOTTE_VAULT_DATABASE": "postgresql:///it", other: "db.example"}
    [said] = refusal("migrate vault", tmp_path, **settings)
    assert said == (
        f"quenotte: {other} is set: write the database's host into QUENOTTE_VAULT_DATABASE alone"
    )
