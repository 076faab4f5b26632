"""Takes a backup while the vault serves: SQLite's own online copy, then one signed file."""

import sqlite3
from datetime import datetime
from pathlib import Path

from quenotte.backups import container, known
from quenotte.backups.container import Refused
from quenotte.base import settings

ELSEWHERE = (
    "the vault's database is PostgreSQL, whose own tools do this: pg_dump --format=custom takes a"
    " backup, pg_restore brings it back (docs/deploy.md)"
)


def database_file() -> Path:
    """Where the vault's SQLite database lies. Refused for another kind of database."""
    described = settings.database("vault")
    if described["ENGINE"] != "quenotte.base.sqlite":
        raise Refused(ELSEWHERE)
    return Path(described["NAME"])


def take(file: Path, *, at: datetime) -> container.Manifest:
    """Write a backup of the vault into a new file. Nobody who uses the vault waits for it.

    Refused where the file exists already, there is no database, or the copy does not hold together.
    """
    database = database_file()
    if file.exists():
        raise Refused(f"{file} exists already; a backup overwrites nothing")
    if not file.parent.is_dir():
        raise Refused(f"the folder {file.parent} does not exist")
    if not database.exists():
        raise Refused(f"there is no database at {database}")
    key = settings.load_secrets("vault").signing
    part = file.with_name(f"{file.name}.database.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    try:
        _copy(database, part)
        with sqlite3.connect(f"{part.as_uri()}?mode=ro", uri=True) as held:
            found = known.of_database(held)
        held.close()
        container.write(file, database=part, key=key, known=found, made=at)
    except sqlite3.DatabaseError as fault:
        raise Refused(f"the database could not be copied: {fault}") from None
    finally:
        part.unlink(missing_ok=True)
        file.with_name(f"{file.name}.part").unlink(missing_ok=True)
    return container.manifest(file)


def _copy(database: Path, to: Path) -> None:
    """All at once: in steps, each write in between would begin the copy anew."""
    source = sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True, timeout=20)
    copy = sqlite3.connect(to)
    try:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        if (answer := copy.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
            raise Refused(f"the database does not hold together: {answer}")
    finally:
        copy.close()
        source.close()
