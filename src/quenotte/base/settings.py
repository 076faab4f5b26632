"""Settings that a plane reads from its environment (docs/adr/0002-interfaces.md, Settings)."""

import fcntl
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from quenotte.base import jws


class Misconfigured(Exception):
    """A setting is missing or unreadable. The message names it and says what to write."""


def read(name: str, default: str | None = None, environ: Mapping[str, str] = os.environ) -> str:
    """The value of one setting; without a default it has to be there."""
    value = environ.get(name, default)
    if value is None:
        raise Misconfigured(f"{name} is not set; docs/deploy.md says what it is for")
    return value


def data_folder() -> Path:
    """Where files of this installation lie: QUENOTTE_DATA, or ./var."""
    return Path(read("QUENOTTE_DATA", "var")).absolute()


def database(plane: str) -> dict[str, Any]:
    """Django's description of a plane's database, from `sqlite:///path` or `postgresql://…`.

    SQLite: WAL, synchronous FULL (what was acknowledged survives a power cut), secure_delete
    (nothing deleted stays in free pages), IMMEDIATE transactions and a wait of 20 s.
    """
    name = f"QUENOTTE_{plane.upper()}_DATABASE"
    url = urlsplit(read(name, f"sqlite:///{data_folder()}/{plane}.sqlite3"))
    if url.scheme == "sqlite":
        return {
            "ENGINE": "quenotte.base.sqlite",
            "NAME": unquote(url.path),
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                " PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY;",
            },
        }
    if url.scheme in ("postgresql", "postgres"):
        for other in ("PGHOST", "PGHOSTADDR", "PGSERVICE"):  # libpq would follow it, past P35
            if os.environ.get(other):
                raise Misconfigured(f"{other} is set: write the database's host into {name} alone")
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(url.path.lstrip("/")),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": unquote(url.hostname or ""),
            "PORT": str(url.port or ""),
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"connect_timeout": 10},
        }
    raise Misconfigured(f"{name} must begin with sqlite:/// or postgresql://")


@dataclass(frozen=True)
class Secrets:
    """What one plane alone knows: Django's secret and its Ed25519 key."""

    django: str
    signing: jws.PrivateKey

    @property
    def fingerprint(self) -> str:
        return jws.fingerprint(jws.public(self.signing))


def secret_file(plane: str) -> Path:
    return Path(
        read(f"QUENOTTE_{plane.upper()}_SECRET_FILE", f"{data_folder()}/{plane}.secret.json")
    )


def load_secrets(plane: str) -> Secrets:
    """The plane's secrets, made on first use with mode 0600."""
    path = secret_file(plane)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = json.dumps({"django": secrets.token_urlsafe(48), "signing": jws.new_key()})
        part = path.with_suffix(f".{os.getpid()}.part")
        part.touch(mode=0o600)
        part.write_text(made)
        try:
            os.link(part, path)  # whoever comes second keeps the first one's
        except FileExistsError:
            pass
        finally:
            part.unlink()
    held = json.loads(path.read_text())
    return Secrets(django=held["django"], signing=held["signing"])


def load_sealing_key(plane: str) -> str:
    """32 bytes, base64url, under which a plane seals what it alone has to read again.

    It stands in the plane's secret file; one that was made without it gains it, and keeps all else.
    """
    load_secrets(plane)
    path = secret_file(plane)
    held = json.loads(path.read_text())
    if "sealing" not in held:
        with path.with_suffix(".lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # two starts at once make one key
            held = json.loads(path.read_text())
            if "sealing" not in held:
                held["sealing"] = jws.b64(secrets.token_bytes(32))
                _replace(path, json.dumps(held))
    return str(held["sealing"])


def _replace(path: Path, text: str) -> None:
    """Whole or not at all, readable by those who could read it before."""
    before = path.stat()
    part = path.with_suffix(f".{os.getpid()}.part")
    part.touch(mode=0o600)
    part.write_text(text)
    part.chmod(before.st_mode & 0o777)
    if os.geteuid() == 0:
        os.chown(part, before.st_uid, before.st_gid)
    part.replace(path)
