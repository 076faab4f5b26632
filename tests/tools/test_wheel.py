"""What `pip install .` installs is whole."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The files of a wheel, packed as pip does but with what is already installed."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory"]
    subprocess.run([*command, str(folder)], cwd=ROOT, check=True, capture_output=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        return set(wheel.namelist())


def test_the_wheel_carries_the_front_end_as_built(names: set[str]) -> None:
    manifest = json.loads((ROOT / "src/quenotte/static/manifest.json").read_text())
    assert {"patient.js", "desk.js", "keys.worker.js", "patient.css", "desk.css"} <= set(manifest)
    assert {f"quenotte/static/{name}" for name in manifest.values()} <= names
    assert "quenotte/static/manifest.json" in names


def test_the_wheel_carries_the_demos_keys_and_the_compiled_texts(names: set[str]) -> None:
    assert "quenotte/demo/bundle.json" in names
    texts = (ROOT / "src/quenotte").glob("locale/*/LC_MESSAGES/*.po")
    compiled = {
        f"quenotte/{t.relative_to(ROOT / 'src/quenotte').with_suffix('.mo')}" for t in texts
    }
    assert compiled <= names


def test_the_wheel_carries_nothing_but_the_package(names: set[str]) -> None:
    assert {name.split("/")[0].split("-")[0] for name in names} == {"quenotte"}
