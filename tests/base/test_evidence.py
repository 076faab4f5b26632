"""What a test run said is believed for the tree that it ran on, and for no other."""

import json
from pathlib import Path

import pytest

from quenotte.base import evidence

pytestmark = pytest.mark.claim("P77")


def write(path: Path, monkeypatch: pytest.MonkeyPatch, **said: object) -> None:
    path.write_text(json.dumps(said))
    monkeypatch.setenv("QUENOTTE_CLAIMS", str(path))
    evidence.outcomes.cache_clear()


@pytest.fixture(autouse=True)
def forget() -> None:
    evidence.outcomes.cache_clear()


def test_this_tree_s_run_is_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    claims = {"P11": {"passed": ["a"]}}
    write(tmp_path / "claims.json", monkeypatch, tree=evidence.tree(), claims=claims)
    assert evidence.outcomes() == claims


@pytest.mark.parametrize("said", [{}, {"tree": "another", "claims": {"P11": {"passed": ["a"]}}}])
def test_another_tree_s_run_says_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: dict[str, object]
) -> None:
    write(tmp_path / "claims.json", monkeypatch, **said)
    assert evidence.outcomes() == {}


def test_no_run_says_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUENOTTE_CLAIMS", str(tmp_path / "missing.json"))
    assert evidence.outcomes() == {}
