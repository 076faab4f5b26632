"""Who works here is what the practice signed: a vault that hands it over adds nobody, and gives nobody more."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from quenotte.base import jws
from quenotte.vault.handover import commands, services
from quenotte.vault.practices import leaving, people
from quenotte.vault.practices.models import Admission, Grant, Member, Practice
from quenotte.vault.practices.services import add_member
from tests.vault.conftest import NOW, SEALED
from tests.vault.handing import (
    THERE,
    Vaults,
    asked,
    bundle,
    fingerprint,
    owner,
    refusal,
    resealed,
    take,
    turner,
    vaults,
)
from tests.vault.signing import Owner
from tests.vault.turning import Pair, Turner

__all__ = ["asked", "bundle", "owner", "turner", "vaults"]  # fixtures

type Rows = list[dict[str, Any]]
MEMBERS = "practices.Member"


@dataclass
class Team:
    """Inès is an assistant, Nadia forgot her passphrase and was let in again, Paul has left, Rosa is invited."""

    ines: Member
    nadia: Member
    paul: Member
    rosa: Member


@pytest.fixture
def team(turner: Turner) -> Team:
    desk = turner
    ines, _ = desk.hire("Inès R.", "ASSISTANT")
    paul, _ = desk.hire("Paul V.", "SECRETARY")
    nadia, _ = desk.hire("Nadia B.", "SECRETARY")
    pair = Pair()
    waiting = desk.ask(nadia, pair)
    people.admit(
        practice=desk.practice,
        by=Member.objects.of(desk.practice).get(pk=desk.member.pk),
        joining=str(waiting.id),
        made=desk.admission(desk.pair, nadia, pair),
        grants=desk.grants("SECRETARY"),
        at=NOW,
    )
    leaving.end(member=paul, by=desk.member, on=None, at=NOW)
    rosa = add_member(practice=desk.practice, name="Rosa", role="PRACTITIONER")
    return Team(ines, nadia, paul, rosa)


def lied(change: Callable[[Rows, Team], None]) -> Any:
    return pytest.param(change, id=change.__name__.replace("_", "-"))


def row_of(rows: Rows, member: Member) -> dict[str, Any]:
    found = (row["row"] for row in rows if row.get("table") == MEMBERS)
    return next(row for row in found if row["id"] == str(member.pk))


def another(rows: Rows, team: Team, **changes: Any) -> dict[str, Any]:
    """A colleague whom nobody signed."""
    pair = Pair()
    made = row_of(rows, team.ines) | {
        "id": "6f1c2f80-0000-4000-8000-00000000000f",
        "name": "Mallory",
        "recipient": pair.recipient,
        "signing": pair.signing,
        "person": fingerprint(pair.key),
    }
    place = max(at for at, row in enumerate(rows) if row.get("table") == MEMBERS)
    rows.insert(place + 1, {"table": MEMBERS, "row": made | changes})
    return made


def a_colleague_more(rows: Rows, team: Team) -> None:
    another(rows, team)


def somebody_invited_with_a_key(rows: Rows, team: Team) -> None:
    another(rows, team, joined_at=None, sealed_key="", mine="")


def a_higher_role(rows: Rows, team: Team) -> None:
    row_of(rows, team.ines)["role"] = "PRACTITIONER"


def another_recipient(rows: Rows, team: Team) -> None:
    row_of(rows, team.ines)["recipient"] = Pair().recipient


def another_signing_key(rows: Rows, team: Team) -> None:
    row_of(rows, team.ines)["signing"] = Pair().signing


def another_person(rows: Rows, team: Team) -> None:
    row_of(rows, team.ines)["person"] = jws.fingerprint(Pair().signing)


def a_leaver_with_a_file(rows: Rows, team: Team) -> None:
    row_of(rows, team.paul)["sealed_key"] = base64.b64encode(SEALED).decode()


def a_leaver_with_a_key(rows: Rows, team: Team) -> None:
    grant = next(row["row"] for row in rows if row.get("table") == "practices.Grant")
    grant["member"] = str(team.paul.pk)


def an_invitation_with_a_file(rows: Rows, team: Team) -> None:
    row_of(rows, team.rosa)["sealed_key"] = base64.b64encode(SEALED).decode()


def an_invited_one_who_works(rows: Rows, team: Team) -> None:
    row_of(rows, team.rosa)["joined_at"] = row_of(rows, team.ines)["joined_at"]


def the_admission_away(rows: Rows, team: Team) -> None:
    rows[:] = [row for row in rows if row.get("table") != "practices.Admission"]


@pytest.mark.claim("P37")
@pytest.mark.parametrize(
    "change",
    [
        lied(a_colleague_more),
        lied(somebody_invited_with_a_key),
        lied(a_higher_role),
        lied(another_recipient),
        lied(another_signing_key),
        lied(another_person),
        lied(a_leaver_with_a_file),
        lied(a_leaver_with_a_key),
        lied(an_invitation_with_a_file),
        lied(an_invited_one_who_works),
        lied(the_admission_away),
    ],
)
def test_a_member_whom_the_practice_did_not_sign_so_is_refused(
    team: Team,
    bundle: Path,
    owner: Owner,
    vaults: Vaults,
    change: Callable[[Rows, Team], None],
) -> None:
    resealed(bundle, lambda rows: change(rows, team))
    vaults.move(owner.practice)
    assert "a member is not as the practice signed it" in refusal(lambda: take(bundle))
    assert not Practice.objects.exists()


@pytest.mark.claim("P37")
def test_whoever_works_has_left_or_is_invited_comes_along(
    team: Team, bundle: Path, owner: Owner, vaults: Vaults
) -> None:
    vaults.move(owner.practice)
    said = take(bundle)
    practice = Practice.objects.get(slug="mast")
    assert Member.objects.of(practice).count() == 5
    assert Admission.objects.of(practice).count() == 1
    assert f"Its fingerprint: {practice.fingerprint}" in said
    assert "Telephone the practice and compare" in said


def test_a_last_day_is_not_put_off_on_the_way(
    turner: Turner, owner: Owner, asked: object, tmp_path: Path, vaults: Vaults
) -> None:
    member, _ = turner.hire("Inès R.", "ASSISTANT")
    turner.seats[str(member.pk)] |= {"until": "2026-12-31"}
    turner.keep(turner.turn("left"))
    Member.objects.of(turner.practice).filter(pk=member.pk).update(until="2026-12-31")
    file = handed(owner, tmp_path)
    later = {"until": "2030-12-31"}
    resealed(file, lambda rows: row_of(rows, member).update(later))
    vaults.move(owner.practice)
    assert "an earlier last day of Inès R." in refusal(lambda: take(file))


def handed(owner: Owner, folder: Path) -> Path:
    owner.once("hand-over", fingerprint(THERE))
    file = folder / "mast.bundle"
    commands.hand_over(slug="mast", to=fingerprint(THERE), file=str(file))
    return file


def test_rows_that_would_be_refused_there_do_not_leave_here(
    team: Team, asked: object, owner: Owner, tmp_path: Path
) -> None:
    Member.objects.of(owner.practice).filter(pk=team.ines.pk).update(role="PRACTITIONER")
    assert "the roster gives Inès R. another role" in refusal(lambda: handed(owner, tmp_path))
    assert not services.moved(owner.practice)
    assert Grant.objects.of(owner.practice).filter(member=owner.member).exists()
