"""The built front end: which hashed file a page's `patient.js` is now.

`web/build.mjs` writes the files and the manifest; the wheel carries them.
"""

import json
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "static"
URL = "/static/"


class NotBuilt(Exception):
    """The front end, or the one file of it that a page asks for, is not there."""


@cache
def manifest() -> dict[str, str]:
    """Plain name → hashed name, read once: a server that runs keeps the files it started with."""
    try:
        names: dict[str, str] = json.loads((FOLDER / "manifest.json").read_text())
    except FileNotFoundError:
        raise NotBuilt(
            f"The front end was not built: {FOLDER} holds no manifest.json. "
            "Run `make setup`, or install the wheel, which carries it."
        ) from None
    return names


def hashed(name: str) -> str:
    try:
        return manifest()[name]
    except KeyError:
        raise NotBuilt(
            f"The front end has no {name}; it has {', '.join(sorted(manifest())) or 'nothing'}."
        ) from None


def asset(name: str) -> str:
    """The URL of `patient.js`: `/static/patient.4F2C….js`. It changes when the bytes do."""
    return URL + hashed(name)


def asset_file(name: str) -> Path:
    """Where its bytes lie, for a release that carries them along."""
    return FOLDER / hashed(name)
