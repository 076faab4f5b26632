"""What docs/deploy.md tells an operator to type works, on two empty planes."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from quenotte.demo.sample_site import FACTS

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
SOURCE = DEPLOY.parent / "src"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("QUENOTTE_")}
    return clean | {"QUENOTTE_DATA": str(tmp_path), "PYTHONPATH": str(SOURCE)}


def said(environment: dict[str, str], *words: object) -> str:
    done = subprocess.run(
        [sys.executable, *map(str, words)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_practice_is_made_and_its_agenda_entered_twice(environment: dict[str, str]) -> None:
    said(environment, "-m", "quenotte.cli", "migrate", "vault")
    invitation = said(
        environment, "-m", "quenotte.cli", "practice", "new", "mast", "--host", "rdv.mast.example",
        "--name", "Cabinet Mast", "--practitioner", "Dr Mast", "--country", "CH",
    )  # fmt: skip
    assert re.search(r"/fr/setup#i=[\w-]{20,}\n$", invitation)
    for _ in range(2):
        entered = said(
            environment, DEPLOY / "enter_agenda.py", "mast", DEPLOY / "agenda.example.json"
        )
        assert entered == "mast: 1 chairs, 1 types of appointment\n"


def test_facts_are_entered_and_published_again_only_when_they_changed(
    environment: dict[str, str], tmp_path: Path
) -> None:
    facts = tmp_path / "facts.json"
    said(environment, "-m", "quenotte.cli", "migrate", "site")
    for telephone, release in (
        ("+41 22 555 01 23", 1),
        ("+41 22 555 01 23", 1),
        ("+41 22 555 01 24", 2),
    ):
        facts.write_text(json.dumps(FACTS | {"telephone": telephone}))
        published = said(environment, DEPLOY / "enter_facts.py", "mast", "www.mast.example", facts)
        assert published == f"https://www.mast.example/ shows release {release}\n"
