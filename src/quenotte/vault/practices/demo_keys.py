"""The fingerprints of the demo's keys, which every start but the demo's refuses."""

import json
from functools import cache
from pathlib import Path

from django.conf import settings

from quenotte.vault.practices.models import Practice

BUNDLE = Path(__file__).parents[2] / "demo" / "bundle.json"


@cache
def fingerprints() -> frozenset[str]:
    """Of the key bundle that lies in this installation; none when it carries no demo."""
    if not BUNDLE.exists():
        return frozenset()
    return frozenset([json.loads(BUNDLE.read_text())["fingerprint"]])


class DemoKeys(Exception):
    """A practice here has the demo's keys, which lie open in every copy of this program."""


def refuse() -> None:
    """Called by every server and worker start of a vault that is not the demo's."""
    if settings.DEMO:
        return
    found = Practice.objects.filter(fingerprint__in=fingerprints()).first()
    if found is not None:
        raise DemoKeys(
            f"the practice {found.slug} has the demo's keys, which anybody can read;"
            " begin with an empty database"
        )
