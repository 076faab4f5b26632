"""However many tabs turn a practice's keys at the same moment, one does, and the others are told."""

import os
from pathlib import Path

import pytest

from tests.postgresql import started
from tests.promises.test_journal_race import begun, said

TABS = 4


@pytest.mark.claim("P12")
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_of_several_turns_at_once_one_wins_whole(database: str, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/vault.sqlite3"
    environment = {
        **os.environ,
        "QUENOTTE_DATA": str(tmp_path),
        "QUENOTTE_VAULT_DATABASE": started(tmp_path / "pg") if database == "postgresql" else url,
    }
    words = "tests.promises.turn_keys"
    said(begun(environment, "tests.promises.plant"))
    said(begun(environment, words, "make", str(tmp_path), str(TABS)))
    tabs = [begun(environment, words, f"{tmp_path}/{number}.json") for number in range(TABS)]
    assert sorted(map(said, tabs)) == ["changed"] * (TABS - 1) + ["published"]
    cards, rosters, grants = map(int, said(begun(environment, words, "count")).split())
    assert (cards, rosters) == (2, 2)
    assert grants in (7, 8)  # six of the first turn, and the one class with its list cards' key
