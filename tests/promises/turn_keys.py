"""Turns a practice's keys in a process of its own: `python -m tests.promises.turn_keys BODY`."""

import json
import sys
from pathlib import Path

from quenotte import serve

CLASSES = ("care", "desk", "rights")


def make(folder: Path, count: int) -> None:
    """Sets Dr Mast's practice up; as many tabs of her desk each make a turn that follows."""
    serve.start("vault")
    from quenotte.vault.practices.models import Practice
    from tests.vault.turning import opened

    desk = opened(Practice.objects.get(slug="mast"))
    for number in range(count):
        body = desk.twin().turn("compromised", classes=(CLASSES[number % 3],))
        (folder / f"{number}.json").write_text(json.dumps(body))


def publish(body: Path) -> None:
    serve.start("vault")
    from quenotte.vault.practices import keys
    from quenotte.vault.practices.models import Practice
    from quenotte.vault.practices.statements import Changed
    from tests.vault.conftest import NOW

    practice = Practice.objects.get(slug="mast")
    made = keys.read_turn(json.loads(body.read_text()))
    try:
        keys.turn(practice=practice, by=practice.members.get(), made=made, at=NOW)
        print("published")
    except Changed:
        print("changed")


def count() -> None:
    """How many key cards, rosters and grants there are."""
    serve.start("vault")
    from quenotte.vault.practices.models import Grant, KeyCard, Practice, Roster

    practice = Practice.objects.get(slug="mast")
    print(*(model.objects.of(practice).count() for model in (KeyCard, Roster, Grant)))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["make", folder, many]:
            make(Path(folder), int(many))
        case ["count"]:
            count()
        case [body]:
            publish(Path(body))
