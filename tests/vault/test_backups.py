"""A backup comes back whole, instructed and not older than what is known, or nothing is changed."""

import http.client
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from quenotte.backups import container
from quenotte.backups.container import Refused
from quenotte.base.sqlite import serving

ROOT = Path(__file__).parents[2]

STAGED = """
from quenotte import serve
serve.migrate("vault")
from quenotte.vault.journal import services as journal
from quenotte.vault.practices.models import KeyCard, Practice
from tests.vault.conftest import NOW, make_practice
from tests.vault.signing import Owner
"""
OPEN = "owner = Owner(make_practice('mast')); owner.signs_at_set_up()"
UNSIGNED = "make_practice('mast')"
ROW = """
practice = Practice.objects.get(slug="mast")
journal.write(practice=practice, who=None, act="CHANGED", what="sheet/proof", purpose="backups", at=NOW)
"""
TURNED = """
first = KeyCard.objects.of(Practice.objects.get(slug="mast")).get()
KeyCard.objects.create(practice=first.practice, serial=2, jws=first.jws, keys=first.keys, published_at=NOW)
"""
WITHDRAWN = """
owner = Owner.__new__(Owner)
from quenotte.vault.instructions.models import Instruction
Instruction.objects.of(Practice.objects.get(slug="mast")).delete()
"""


@dataclass
class Vault:
    """A vault's folder, and the commands of whoever runs it."""

    folder: Path
    second: bool = True

    @property
    def database(self) -> Path:
        return self.folder / "vault.sqlite3"

    @property
    def backup(self) -> Path:
        return self.folder / "monday.backup"

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if "QUENOTTE" not in name}
        made = {
            "QUENOTTE_DATA": str(self.folder),
            "QUENOTTE_VAULT_DATABASE": f"sqlite:///{self.database}",
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        }
        place = {"QUENOTTE_VAULT_SECOND_PLACE": str(self.folder / "second")} if self.second else {}
        return kept | made | place

    def does(self, what: str) -> None:
        code = STAGED + what
        subprocess.run([sys.executable, "-c", code], check=True, env=self.environment(), cwd=ROOT)

    def says(self, *command: str, **more: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-m", "quenotte.cli", *command],
            check=False,
            capture_output=True,
            text=True,
            env=self.environment() | more,
        )
        return done.returncode, done.stdout + done.stderr

    def takes(self) -> Path:
        status, said = self.says("backup", str(self.backup))
        assert status == 0, said
        return self.backup

    def restores(self, *more: str) -> tuple[int, str]:
        return self.says("restore", str(self.backup), *more)

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.database)) as held:
            return held.execute(query).fetchall()

    def dump(self) -> list[str]:
        with closing(sqlite3.connect(self.database)) as held:
            return list(held.iterdump())

    def journal(self) -> list[tuple[object, ...]]:
        return self.rows("SELECT number, what, instruction FROM journal_entry ORDER BY number")


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    (tmp_path / "second").mkdir()
    return Vault(tmp_path)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Vault:
    """Dr Mast's practice, open and with all its instructions, with a journal of one row, backed up."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "second").mkdir()
    one = Vault(folder)
    one.does(OPEN + ROW)
    one.takes()
    return one


@pytest.fixture
def opened(made: Vault, tmp_path: Path) -> Vault:
    """The same, for one test to break."""
    return Vault(Path(shutil.copytree(made.folder, tmp_path / "vault")))


class TestComingBack:
    def test_puts_everything_back_and_keeps_the_former_database(self, opened: Vault) -> None:
        with closing(sqlite3.connect(opened.database)) as held:
            held.execute("UPDATE practices_practice SET name = 'Somebody else'")
            held.commit()
        status, said = opened.restores()
        assert status == 0, said
        assert opened.rows("SELECT name FROM practices_practice") == [("Cabinet Mast",)]
        (former,) = opened.folder.glob("vault.sqlite3.before-*")
        with closing(sqlite3.connect(former)) as held:
            assert held.execute("SELECT name FROM practices_practice").fetchone() == (
                "Somebody else",
            )
        assert not list(opened.folder.glob("*.restoring*"))

    def test_cites_the_instruction_in_the_journal(self, opened: Vault) -> None:
        opened.restores()
        assert opened.journal()[-2:] == [(6, "sheet/proof", None), (7, "restore/backup", 3)]

    def test_says_that_erasures_are_not_replayed_yet(self, opened: Vault) -> None:
        assert "erasures are not replayed yet" in opened.restores()[1]

    def test_works_on_a_machine_that_has_nothing_else(self, opened: Vault) -> None:
        for each in (*opened.folder.glob("vault.*"), *opened.folder.glob("second/*/*")):
            each.unlink()
        status, said = opened.restores()
        assert status == 0, said
        assert opened.rows("SELECT slug FROM practices_practice") == [("mast",)]

    def test_comes_back_although_the_present_database_cannot_be_read(self, opened: Vault) -> None:
        opened.database.write_bytes(b"nothing that anybody could read" * 500)
        status, said = opened.restores()
        assert status == 0, said
        assert opened.rows("SELECT slug FROM practices_practice") == [("mast",)]


class TestRefusing:
    def unchanged(self, vault: Vault, *more: str) -> str:
        before = vault.dump()
        status, said = vault.restores(*more)
        assert status == 1, said
        assert said.startswith("quenotte: ")
        assert "Traceback" not in said
        assert vault.dump() == before
        assert not list(vault.folder.glob("*.restoring*"))
        return said

    def test_while_something_serves_the_database(self, opened: Vault) -> None:
        named = {"ENGINE": serving.ENGINE, "NAME": str(opened.database)}
        serving.hold(named)
        try:
            assert "something serves this database" in self.unchanged(opened)
        finally:
            os.close(serving._held.pop(str(opened.database)))

    def test_while_a_connection_is_open(self, opened: Vault) -> None:
        with closing(sqlite3.connect(opened.database)) as held:
            held.execute("PRAGMA journal_mode=WAL")
            held.execute("SELECT * FROM practices_practice").fetchall()
            status, said = opened.restores()
        assert (status, "something serves" in said) == (1, True)

    def test_a_changed_byte(self, opened: Vault) -> None:
        whole = bytearray(opened.backup.read_bytes())
        whole[-1000] ^= 1
        opened.backup.write_bytes(whole)
        assert "was changed since it was made" in self.unchanged(opened)

    def test_a_file_that_is_cut_off(self, opened: Vault) -> None:
        opened.backup.write_bytes(opened.backup.read_bytes()[:-5000])
        assert "5000 bytes are missing" in self.unchanged(opened)

    def test_what_is_no_backup(self, opened: Vault) -> None:
        opened.backup.write_bytes(b"%PDF-1.7\n" + b"x" * 4000)
        assert "is no backup of a vault" in self.unchanged(opened)

    def test_the_backup_of_another_vault(self, opened: Vault) -> None:
        (opened.folder / "vault.secret.json").unlink()
        opened.does("")
        assert "made by another vault" in self.unchanged(opened)

    def test_a_backup_from_before_the_last_rotation(self, opened: Vault) -> None:
        opened.does(TURNED)
        said = self.unchanged(opened)
        assert "its key card ends at 1, here it ends at 2" in said
        status, said = opened.restores("--older")
        assert status == 0, said
        assert "Not in it: mast: its key card" in said

    def test_a_backup_whose_journal_is_older_than_the_present_one(self, opened: Vault) -> None:
        opened.second = False
        opened.does(ROW)
        assert "its journal ends at 6, here it ends at 7" in self.unchanged(opened)

    def test_a_backup_that_is_older_than_the_second_place(self, opened: Vault) -> None:
        opened.does(ROW)
        opened.database.unlink()
        status, said = opened.restores()
        assert status == 1
        assert "its journal ends at 6, in the second place at 7" in said

    def test_gone_back_to_all_the_same_its_journal_goes_on_where_it_ended(
        self, opened: Vault
    ) -> None:
        opened.does(ROW)
        opened.database.unlink()
        status, said = opened.restores("--older")
        assert status == 0, said
        lines = (opened.folder / "second" / "mast" / "journal.jsonl").read_text().splitlines()
        rows = [json.loads(line) for line in lines]
        assert [row["number"] for row in rows] == [*range(1, 9)]
        assert rows[-1]["previous"] == rows[-2]["digest"]
        assert rows[-1]["what"] == "restore/backup"

    def test_without_the_practice_s_instruction(self, vault: Vault) -> None:
        vault.does(UNSIGNED)
        vault.takes()
        assert "has not signed the processing agreement" in self.unchanged(vault)

    def test_what_was_withdrawn_since(self, opened: Vault) -> None:
        opened.does(WITHDRAWN)
        assert "has not instructed this" in self.unchanged(opened)

    def test_a_vault_on_postgresql_names_its_own_tools(self, vault: Vault) -> None:
        elsewhere = {"QUENOTTE_VAULT_DATABASE": "postgresql://vault@127.0.0.1/vault"}
        for command in ("backup", "restore"):
            status, said = vault.says(command, str(vault.backup), **elsewhere)
            assert status == 1
            assert "pg_dump" in said


class TestTaking:
    def test_overwrites_nothing(self, opened: Vault) -> None:
        before = opened.backup.read_bytes()
        status, said = opened.says("backup", str(opened.backup))
        assert (status, "exists already" in said) == (1, True)
        assert opened.backup.read_bytes() == before

    def test_is_readable_by_its_owner_alone_and_holds_no_secret(self, opened: Vault) -> None:
        assert opened.backup.stat().st_mode & 0o777 == 0o600
        secrets = json.loads((opened.folder / "vault.secret.json").read_text())
        held = opened.backup.read_bytes()
        for secret in (secrets["django"], secrets["signing"]["d"], secrets["sealing"]):
            assert secret.encode() not in held

    def test_is_refused_after_any_change_of_any_byte(self, opened: Vault, tmp_path: Path) -> None:
        whole = opened.backup.read_bytes()
        first = whole.index(b"\n")
        chosen = random.Random(16)
        places = [*range(0, first + 1, 7), *chosen.sample(range(first, len(whole)), 60)]
        changed = tmp_path / "changed"
        for at in places:
            bytes_ = bytearray(whole)
            bytes_[at] ^= 1 << chosen.randrange(8)
            changed.write_bytes(bytes_)
            with pytest.raises(Refused):
                container.extract(changed, to=tmp_path / "out")
            assert not (tmp_path / "out").exists(), at

    def test_happens_while_the_vault_is_written_to(self, opened: Vault) -> None:
        opened.backup.unlink()
        with closing(sqlite3.connect(opened.database, isolation_level=None)) as held:
            held.execute("PRAGMA journal_mode=WAL")
            held.execute("BEGIN IMMEDIATE")
            held.execute("UPDATE practices_practice SET name = 'not committed'")
            opened.takes()
            held.execute("ROLLBACK")
        assert "mast" in container.manifest(opened.backup).practices


@contextmanager
def served(vault: Vault, file: Path) -> Iterator[tuple[str, int]]:
    running = subprocess.Popen(
        [sys.executable, "-m", "quenotte.cli", "open", str(file)],
        stdout=subprocess.PIPE,
        text=True,
        env=vault.environment(),
    )
    assert running.stdout is not None
    try:
        where = urlsplit(next(word for word in running.stdout.readline().split() if "://" in word))
        assert running.stdout.readline()
        yield str(where.hostname), int(where.port or 0)
    finally:
        running.send_signal(signal.SIGINT)
        running.stdout.close()
        assert running.wait(10) == 0


class TestOpening:
    def got(self, at: tuple[str, int], path: str, host: str = "") -> tuple[int, bytes]:
        with closing(http.client.HTTPConnection(*at, timeout=10)) as asked:
            asked.request("GET", path, headers={"Host": host} if host else {})
            answer = asked.getresponse()
            return answer.status, answer.read()

    def test_serves_the_page_and_the_copies_out_of_a_backup(self, opened: Vault) -> None:
        before = opened.database.read_bytes()
        with served(opened, opened.backup) as at:
            assert at[0] == "127.0.0.1"
            status, page = self.got(at, "/")
            assert (status, b"connect-src &#39;self&#39;" in page) == (200, True)
            status, copy = self.got(at, "/copy/0")
            assert json.loads(copy.splitlines()[0])["practice"]["slug"] == "mast"
            assert "end" in json.loads(copy.splitlines()[-1])
            assert self.got(at, "/copy/1")[0] == 404
            assert self.got(at, "/", host="elsewhere.example")[0] == 421
        assert opened.database.read_bytes() == before

    def test_serves_a_copy_as_it_is(self, vault: Vault) -> None:
        file = vault.folder / "mast.quenotte-copy"
        said = {"v": 1, "kind": "quenotte-copy", "practice": {"name": "Cabinet Mast"}}
        file.write_text(json.dumps(said) + "\n")
        with served(vault, file) as at:
            assert b"Cabinet Mast" in self.got(at, "/")[1]
            assert self.got(at, "/copy/0")[1] == file.read_bytes()

    def test_says_what_it_cannot_open(self, opened: Vault) -> None:
        opened.backup.write_bytes(opened.backup.read_bytes()[:-1])
        status, said = opened.says("open", str(opened.backup))
        assert (status, "is cut off" in said) == (1, True)
        status, said = opened.says("open", str(opened.folder / "nothing"))
        assert (status, "there is no file" in said) == (1, True)
