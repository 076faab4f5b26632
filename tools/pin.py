"""Pins every Python package with its hashes; `make pins` runs it. No file names an index."""

from __future__ import annotations

import os
import sys

from setup import NODE_REQUIREMENTS, REQUIREMENTS, UV_REQUIREMENTS, find_uv
from steps import ROOT, Trouble, fail, run, say

COMPILE = ["pip", "compile", "--quiet", "--generate-hashes", "--universal"]
PLAIN = ["--no-emit-index-url", "--no-emit-find-links", "--no-header", "--no-annotate"]
OLDEST = ["--python-version", "3.12", "--no-python-downloads"]
PRODUCTION = ROOT / "requirements.txt"


def main() -> None:
    os.chdir(ROOT)
    uv = find_uv()
    newest = ["--upgrade"] if "--upgrade" in sys.argv[1:] else []

    def pin(target: str, *source: str) -> None:
        run(
            [uv, *COMPILE, *PLAIN, *OLDEST, *newest, *source, "--output-file", target],
            otherwise="uv found no set of versions that fits.",
        )
        say("pinned", target)

    requirements = str(PRODUCTION.relative_to(ROOT))
    pin(requirements, "pyproject.toml", "--extra", "postgresql")
    development = ["pyproject.toml", "--extra", "postgresql", "--group", "dev"]
    pin(str(REQUIREMENTS.relative_to(ROOT)), *development, "--constraint", requirements)
    for one in (UV_REQUIREMENTS, NODE_REQUIREMENTS):
        name = one.with_suffix(".in")
        pin(str(one.relative_to(ROOT)), str(name.relative_to(ROOT)))


if __name__ == "__main__":
    try:
        main()
    except Trouble as trouble:
        fail(trouble)
