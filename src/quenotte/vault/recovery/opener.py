"""The offline opener: one HTML file with script, style and the texts of all four languages in it.

Its own policy lets it call nobody. Opened from a disk it opens a practice's copy with the recovery
sheet; `quenotte open` serves the same page, which may then fetch the copies beside it.
"""

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from quenotte.base.assets import asset_file

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


@dataclass(frozen=True)
class Served:
    """A copy that lies beside the page, on the same loopback server."""

    name: str
    at: str


def page(served: Sequence[Served] = ()) -> str:
    """The whole file. With `served`, it may fetch from where it came, and from nowhere else."""
    script = asset_file("opener.js").read_text(encoding="utf-8")
    style = asset_file("opener.css").read_text(encoding="utf-8")
    return render_to_string(
        "recovery/opener.html",
        {
            "policy": _policy(script, style, connect="'self'" if served else "'none'"),
            "script": script,
            "style": style,
            "texts": {language: _texts(language) for language in LANGUAGES},
            "languages": LANGUAGES,
            "served": [{"name": each.name, "at": each.at} for each in served],
        },
    )


def _policy(script: str, style: str, *, connect: str) -> str:
    return (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)};"
        f" connect-src {connect}; base-uri 'none'; form-action 'none';"
        " require-trusted-types-for 'script'; trusted-types 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _texts(language: str) -> dict[str, Any]:
    with translation.override(language):
        texts: dict[str, Any] = json.loads(render_to_string("recovery/opener-texts.html"))
    return texts
