"""What a test run said is believed for the tree that it ran on, and for no other."""

import json
from pathlib import Path

import pytest

from quenotte.base import evidence

pytestmark = pytest.mark.claim("P77")


def write(path: Path, monkeypatch: pytest.MonkeyPatch, **said: object) -> None:
    path.write_text(json.dumps(said))
    monkeypatch.setenv("QUENOTTE_CLAIMS", str(path))
    evidence.run.cache_clear()


@pytest.fixture(autouse=True)
def forget() -> None:
    evidence.run.cache_clear()


def test_this_tree_s_run_is_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    claims = {"P11": {"passed": ["a"]}}
    write(tmp_path / "claims.json", monkeypatch, tree=evidence.tree(), claims=claims)
    assert evidence.outcomes() == claims


def test_a_run_says_when_it_was_and_on_which_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {"tree": evidence.tree(), "claims": {}, "commit": "abc", "at": "2026-11-23T08:00:00Z"}
    write(tmp_path / "claims.json", monkeypatch, **said)
    assert (evidence.run().commit, evidence.run().at) == ("abc", "2026-11-23T08:00:00Z")


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"tree": "another", "claims": {"P11": {"passed": ["a"]}}}, id="another"),
        pytest.param({"tree": evidence.tree()}, id="no-claims"),
        pytest.param({"tree": evidence.tree(), "claims": ["P11"]}, id="a-list"),
        pytest.param({"tree": evidence.tree(), "claims": {"P11": "passed"}}, id="no-outcome"),
        pytest.param({"tree": evidence.tree(), "claims": {"P11": {"passed": 1}}}, id="no-tests"),
    ],
)
def test_another_tree_s_run_says_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: dict[str, object]
) -> None:
    write(tmp_path / "claims.json", monkeypatch, **said)
    assert evidence.run() == evidence.Run()


def test_no_run_says_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUENOTTE_CLAIMS", str(tmp_path / "missing.json"))
    assert evidence.run() == evidence.Run()
