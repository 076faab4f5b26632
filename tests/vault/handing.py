"""Two vaults in one process, and Dr Mast's practice on its way from one to the other."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from quenotte.base import jws
from quenotte.base.settings import Secrets
from quenotte.vault.agenda.models import Appointment
from quenotte.vault.handover import bundle as bundles
from quenotte.vault.handover import commands, services
from quenotte.vault.handover.models import Trace
from quenotte.vault.instructions import commands as instructed
from quenotte.vault.intake.models import SealedPart
from quenotte.vault.policies import services as policies
from quenotte.vault.practices.models import KeyCard, Member, Practice
from tests.vault.conftest import NOW, Browser, Clock, Lea
from tests.vault.signing import MEMBER, Owner
from tests.vault.turning import Turner

HERE, THERE = jws.new_key(), jws.new_key()


def fingerprint(key: jws.PrivateKey) -> str:
    return jws.fingerprint(jws.public(key))


@dataclass
class Vaults:
    """This process, as one vault and then as the other."""

    monkeypatch: pytest.MonkeyPatch

    def be(self, key: jws.PrivateKey) -> None:
        self.monkeypatch.setattr(settings, "SECRETS", Secrets("x" * 50, key))

    def move(self, practice: Practice) -> None:
        """From here on we are the receiving vault, which knows nothing of the practice."""
        instructed.erase(practice)
        Trace.objects.all().delete()
        self.be(THERE)


@pytest.fixture
def vaults(monkeypatch: pytest.MonkeyPatch) -> Vaults:
    held = Vaults(monkeypatch)
    held.be(HERE)
    return held


@pytest.fixture
def turner(mast: Practice, clock: Clock, vaults: Vaults) -> Turner:
    """Dr Mast's practice, set up with real signatures."""
    KeyCard.objects.of(mast).delete()
    mast.fingerprint = ""
    mast.save(update_fields=["fingerprint"])
    member = Member.objects.create(
        practice=mast, id=MEMBER, name="Dr Mast", role=Member.Role.PRACTITIONER
    )
    return Turner(mast, member).open()


@pytest.fixture
def owner(turner: Turner) -> Owner:
    held = Owner(turner.practice, key=turner.signing)
    held.signs_at_set_up()
    return held


@pytest.fixture
def asked(owner: Owner, browser: Browser, lea: Lea, spoken_for: Practice) -> Lea:
    """Léa has read the policy, asked for an appointment and sent her answers."""
    policies.publish_known(practice=spoken_for, at=NOW)
    assert browser.put("appointment", lea.id, lea.request()).status_code == 201
    id = str(Appointment.objects.of(owner.practice).get().id)
    sent = browser.put("questionnaire", id[:-1] + "0", lea.answers(), bearer=lea.bearer)
    assert sent.status_code == 201
    return lea


@pytest.fixture
def bundle(asked: Lea, owner: Owner, tmp_path: Path) -> Path:
    owner.once("hand-over", fingerprint(THERE))
    file = tmp_path / "mast.bundle"
    commands.hand_over(slug="mast", to=fingerprint(THERE), file=str(file))
    return file


def take(file: Path, *, sender: str | None = None) -> str:
    return commands.take_over(file=str(file), sender=sender or fingerprint(HERE))


def refusal(do: Callable[[], object]) -> str:
    with pytest.raises(services.Refused) as why:
        do()
    return str(why.value)


def sealed(practice: Practice) -> list[bytes]:
    rows = SealedPart.objects.of(practice).order_by("submission__id", "part")
    return [bytes(part.sealed) for part in rows]


def resealed(file: Path, change: Callable[[list[dict[str, Any]]], None]) -> None:
    """The sending vault itself lies: other rows, and its own signature under them."""
    *rows, end = [json.loads(line) for line in file.read_bytes().splitlines()]
    manifest = json.loads(jws.unb64(end["manifest"].split(".")[1]))
    change(rows)
    with file.open("wb") as out:
        count, sha256 = bundles.write_rows(out, rows)
        said = manifest | {"rows": count, "sha256": sha256}
        signed = jws.sign(said, key=HERE, typ=bundles.TYP)
        out.write(json.dumps({"manifest": signed}).encode() + b"\n")


def drop(table: str) -> Callable[[list[dict[str, Any]]], None]:
    def change(rows: list[dict[str, Any]]) -> None:
        rows[:] = [row for row in rows if row.get("table") != table]

    return change


def put(table: str, **said: Any) -> Callable[[list[dict[str, Any]]], None]:
    def change(rows: list[dict[str, Any]]) -> None:
        for row in rows:
            if row.get("table") == table:
                row["row"] |= said

    return change
