"""The fingerprints of the demo's keys, which every start but the demo's refuses."""

import json
from functools import cache
from pathlib import Path

BUNDLE = Path(__file__).parents[2] / "demo" / "bundle.json"


@cache
def fingerprints() -> frozenset[str]:
    """Of the key bundle that lies in this installation; none when it carries no demo."""
    if not BUNDLE.exists():
        return frozenset()
    return frozenset([json.loads(BUNDLE.read_text())["fingerprint"]])
