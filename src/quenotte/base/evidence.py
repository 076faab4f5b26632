"""What a test run said about the claims, believed only for the very tree that it ran on."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

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


@dataclass(frozen=True)
class Run:
    """One run of all tests: claim → outcome → tests, the commit that it ran on, and when."""

    claims: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    commit: str = ""
    at: str = ""  # RFC 3339; "" when no run of this tree lies here


@cache
def run() -> Run:
    """What QUENOTTE_CLAIMS says, when it was written for this tree; else that nothing was run."""
    path = Path(read("QUENOTTE_CLAIMS", "claims.json"))
    try:
        held = json.loads(path.read_text())
        if held["tree"] != tree():
            return Run()
        return Run(_claims(held["claims"]), str(held.get("commit", "")), str(held.get("at", "")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Run()


def outcomes() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Claim → outcome → tests."""
    return run().claims


def _claims(held: Mapping[str, Mapping[str, Sequence[str]]]) -> dict[str, dict[str, list[str]]]:
    """A copy, so that what has another form is found out here and not on a page."""
    return {
        str(claim): {str(outcome): [str(test) for test in tests] for outcome, tests in said.items()}
        for claim, said in held.items()
    }
