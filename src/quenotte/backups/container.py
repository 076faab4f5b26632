"""A backup is one file: a first line that says what follows, signed by the vault, then the database.

    head -1 FILE            the manifest, a compact JWS
    tail -n +2 FILE         the SQLite database, as it is

Every byte is covered: by the signature, or by the digest that is signed. Nothing in it opens an
envelope, and nothing in it signs for the vault: its secret file is kept apart (docs/deploy.md).
"""

import hashlib
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from quenotte import __version__
from quenotte.backups.known import Known
from quenotte.base import jws

KIND = "quenotte-backup"
TYP = "quenotte-backup"
MOST_MANIFEST = 200 * 1024
_AT_A_TIME = 1024 * 1024


class Refused(Exception):
    """Nothing was done. The message is a sentence for whoever typed the command."""


@dataclass(frozen=True)
class Manifest:
    made: datetime
    release: str
    bytes: int
    sha256: str
    practices: Mapping[str, Known]
    signer: str  # the vault's fingerprint


def write(file: Path, *, database: Path, key: jws.PrivateKey, known: Any, made: datetime) -> None:
    """The whole file under another name first: who finds it under its own finds it whole."""
    payload = {
        "v": 1,
        "kind": KIND,
        "made": made.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "release": __version__,
        "database": {"bytes": database.stat().st_size, "sha256": _digest(database)},
        "practices": {slug: each.as_json() for slug, each in known.items()},
    }
    line = jws.sign(payload, key=key, typ=TYP).encode() + b"\n"
    if len(line) > MOST_MANIFEST:
        raise Refused("the backup's first line would be too long to be read back")
    part = file.with_name(f"{file.name}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(line)
        with database.open("rb") as held:
            shutil.copyfileobj(held, out, _AT_A_TIME)
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)
    sync_folder(file.parent)


def manifest(file: Path) -> Manifest:
    """What a backup says about itself. Refused when it is none, or was changed."""
    with file.open("rb") as held:
        return _manifest(held, file)


def extract(file: Path, *, to: Path) -> Manifest:
    """Write the database out of a backup, and compare it with what was signed. Refused, and gone again."""
    digest, size = hashlib.sha256(), 0
    with file.open("rb") as held:
        said = _manifest(held, file)
        with os.fdopen(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            while block := held.read(_AT_A_TIME):
                digest.update(block)
                size += len(block)
                out.write(block)
            out.flush()
            os.fsync(out.fileno())
    if (size, digest.hexdigest()) == (said.bytes, said.sha256):
        return said
    to.unlink()
    if size < said.bytes:
        raise Refused(f"{file.name} is cut off: {said.bytes - size} bytes are missing at its end")
    raise Refused(f"{file.name} was changed since it was made: take another backup")


def _manifest(held: BinaryIO, file: Path) -> Manifest:
    line = held.readline(MOST_MANIFEST)
    try:
        token = line.decode("ascii")
        if not token.endswith("\n") or token.count(".") != 2:
            raise Refused(f"{file.name} is no backup of a vault")
        for each in token[:-1].split("."):
            jws.unb64(each)  # one spelling only: no byte is left uncovered
        said, signer = jws.read(token[:-1], typ=TYP)
        if said.get("kind") != KIND or said.get("v") != 1:
            raise Refused(f"{file.name} is a backup of a later release")
        return Manifest(
            made=datetime.fromisoformat(said["made"]),
            release=str(said["release"]),
            bytes=int(said["database"]["bytes"]),
            sha256=str(said["database"]["sha256"]),
            practices={slug: Known.read(each) for slug, each in said["practices"].items()},
            signer=signer,
        )
    except UnicodeDecodeError:
        raise Refused(f"{file.name} is no backup of a vault") from None
    except (jws.NotSigned, ValueError, KeyError, TypeError, AttributeError):
        raise Refused(f"{file.name} was changed since it was made: take another backup") from None


def _digest(file: Path) -> str:
    with file.open("rb") as held:
        return hashlib.file_digest(held, "sha256").hexdigest()


def sync_folder(folder: Path) -> None:
    """A new name survives a power cut only once its folder is on the disk too."""
    held = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)
