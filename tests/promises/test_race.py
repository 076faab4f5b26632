"""One time is given once, however many ask for it at the same moment."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.postgresql import started
from tests.promises.submissions import Submission, appointment, free_slots
from tests.promises.vault_server import Answer, VaultServer

ASKING = 50


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def vault(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[VaultServer]:
    folder = tmp_path_factory.mktemp("vault")
    database = started(folder / "postgresql") if request.param == "postgresql" else None
    server = VaultServer(folder, database=database, workers=2)
    server.start()
    yield server
    server.stop()


def all_at_once(vault: VaultServer, submissions: list[Submission]) -> list[Answer]:
    """Every one on its own connection; nobody starts before all are ready."""
    ready = Barrier(len(submissions))

    def send(one: Submission) -> Answer:
        ready.wait()
        return one.send(vault)

    with ThreadPoolExecutor(len(submissions)) as pool:
        return list(pool.map(send, submissions))


def test_fifty_who_want_one_time_make_one_appointment(vault: VaultServer) -> None:
    slot = free_slots(vault)[40]
    answers = all_at_once(vault, [appointment(slot) for _ in range(ASKING)])
    assert Counter(answer.status for answer in answers) == {201: 1, 409: ASKING - 1}
    free = {(each["start"], each["resource"]) for each in free_slots(vault)}
    assert (slot["start"], slot["resource"]) not in free
    for refusal in (answer.said for answer in answers if answer.status == 409):
        offered = {(each["start"], each["resource"]) for each in refusal["alternatives"]}
        assert offered
        assert offered <= free


def test_fifty_who_want_a_time_with_anybody_fill_the_chairs_and_no_more(vault: VaultServer) -> None:
    start = free_slots(vault)[80]["start"]
    chairs = sum(slot["start"] == start for slot in free_slots(vault))
    wishes = [appointment({"start": start}) for _ in range(ASKING)]
    answers = all_at_once(vault, wishes)
    assert Counter(answer.status for answer in answers) == {201: chairs, 409: ASKING - chairs}


def test_one_request_sent_fifty_times_at_once_is_one_request(vault: VaultServer) -> None:
    one = appointment(free_slots(vault)[120])
    answers = all_at_once(vault, [one] * ASKING)
    assert Counter(answer.status for answer in answers) == {201: 1, 200: ASKING - 1}
    assert len({str(answer.said) for answer in answers}) == 1
