"""The file in which a practice travels: a line a row, and at the end what the sending vault signs of them.

Read twice, line by line: first whether every byte is what was signed, then row by row.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from quenotte.base import jws

TYP = "quenotte-hand-over"
KIND = "quenotte-hand-over"
MOST_LINE = 8 * 1024 * 1024
_FIELDS = {"v", "practice", "to", "made", "rows", "sha256", "journal", "instruction"}


class NotWhole(Exception):
    """The file is not what the sending vault signed. The message says where it fails."""


@dataclass(frozen=True)
class Manifest:
    """What the sending vault says of the rows."""

    practice: str
    to: str
    made: str
    rows: int
    sha256: str
    journal: tuple[int, str]
    instruction: str  # as the practice signed it

    def payload(self) -> dict[str, Any]:
        number, digest = self.journal
        return {
            "v": 1,
            "practice": self.practice,
            "to": self.to,
            "made": self.made,
            "rows": self.rows,
            "sha256": self.sha256,
            "journal": {"number": number, "digest": digest},
            "instruction": self.instruction,
        }


def write_rows(file: IO[bytes], lines: Iterable[dict[str, Any]]) -> tuple[int, str]:
    """Header and rows; how many rows there were, and the digest of all that was written."""
    digest, count = hashlib.sha256(), 0
    for said in lines:
        line = _line(said)
        digest.update(line)
        file.write(line)
        count += 1
    return count, digest.hexdigest()


def seal(file: IO[bytes], manifest: Manifest, *, key: jws.PrivateKey) -> None:
    """The last line; afterwards every byte is on the disk."""
    file.write(_line({"manifest": jws.sign(manifest.payload(), key=key, typ=TYP)}))
    file.flush()
    os.fsync(file.fileno())


def check(path: Path, *, sender: str) -> Manifest:
    """What the file says of itself, when every byte before its last line is what `sender` signed. NotWhole."""
    digest, count, last = hashlib.sha256(), 0, b""
    with path.open("rb") as file:
        for line in _lines_of(file):
            if last:
                digest.update(last)
                count += 1
            last = line
    manifest = _manifest(last, sender)
    if (manifest.rows, manifest.sha256) != (count, digest.hexdigest()):
        raise NotWhole("the file is not what the sending vault signed: it was changed, or cut")
    return manifest


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """All lines but the last."""
    with path.open("rb") as file:
        before: bytes | None = None
        for line in _lines_of(file):
            if before is not None:
                yield _read(before)
            before = line


def _manifest(line: bytes, sender: str) -> Manifest:
    token = _read(line).get("manifest") if line else None
    if not isinstance(token, str):
        raise NotWhole("the file has no signature at its end: it is cut, or no bundle")
    try:
        said, _ = jws.read(token, typ=TYP, fingerprint_of_signer=sender)
    except jws.NotSigned:
        raise NotWhole("the file is not signed by the vault that --from names") from None
    if set(said) != _FIELDS or said["v"] != 1:
        raise NotWhole("the file was written by another version")
    try:
        return Manifest(
            practice=str(said["practice"]),
            to=str(said["to"]),
            made=str(said["made"]),
            rows=int(said["rows"]),
            sha256=str(said["sha256"]),
            journal=(int(said["journal"]["number"]), str(said["journal"]["digest"])),
            instruction=str(said["instruction"]),
        )
    except (KeyError, TypeError, ValueError):
        raise NotWhole("the file was written by another version") from None


def _lines_of(file: IO[bytes]) -> Iterator[bytes]:
    while line := file.readline(MOST_LINE):
        if not line.endswith(b"\n"):
            raise NotWhole("the file is cut in the middle of a line")
        yield line


def _line(said: dict[str, Any]) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _read(line: bytes) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise NotWhole("the file holds a line that is none of ours")
    return said
