"""Keys are turned while patients send, ten a second: none is lost, and none is refused for good."""

import base64
import hashlib
import json
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from quenotte.base import calls, jws
from quenotte.demo.run import HOST, Demo, running
from quenotte.register import REGISTER
from quenotte.register.derived.forms import form_version
from tests.journeys.desk import OPENING_MS, Desk
from tests.journeys.patient import Lea
from tests.journeys.stage import People
from tests.journeys.vault_rows import VaultRows

VECTORS = Path(__file__).parents[1] / "vectors"
SEALED = (VECTORS / "envelope-appointment-core.age").read_bytes()
REACH = (VECTORS / "reach.age").read_bytes()
A_SECOND = 10
TURNS = 3


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    with running(folder=None, port=0) as one:
        yield one


@pytest.fixture
def rows(demo: Demo) -> VaultRows:
    return VaultRows(demo)


@dataclass
class Crowd:
    """Patients' pages as the vault sees them: one that is told of newer keys seals once more."""

    demo: Demo
    kept: list[str] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    ends: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.base = self.demo.url(f"rdv.{HOST}", "vault")
        days = self._call("GET", "slots?type=consultation&days=60").json()["days"]
        # On the hour and the half: none of them takes another's time.
        apart = (":00:00Z", ":30:00Z")
        self.moments = iter(
            [slot for day in days for slot in day["slots"] if slot["start"].endswith(apart)]
        )
        self.key = "desk/1"
        self.lock = threading.Lock()

    def _call(self, method: str, path: str, body: Any = None) -> calls.Answer:
        url = f"{self.base}/v1/p/lac/{path}"
        return calls.call(method, url, allowed=[self.base], body=body, timeout=30)

    def run(self) -> None:
        every = 1 / A_SECOND
        due = time.monotonic()
        while not self.ends.is_set():
            threading.Thread(target=self.send).start()
            due += every
            time.sleep(max(0.0, due - time.monotonic()))

    def send(self) -> None:
        with self.lock:
            slot = next(self.moments, None)
        if slot is None:
            return
        id, secret = str(uuid.uuid4()), uuid.uuid4().bytes
        for _ in range(5):
            got = self._call("PUT", f"appointment/{id}", self.body(slot, secret))
            with self.lock:
                self.answers[got.status] += 1
            if got.status in (201, 200):
                with self.lock:
                    self.kept.append(id)
                return
            if got.status != 410:
                break
            token = got.json()["card"]
            self.key = jws.read(token, typ="quenotte-key-card")[0]["keys"]["desk"]["id"]
        self.lost.append(f"{id}: {got.status} {got.body[:120]!r}")

    def body(self, slot: dict[str, str], secret: bytes) -> dict[str, Any]:
        age = base64.b64encode(SEALED).decode()
        return {
            "form": "appointment",
            "version": form_version(REGISTER["appointment"]),
            "key": self.key,
            "facts": {"type": "consultation", "language": "fr"} | slot,
            "parts": [{"part": part, "age": age} for part in ("core", "detail")],
            "reach": {"month": slot["start"][:7], "age": base64.b64encode(REACH).decode()},
            "link": jws.b64(hashlib.sha256(secret).digest()),
        }


def entered(people: People) -> Desk:
    """Everything waits longer: the machine is busy with ten patients a second."""
    desk = people.desk()
    desk.page.set_default_timeout(OPENING_MS)
    desk.page.goto(f"{desk.address}/en/#r={desk.demo.code}")
    expect(desk.page.get_by_label("Passphrase", exact=True)).to_be_visible(timeout=OPENING_MS)
    desk.unlock()
    return desk


def turn_all(desk: Desk, rows: VaultRows) -> None:
    """Only the turn counts here; what is sealed anew afterwards has its own tests."""
    before = rows.one("select max(serial) from practices_keycard")
    desk.page.get_by_role("button", name="People").click()
    view = desk.page.locator("#people")
    view.get_by_role("button", name="Our keys may be copied …").click()
    view.get_by_role("button", name="Turn all keys and seal anew").click()
    deadline = time.monotonic() + 60
    while rows.one("select max(serial) from practices_keycard") == before:
        assert time.monotonic() < deadline
        desk.page.wait_for_timeout(200)


@pytest.mark.prove
@pytest.mark.claim("P12")
def test_nothing_is_lost_while_keys_turn_under_ten_submissions_a_second(
    people: People, demo: Demo, rows: VaultRows
) -> None:
    crowd = Crowd(demo)
    sending = threading.Thread(target=crowd.run)
    sending.start()
    try:
        for _ in range(TURNS):
            desk = entered(people)
            turn_all(desk, rows)
            desk.page.context.close()
    finally:
        crowd.ends.set()
        sending.join()
    time.sleep(5)
    print(f"{len(crowd.kept)} kept, answers {dict(crowd.answers)}, {TURNS} turns")
    assert crowd.lost == []
    known = {uuid.UUID(str(id)).hex for (id,) in rows.all("select id from intake_submission")}
    assert {uuid.UUID(id).hex for id in crowd.kept} <= known
    assert crowd.answers[410] > 0
    # A link that was printed before all of it carries the first fingerprint, and books.
    people.patient().book(Lea(surname="Favrod"), "First visit", later=True)
    newest = rows.one("select keys from practices_keycard order by serial desc")
    used = rows.one("select key from intake_submission order by row desc")
    assert used == json.loads(newest)["desk"]
