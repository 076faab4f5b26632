"""A page asks for the front end by plain names."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from quenotte.base import assets


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(assets, "FOLDER", tmp_path)
    assets.manifest.cache_clear()
    yield tmp_path
    assets.manifest.cache_clear()


def test_a_plain_name_becomes_the_url_of_the_hashed_file(folder: Path) -> None:
    (folder / "manifest.json").write_text(json.dumps({"patient.js": "patient.4F2CAB12.js"}))
    assert assets.asset("patient.js") == "/static/patient.4F2CAB12.js"
    assert assets.asset_file("patient.js") == folder / "patient.4F2CAB12.js"


def test_a_front_end_that_was_not_built_is_said() -> None:
    with pytest.raises(assets.NotBuilt, match="make setup"):
        assets.asset("patient.js")


def test_a_file_that_the_front_end_lacks_is_named(folder: Path) -> None:
    (folder / "manifest.json").write_text(json.dumps({"patient.js": "patient.4F2CAB12.js"}))
    with pytest.raises(assets.NotBuilt, match=r"no desk\.js; it has patient\.js"):
        assets.asset("desk.js")
