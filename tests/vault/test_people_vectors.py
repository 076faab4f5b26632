"""What browsers of version 1 sent while a practice's people changed is taken by every later vault."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pytest_django import Settings

from quenotte.base import succession
from quenotte.vault.practices import keys, leaving, people, services, successions
from quenotte.vault.practices.models import Grant, Joining, KeyCard, Member, Practice
from quenotte.vault.practices.own_pair import read_own
from quenotte.vault.practices.seals import read_seals
from tests.vault.conftest import make_practice

SAID = json.loads((Path(__file__).parents[1] / "vectors" / "people.json").read_text())
AT = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


@pytest.fixture
def practice(db: None, settings: Settings) -> Practice:
    """Dr Mast's practice, after all that its desks sent."""
    settings.RELAY_FINGERPRINT = SAID["relay"]
    practice = make_practice("mast")
    KeyCard.objects.of(practice).delete()
    practice.fingerprint = ""
    practice.save(update_fields=["fingerprint"])
    for each in SAID["people"][:3]:
        services.add_member(
            practice=practice, name=each["name"], role=each["role"], id=UUID(each["id"])
        )
    owner = Member.objects.of(practice).get(role="PRACTITIONER")
    for step in SAID["steps"]:
        take(practice, owner, step)
        practice.refresh_from_db()
        owner.refresh_from_db()
    return practice


def take(practice: Practice, owner: Member, step: dict[str, Any]) -> None:
    match step["do"]:
        case "set-up":
            made = services.read_set_up({"member": step["member"], "turn": step["turn"]})
            services.set_up(practice=practice, member=owner, made=made, at=AT)
        case "seat" | "admit" as do:
            waiting = people.ask(
                member=Member.objects.of(practice).get(pk=step["who"]["id"]),
                kind=Joining.Kind.JOIN if do == "seat" else Joining.Kind.AGAIN,
                own=read_own(step["member"]),
                id=UUID(step["joining"]),
                at=AT,
            )
            let_in = people.seat if do == "seat" else people.admit
            let_in(
                practice=practice,
                by=owner,
                joining=str(waiting.id),
                made=step["roster" if do == "seat" else "admission"],
                grants=read_seals(step["grants"]),
                at=AT,
            )
        case "leave":
            member = Member.objects.of(practice).get(pk=step["who"]["id"])
            leaving.end(member=member, by=owner, on=None, at=AT)
        case "turn":
            keys.turn(practice=practice, by=owner, made=keys.read_turn(step["turn"]), at=AT)


@pytest.mark.claim("P11")
@pytest.mark.claim("P37")
def test_the_vault_takes_what_the_browsers_made(practice: Practice) -> None:
    assert KeyCard.objects.of(practice).count() == 3
    assert list(successions.fingerprints(practice)) == SAID["fingerprints"]
    held = {
        each.name: sorted(Grant.objects.of(practice).filter(member=each).values_list("key", flat=True))
        for each in Member.objects.of(practice)
    }  # fmt: skip
    assert held["Nadia B."] == []
    assert held["Inès R."] == [
        *("cards/care/1", "cards/desk/1", "cards/desk/2", "care/1", "desk/1", "desk/2")
    ]
    assert len(held["Dr Mast"]) == 8


def test_its_successions_lead_from_the_first_key_to_the_last() -> None:
    walked = succession.walk(SAID["fingerprints"][0], SAID["successions"], practice="mast")
    assert list(walked) == SAID["fingerprints"]
