"""The journal lies in a second place too: in order, once, and as it was when the tables are changed."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from quenotte.vault import worker
from quenotte.vault.journal import second_place
from quenotte.vault.journal import services as journal
from quenotte.vault.journal.models import Entry, Head, Tip
from quenotte.vault.journal.verdict import Fault
from quenotte.vault.practices.models import Practice
from tests.vault.conftest import NOW, Clock, make_practice
from tests.vault.test_desk_door import Desk
from tests.vault.test_journal import signed_head, write

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def place(tmp_path: Path, settings: Any) -> Path:
    settings.SECOND_PLACE = tmp_path / "second"
    settings.SECOND_PLACE.mkdir()
    return tmp_path / "second"


@pytest.fixture
def practice(place: Path) -> Practice:
    return make_practice("mast")


def lines(place: Path) -> Iterator[dict[str, Any]]:
    for line in (place / "mast" / "journal.jsonl").read_text().splitlines():
        yield json.loads(line)


def numbers(place: Path) -> list[int]:
    return [line["number"] for line in lines(place)]


def test_each_row_is_there_once_it_is_committed(practice: Practice, place: Path) -> None:
    for _ in range(3):
        write(practice)
    assert list(lines(place)) == [row.as_json() for row in journal.rows(practice)]
    assert (place / "mast" / "journal.jsonl").stat().st_mode & 0o777 == 0o600


def test_what_could_not_be_copied_is_copied_by_the_next_sweep(
    practice: Practice, place: Path, logged: list[str]
) -> None:
    write(practice)
    place.rename(place.with_name("away"))
    write(practice)
    write(practice)
    assert any("could not be copied" in line for line in logged)
    assert not place.exists()  # a disk that is away is not taken for one that is there
    place.with_name("away").rename(place)
    for _ in range(2):
        worker.tick(at=NOW)
    assert numbers(place) == [1, 2, 3]


def test_a_line_that_broke_off_is_written_anew(practice: Practice, place: Path) -> None:
    write(practice)
    file = place / "mast" / "journal.jsonl"
    with file.open("a") as torn:
        torn.write('{"number": 2, "at": "2026')
    assert second_place.end("mast") == journal.newest(practice)
    write(practice)
    assert list(lines(place)) == [row.as_json() for row in journal.rows(practice)]


@pytest.mark.claim("P76b")
def test_a_journal_that_no_longer_continues_its_copy_is_found_and_not_copied(
    practice: Practice, place: Path, logged: list[str]
) -> None:
    for _ in range(4):
        write(practice)
    Entry.objects.of(practice).filter(number__gt=2).delete()
    at = journal.newest(practice)
    assert at
    Tip.objects.of(practice).update(number=at.number, digest=at.digest)
    assert [one.fault for one in journal.check(practice).problems] == [Fault.SHORT]
    for _ in range(3):
        write(practice, what="appointment/1/core")
    assert [one.fault for one in journal.check(practice).problems] == [Fault.REWRITTEN]
    assert numbers(place) == [1, 2, 3, 4]
    assert any("does not continue the copy" in line for line in logged)


def test_after_a_restore_the_rows_come_back_with_their_heads(
    practice: Practice, place: Path, clock: Clock
) -> None:
    desk = Desk(practice)
    desk.register()
    desk.sign_in()
    write(practice, desk.member)
    assert desk.call("PUT", "journal/head", {"jws": signed_head(desk)}).status_code == 204
    write(practice)
    before = journal.rows(practice)
    # The backup knows of the first row alone.
    Entry.objects.of(practice).filter(number__gt=1).delete()
    Head.objects.of(practice).delete()
    Tip.objects.of(practice).update(number=1, digest=before[0].digest)
    assert journal.take_back(practice=practice) == 2
    assert journal.rows(practice) == before
    assert Head.objects.of(practice).count() == 1
    assert journal.check(practice).whole
    assert write(practice).number == 4
    assert journal.take_back(practice=practice) == 0


def test_a_copy_of_another_journal_is_not_taken_back(practice: Practice, place: Path) -> None:
    write(practice)
    write(practice)
    Entry.objects.of(practice).delete()
    Tip.objects.of(practice).update(number=1, digest="A" * 43)
    with pytest.raises(second_place.Differs):
        journal.take_back(practice=practice)
    assert journal.rows(practice) == []


def test_without_a_second_place_the_journal_is_written_all_the_same(settings: Any) -> None:
    settings.SECOND_PLACE = None
    practice = make_practice("mast")
    write(practice)
    worker.tick(at=NOW)
    assert journal.check(practice).whole
