"""However many write at the same moment, a practice's journal is one chain, and so is its copy."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.postgresql import started

WRITERS, EACH = 4, 25


def begun(environment: dict[str, str], *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", *words], env=environment, stdout=subprocess.PIPE, text=True
    )


def said(process: subprocess.Popen[str]) -> str:
    out, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return out.strip()


@pytest.mark.claim("P76b")
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_writers_at_the_same_time_make_one_chain_and_one_copy(
    database: str, tmp_path: Path
) -> None:
    second = tmp_path / "second"
    second.mkdir()
    url = f"sqlite:///{tmp_path}/vault.sqlite3"
    environment = {
        **os.environ,
        "QUENOTTE_DATA": str(tmp_path),
        "QUENOTTE_VAULT_DATABASE": started(tmp_path / "pg") if database == "postgresql" else url,
        "QUENOTTE_VAULT_SECOND_PLACE": str(second),
    }
    said(begun(environment, "tests.promises.plant"))
    words = "tests.promises.write_journal"
    for each in [begun(environment, words, str(EACH)) for _ in range(WRITERS)]:
        said(each)
    found = said(begun(environment, words, "check"))
    assert found == f"{WRITERS * EACH} {WRITERS * EACH} whole"
    lines = (second / "mast" / "journal.jsonl").read_text().splitlines()
    assert [json.loads(line)["number"] for line in lines] == list(range(1, WRITERS * EACH + 1))
