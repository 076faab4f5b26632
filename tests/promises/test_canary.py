"""No server holds a patient's data in clear: canaries from every field, searched in everything that they hold."""

import base64
import gzip
import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from quenotte.base import calls
from tests.promises import processes
from tests.promises.canaries import Canaries, Hit, search
from tests.promises.walk import Walked

SEALED_PLANES = ("site", "vault", "site-worker", "vault-worker")
FORGETS_WITHIN_SECONDS = 60.0


def in_files(walked: Walked) -> list[Hit]:
    """Databases with their WAL, logs, secrets, whatever lies in the data and temporary folders."""
    hits = []
    for folder in (walked.demo.folder, walked.temporary):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                hits += search(path.name, path.read_bytes(), walked.canaries)
    for name in SEALED_PLANES:
        for pid in processes.tree(walked.demo.processes[name].pid):
            for path_of_it, held in processes.open_files(pid):
                hits += search(f"{name}: {path_of_it}", held, walked.canaries)
    return hits


def in_memory(walked: Walked, name: str) -> list[Hit]:
    """A part of the demo with all its children."""
    return [
        hit
        for pid in processes.tree(walked.demo.processes[name].pid)
        for piece in processes.memory(pid)
        for hit in search(f"memory of {name}", piece, walked.canaries)
    ]


@pytest.mark.claim("P11", "P15")
def test_no_file_of_any_server_holds_what_a_patient_wrote(walked: Walked) -> None:
    assert len(set(walked.canaries.made)) >= 200
    names = {path.name for path in walked.demo.folder.rglob("*")}
    assert {"vault.sqlite3", "vault.sqlite3-wal", "site.sqlite3", "relay.sqlite3"} <= names
    assert in_files(walked) == []


@pytest.mark.claim("P11", "P15")
@pytest.mark.parametrize("name", SEALED_PLANES)
def test_no_memory_of_site_and_vault_holds_what_a_patient_wrote(walked: Walked, name: str) -> None:
    assert in_memory(walked, name) == []


@pytest.mark.claim("P11")
def test_the_relay_s_memory_forgets_an_address_within_a_minute(walked: Walked) -> None:
    until = time.monotonic() + FORGETS_WITHIN_SECONDS
    while (hits := in_memory(walked, "relay")) and time.monotonic() < until:
        time.sleep(2)
    assert hits == []


@pytest.mark.claim("P21b")
def test_mail_that_left_names_nobody_and_no_reason(walked: Walked) -> None:
    assert len(walked.letters) >= 4
    for letter in walked.letters:
        headers, _, body = letter["raw"].partition("\r\n\r\n")
        others = [line for line in headers.split("\r\n") if not line.startswith("To: ")]
        texts = [letter["subject"], letter["text"], *(a["text"] for a in letter["attachments"])]
        said = "\n".join([*others, body, *texts])
        assert search("mail", said.encode(), walked.canaries) == []
        assert search("To", letter["to"].encode(), walked.canaries) != []


# The search itself, seen to bite.


@pytest.fixture
def in_clear(walked: Walked) -> Iterator[str]:
    """A field that goes in clear: the practice's name takes the patient's surname, until the test ends."""
    database = sqlite3.connect(walked.demo.folder / "vault.sqlite3", timeout=20, autocommit=True)
    [[name]] = database.execute("select name from practices_practice").fetchall()
    [[card]] = database.execute("select public_card from practices_practice").fetchall()
    surname = walked.canaries.word()
    shown = json.dumps(json.loads(card) | {"name": surname}, ensure_ascii=False)
    change = "update practices_practice set name = ?, public_card = ?"
    database.execute(change, (surname, shown))
    yield surname
    database.execute(change, (name, card))
    database.close()


def test_a_field_stored_in_clear_would_be_found(walked: Walked, in_clear: str) -> None:
    assert {hit.where for hit in in_files(walked)} & {"vault.sqlite3", "vault.sqlite3-wal"}


def test_a_field_in_clear_in_a_process_would_be_found(walked: Walked, in_clear: str) -> None:
    base = walked.demo.url("rdv.lac.localhost", "vault")
    assert in_clear.encode() in calls.call("GET", f"{base}/en/", allowed=[base], timeout=10).body
    assert in_memory(walked, "vault") != []


def test_a_line_in_a_log_would_be_found(walked: Walked) -> None:
    log = walked.demo.folder / "logs" / "vault.log"
    before = log.read_text()
    with log.open("a") as lines:
        lines.write(f"WARNING {walked.canaries.address()} did something\n")
    try:
        assert [hit.where for hit in in_files(walked) if hit.where == "vault.log"]
    finally:
        log.write_text(before)


ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "raw": str.encode,
    "latin-1": lambda text: text.encode("latin-1"),
    "base64": lambda text: base64.b64encode(text.encode()),
    "base64, one byte on": lambda text: base64.b64encode(b"." + text.encode()),
    "base64, two bytes on": lambda text: base64.urlsafe_b64encode(b".." + text.encode()),
    "hex": lambda text: text.encode().hex().encode(),
    "url": lambda text: quote(text).encode(),
    "json": lambda text: json.dumps(text).encode(),
    "utf-16": lambda text: text.encode("utf-16"),
    "gzip": lambda text: gzip.compress(text.encode()),
    "gzip of base64": lambda text: gzip.compress(base64.b64encode(text.encode())),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("kind", ["word", "postcode", "address", "number"])
def test_a_canary_is_found_in_every_encoding(encoding: str, kind: str) -> None:
    canaries = Canaries()
    canary = getattr(canaries, kind)()
    held = b"before" + ENCODINGS[encoding](canary) + b"after"
    assert search("there", held, canaries) != []
    assert search("elsewhere", held, Canaries()) == []


def test_canaries_are_searched_where_processes_hold_them(tmp_path: Path) -> None:
    """This very process holds one: its memory and its open files tell."""
    canaries = Canaries()
    held = canaries.words(3)
    with (tmp_path / "open").open("w+") as file:
        file.write(held)
        file.flush()
        Path(file.name).unlink()
        import os

        own = os.getpid()
        assert any(search("", piece, canaries) for piece in processes.memory(own))
        assert any(search("", piece, canaries) for _, piece in processes.open_files(own))
