"""The style sheet and its fonts, taken into the release under their hashed names."""

import posixpath
import re

from quenotte.base.assets import FOLDER, URL, asset

STYLE = "site.css"
TYPES = {".css": "text/css; charset=utf-8", ".woff2": "font/woff2"}
REFERENCE = re.compile(r"""url\(["']?([^"')]+)["']?\)""")


class NotOurs(Exception):
    """A style sheet asks for something that is not in the built front end."""


def statics() -> dict[str, tuple[str, bytes]]:
    """Path → (type, bytes): the site's style sheet and everything that it names."""
    style = asset(STYLE)
    taken = {style: _built(style)}
    for name in REFERENCE.findall(taken[style][1].decode()):
        path = posixpath.normpath(posixpath.join(posixpath.dirname(style), name))
        taken[path] = _built(path)
    return taken


def _built(path: str) -> tuple[str, bytes]:
    kind = TYPES.get(posixpath.splitext(path)[1])
    if kind is None or not path.startswith(URL):
        raise NotOurs(path)
    return kind, (FOLDER / path.removeprefix(URL)).read_bytes()
