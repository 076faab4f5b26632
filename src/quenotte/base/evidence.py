"""What a test run said about the claims, believed only for the very tree that it ran on."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from quenotte.base.settings import read

PACKAGE = Path(__file__).parents[1]
_NOT_HASHED = {"__pycache__"}


@cache
def tree() -> str:
    """SHA-256 over the package's files and their names: what `claims.json` is keyed by."""
    total = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*")):
        if path.is_file() and not _NOT_HASHED & set(path.parts) and path.suffix != ".pyc":
            name = path.relative_to(PACKAGE).as_posix()
            total.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


@cache
def outcomes() -> Mapping[str, Mapping[str, Any]]:
    """Claim → outcome → tests, from QUENOTTE_CLAIMS when it was written for this tree; else nothing."""
    path = Path(read("QUENOTTE_CLAIMS", "claims.json"))
    try:
        held = json.loads(path.read_text())
        if held["tree"] != tree():
            return {}
        found: Mapping[str, Mapping[str, Any]] = held["claims"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return found
