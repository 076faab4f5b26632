"""`register.lock`: the register as it was last recorded, with each change's class and reason.

It lies at the root of the repository and is committed with the change that it records. Here it is read,
compared and written; an installation has none and needs none.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from quenotte.register import REGISTER
from quenotte.register.change import Change, Class
from quenotte.register.derived.changes import classify
from quenotte.register.derived.written import digest, written

LOCK = Path(__file__).parents[2] / "register.lock"
FIRST = "first"  # the class of the record that had none before it


class Refused(Exception):
    """The change was not recorded. The message says what is missing."""


@dataclass(frozen=True)
class Recorded:
    """One line of the history."""

    number: int
    made: date
    class_: str
    why: str
    digest: str
    told: date | None = None

    def as_json(self) -> dict[str, object]:
        said: dict[str, object] = {
            "number": self.number,
            "made": self.made.isoformat(),
            "class": self.class_,
            "why": self.why,
            "digest": self.digest,
        }
        return said | ({"told": self.told.isoformat()} if self.told else {})


def read(path: Path) -> Mapping[str, Any] | None:
    """What was recorded last; None where there is no lock."""
    try:
        lock: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except ValueError:
        raise Refused(f"{path.name} cannot be read; take it from the last commit") from None
    if digest(lock["register"]) != lock["history"][-1]["digest"]:
        raise Refused(f"{path.name} was edited by hand; take it from the last commit")
    return lock


def changed(path: Path, now: Mapping[str, Any]) -> Change | None:
    """What is not recorded yet; None where nothing was ever recorded."""
    lock = read(path)
    return None if lock is None else classify(lock["register"], now)


def record(
    *, path: Path, now: Mapping[str, Any], why: str, told: date | None, at: date
) -> Recorded | None:
    """Write the register down with the reason for its change. None when there is nothing to record.

    Refused: without a reason; a new recipient, or one that sees more, without an earlier day on which the
    practices were told (P36).
    """
    if not why.strip():
        raise Refused('a change is recorded with its reason: --why "…"')
    lock = read(path)
    change = classify(lock["register"], now) if lock else Change(())
    if lock and not change.reasons:
        return None
    if change.to_be_told and told is None:
        raise Refused(
            "a new recipient, or one that sees more, is recorded with the day on which the practices"
            " were told: --told YYYY-MM-DD"
        )
    if told and told > at:
        raise Refused(f"{told} is still to come: the practices have not been told yet")
    history = list(lock["history"]) if lock else []
    line = Recorded(
        number=len(history) + 1,
        made=at,
        class_=change.weighs.value if lock else FIRST,
        why=why.strip(),
        digest=digest(now),
        told=told,
    )
    said = {name: each for name, each in line.as_json().items() if name != "digest"}
    text = {**said, "history": [*history, line.as_json()], "register": now}
    path.write_text(json.dumps(text, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return line


def main(what: str, *, why: str, told: str | None) -> int:
    """`quenotte register changes` and `quenotte register lock`; 1 when something is amiss, with a sentence."""
    try:
        if what == "changes":
            return _print_changes()
        return _print_recorded(why=why, told=told, at=datetime.now(UTC).date())
    except Refused as refusal:
        print(f"not recorded: {refusal}")
        return 1


def _print_changes() -> int:
    change = changed(LOCK, written(REGISTER))
    if change is not None and not change.reasons:
        print("register.lock records the register as it is")
        return 0
    if change is None:
        print("nothing is recorded yet")
    else:
        for weight in reversed(Class):
            reasons = [each for each in change.reasons if each.kind.weighs is weight]
            if reasons:
                print(weight)
            for each in reasons:
                print(f"  {each.path}: {each.kind}")
    told = " --told YYYY-MM-DD" if change and change.to_be_told else ""
    print(f'Record it: quenotte register lock --why "…"{told}')
    return 1


def _print_recorded(*, why: str, told: str | None, at: date) -> int:
    try:
        day = date.fromisoformat(told) if told else None
    except ValueError:
        raise Refused(f"{told!r} is no day; write 2026-11-23") from None
    if not (LOCK.parent / "src" / "quenotte").exists():
        raise Refused("the register is recorded in its repository, and this is an installation")
    line = record(path=LOCK, now=written(REGISTER), why=why, told=day, at=at)
    if line is None:
        print("register.lock records the register as it is")
    else:
        print(f"recorded as number {line.number}: {line.class_}")
    return 0
