"""Brings a backup back: verified whole, instructed by each practice, the former database kept beside it.

What was erased since the backup was made is in it again; it is not erased again yet (retention does
that), so whoever restores is told.
"""

import os
import shutil
import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from quenotte import serve
from quenotte.backups import container, known
from quenotte.backups.container import Manifest, Refused
from quenotte.backups.take import database_file
from quenotte.base import settings
from quenotte.base.sqlite import serving


@dataclass(frozen=True)
class Restored:
    manifest: Manifest
    former: Path | None
    behind: tuple[str, ...]  # what is known elsewhere and not in the backup


def restore(file: Path, *, older: bool, at: datetime) -> Restored:
    """Put a backup in the database's place. Refused, with nothing changed:

    while something serves the database; for a file that is cut off or changed; for another vault's;
    when a newer key card, roster or journal is known here or in the second place, unless `older`;
    without each practice's instruction (instruction.NotInstructed).
    """
    database = database_file()
    database.parent.mkdir(parents=True, exist_ok=True)
    if not file.is_file():
        raise Refused(f"there is no file {file}")
    try:
        with serving.alone(str(database)):
            return _restore(file, database, older=older, at=at)
    except serving.Served:
        raise Refused(
            "something serves this database: stop `quenotte serve vault` and `quenotte worker"
            " vault` first"
        ) from None


def _restore(file: Path, database: Path, *, older: bool, at: datetime) -> Restored:
    fresh = database.with_name(f"{database.name}.restoring")
    _remove(fresh)
    try:
        said = container.extract(file, to=fresh)
        _check_vault(said)
        _check_whole(fresh, file)
        present = _present(database)
        behind = (
            *known.behind(said.practices, present or {}, "here it ends"),
            *known.behind(_journals(said), known.of_second_place(_place()), "in the second place"),
        )
        if behind and not older:
            raise Refused(
                f"{file.name} is older than what is known: " + "; ".join(behind) + ". Take a newer"
                " backup, or give --older to go back all the same"
            )
        _instructed(database if present else None, fresh, at=at)
        former = _swap(database, fresh, at)
        return Restored(said, former, behind)
    finally:
        _remove(fresh)


def _check_vault(said: Manifest) -> None:
    """The secret file belongs to the backup; on a new machine there may be none yet."""
    if not settings.secret_file("vault").exists():
        return
    if settings.load_secrets("vault").fingerprint != said.signer:
        raise Refused(
            "this backup was made by another vault: put back the secret file that belongs to it"
            f" (QUENOTTE_VAULT_SECRET_FILE, fingerprint {said.signer})"
        )


def _check_whole(fresh: Path, file: Path) -> None:
    held = sqlite3.connect(fresh)
    try:
        if held.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise Refused(f"the database in {file.name} does not hold together")
        known.of_database(held)
    except sqlite3.DatabaseError:
        raise Refused(f"{file.name} holds no database of a vault") from None
    finally:
        held.close()


def _present(database: Path) -> dict[str, known.Known] | None:
    """How far the present database had come, closed for everybody; None where none can be read."""
    if not database.exists():
        return None
    held = sqlite3.connect(database, timeout=1)
    try:
        # Only somebody who is alone may do this: another open connection is found here.
        held.execute("PRAGMA journal_mode=DELETE")
        return known.of_database(held)
    except sqlite3.OperationalError as fault:
        if "locked" in str(fault):
            raise serving.Served(str(database)) from None
        return None
    except sqlite3.DatabaseError:
        return None
    finally:
        held.close()


def _journals(said: Manifest) -> dict[str, known.Known]:
    """The second place holds journals alone."""
    return {
        slug: known.Known(journal=each.journal, digest=each.digest)
        for slug, each in said.practices.items()
    }


def _place() -> Path | None:
    place = settings.read("QUENOTTE_VAULT_SECOND_PLACE", "")
    return Path(place) if place else None


def _instructed(present: Path | None, fresh: Path, *, at: datetime) -> None:
    """Each practice told us to (P56), by what it signed last; the row stands in its journal."""
    _use(fresh)
    serve.migrate("vault")
    from django.db import transaction

    from quenotte.vault.instructions import services as instructions
    from quenotte.vault.journal import second_place
    from quenotte.vault.journal import services as journal
    from quenotte.vault.practices.models import Practice

    numbers = _cited(present, at) if present else {}
    _use(fresh)
    with transaction.atomic():
        for practice in Practice.objects.exclude(fingerprint=""):
            number = numbers.get(practice.slug)
            if number is None:
                number = instructions.cite(practice=practice, act="restore", at=at).number
            with suppress(second_place.Differs):  # another journal lies there: it is left alone
                journal.take_back(practice=practice)  # so that the chain goes on where it ended
            journal.write(
                practice=practice,
                who=None,
                act=journal.Act.CHANGED,
                what="restore/backup",
                purpose="backups",
                instruction=number,
                at=at,
            )
    _use(fresh)  # closed, so that the file is whole


def _cited(present: Path, at: datetime) -> dict[str, int]:
    """What a practice withdrew since the backup, only the present database knows."""
    from django.db import DatabaseError

    from quenotte.vault.instructions import services as instructions
    from quenotte.vault.practices.models import Practice

    _use(present)
    try:
        open_ones = list(Practice.objects.exclude(fingerprint=""))
        return {
            each.slug: instructions.cite(practice=each, act="restore", at=at).number
            for each in open_ones
        }
    except DatabaseError:  # of an earlier release: the backup's own instructions count
        return {}


def _use(database: Path) -> None:
    """Django speaks to this file from here on."""
    os.environ["QUENOTTE_VAULT_DATABASE"] = f"sqlite:///{database}"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", serve.settings_of("vault"))
    from django.apps import apps
    from django.db import connections

    if apps.ready:
        connections["default"].close()
        connections["default"].settings_dict["NAME"] = str(database)


def _swap(database: Path, fresh: Path, at: datetime) -> Path | None:
    _use(database)
    _settle(fresh)
    former = None
    if database.exists():
        former = database.with_name(f"{database.name}.before-{at:%Y%m%dT%H%M%SZ}")
        _settle(database)
        for end in ("-wal", "-shm"):  # of a database that could not be opened
            beside = Path(f"{database}{end}")
            if beside.exists():
                shutil.move(beside, f"{former}{end}")
        database.rename(former)
    fresh.rename(database)
    container.sync_folder(database.parent)
    return former


def _settle(database: Path) -> None:
    """All of it in the one file: nothing stays in a log beside it."""
    held = sqlite3.connect(database, timeout=1)
    try:
        held.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        held.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.DatabaseError:
        pass
    finally:
        held.close()


def _remove(database: Path) -> None:
    for end in ("", "-wal", "-shm", "-turn", "-serving"):
        Path(f"{database}{end}").unlink(missing_ok=True)
