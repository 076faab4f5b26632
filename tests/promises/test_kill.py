"""What was acknowledged is there after `kill -9`, once; what was not may be sent again."""

import os
import random
import sqlite3
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.promises.submissions import Submission, appointment, free_slots, questionnaire
from tests.promises.vault_server import NotAnswering, VaultServer

CLIENTS = 4
LONGEST_LIFE_SECONDS = 0.6


@dataclass
class Load:
    """People who send without a pause, and what they were told."""

    vault: VaultServer
    slots: Iterator[dict[str, str]]
    acknowledged: dict[str, Submission] = field(default_factory=dict)
    in_doubt: list[Submission] = field(default_factory=list)
    _ends: threading.Event = field(default_factory=threading.Event)
    _clients: list[threading.Thread] = field(default_factory=list)

    def begin(self) -> None:
        self._ends.clear()
        self._clients = [threading.Thread(target=self._live) for _ in range(CLIENTS)]
        for client in self._clients:
            client.start()

    def end(self) -> None:
        self._ends.set()
        for client in self._clients:
            client.join()

    def _live(self) -> None:
        """An appointment, its questionnaire, its correction; until somebody does not answer."""
        try:
            while not self._ends.is_set():
                booked = appointment(next(self.slots))
                self._send(booked)
                self._send(questionnaire(booked))
                self._send(questionnaire(booked))
        except NotAnswering:
            return

    def _send(self, one: Submission) -> None:
        try:
            answer = one.send(self.vault)
        except NotAnswering:
            self.in_doubt.append(one)
            raise
        assert answer.status == 201, answer
        self.acknowledged[one.id] = one

    def ask_again(self) -> int:
        """After a restart: who was in doubt sends the same again; how many had been kept after all."""
        kept = 0
        for one in self.in_doubt:
            answer = one.send(self.vault)
            assert answer.status in (200, 201), answer
            kept += answer.status == 200
            self.acknowledged[one.id] = one
        self.in_doubt.clear()
        return kept


class Slots:
    """Times of many chairs, each given out once, also to several threads at once."""

    def __init__(self, slots: list[dict[str, str]]) -> None:
        self._slots, self._lock = iter(slots), threading.Lock()

    def __iter__(self) -> "Slots":
        return self

    def __next__(self) -> dict[str, str]:
        with self._lock:
            return next(self._slots)


def killed(folder: Path, times: int, seed: int) -> tuple[Load, int]:
    """Kill the vault under load again and again; the load, and how many doubts had been kept."""
    chance = random.Random(seed)
    vault = VaultServer(folder)
    vault.start()
    slots = free_slots(vault)
    chance.shuffle(slots)
    load, kept_after_all = Load(vault, Slots(slots)), 0
    for _ in range(times):
        load.begin()
        time.sleep(chance.uniform(0.02, LONGEST_LIFE_SECONDS))
        vault.kill()
        load.end()
        before = list(load.acknowledged.values())
        vault.start()
        kept_after_all += load.ask_again()
        for one in chance.sample(before, min(20, len(before))):
            assert one.send(vault).status == 200
    vault.stop()
    return load, kept_after_all


def check(folder: Path, load: Load) -> None:
    """Every acknowledged id once, whole: its envelopes, its time, its reach, its message."""
    database = sqlite3.connect(folder / "vault.sqlite3")
    ids = [row[0] for row in database.execute("select id from intake_submission")]
    assert len(ids) == len(set(ids))
    assert set(ids) == {id.replace("-", "") for id in load.acknowledged}
    booked = [one for one in load.acknowledged.values() if one.activity == "appointment"]
    for table, each in {
        "agenda_appointment": 1,
        "notices_reach": 1,
        "notices_notice": 1,
        "agenda_cell": 6,  # half an hour
    }.items():
        [[count]] = database.execute(f"select count(*) from {table}").fetchall()
        assert (table, count) == (table, each * len(booked))
    answered = "select count(*), count(distinct about_id) from intake_submission where activity ="
    [[standing, about]] = database.execute(
        f"{answered} 'questionnaire' and replaced_at is null"
    ).fetchall()
    assert standing == about  # a correction replaced the earlier answers, in one piece
    [[parts]] = database.execute("select count(*) from intake_sealedpart").fetchall()
    assert parts == 2 * len(booked) + standing
    assert database.execute("pragma integrity_check").fetchall() == [("ok",)]
    database.close()


@pytest.mark.parametrize(
    "times", [20, pytest.param(200, marks=pytest.mark.prove)], ids=lambda times: f"{times} kills"
)
def test_what_was_acknowledged_survives_a_kill_and_stands_once(tmp_path: Path, times: int) -> None:
    seed = int.from_bytes(os.urandom(4))
    print(f"seed {seed}")
    load, kept_after_all = killed(tmp_path, times, seed)
    assert len(load.acknowledged) > 10 * times
    print(f"{len(load.acknowledged)} kept, {kept_after_all} of them without a word")
    check(tmp_path, load)
