"""How far each practice had come: read with plain SQL, since one of the databases may be another release's."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self


@dataclass(frozen=True)
class Known:
    """The newest numbers of a practice; 0 where there is none yet."""

    card: int = 0
    roster: int = 0
    journal: int = 0
    digest: str | None = None  # of the journal's newest row

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> Self:
        return cls(
            card=int(said["card"]),
            roster=int(said["roster"]),
            journal=int(said["journal"]),
            digest=said["digest"],
        )


_NEWEST = {
    "card": "SELECT p.slug, MAX(r.serial) FROM practices_keycard r"
    " JOIN practices_practice p ON p.id = r.practice_id GROUP BY p.slug",
    "roster": "SELECT p.slug, MAX(r.number) FROM practices_roster r"
    " JOIN practices_practice p ON p.id = r.practice_id GROUP BY p.slug",
    "journal": "SELECT p.slug, MAX(r.number) FROM journal_entry r"
    " JOIN practices_practice p ON p.id = r.practice_id GROUP BY p.slug",
    "digest": "SELECT p.slug, r.digest FROM journal_entry r"
    " JOIN practices_practice p ON p.id = r.practice_id WHERE r.number ="
    " (SELECT MAX(number) FROM journal_entry WHERE practice_id = r.practice_id)",
}


def of_database(held: sqlite3.Connection) -> dict[str, Known]:
    """Every practice by its slug. sqlite3.DatabaseError when this is no database that can be read."""
    slugs = [slug for (slug,) in held.execute("SELECT slug FROM practices_practice")]
    found: dict[str, dict[str, Any]] = {slug: {} for slug in slugs}
    tables = {name for (name,) in held.execute("SELECT name FROM sqlite_master WHERE type='table'")}
    for name, query in _NEWEST.items():
        table = query.partition(" FROM ")[2].split()[0]
        for slug, newest in held.execute(query) if table in tables else ():
            found[slug][name] = newest
    return {slug: Known(**each) for slug, each in found.items()}


def of_second_place(place: Path | None) -> dict[str, Known]:
    """How far the journals go that lie in the second place (docs/adr/0016)."""
    found = {}
    for file in sorted(place.glob("*/journal.jsonl")) if place and place.is_dir() else ():
        whole = [line for line in file.read_bytes().split(b"\n")[:-1] if line]
        if whole:
            row = json.loads(whole[-1])
            found[file.parent.name] = Known(journal=int(row["number"]), digest=row["digest"])
    return found


def behind(backup: Mapping[str, Known], present: Mapping[str, Known], where: str) -> list[str]:
    """What the backup does not know yet, a sentence each."""
    said = []
    for slug, now in sorted(present.items()):
        then = backup.get(slug)
        if then is None:
            said.append(f"the practice {slug} is not in it")
            continue
        for name, word in (("card", "key card"), ("roster", "roster"), ("journal", "journal")):
            before, after = getattr(then, name), getattr(now, name)
            if before < after:
                said.append(f"{slug}: its {word} ends at {before}, {where} at {after}")
        if then.journal == now.journal and now.digest and then.digest != now.digest:
            said.append(f"{slug}: its journal is another than {where}")
    return said
