"""The desk reads what was signed for the Publisher; whoever holds the practice's key signs it."""

from typing import Any

import pytest

from quenotte.vault.instructions import services
from quenotte.vault.instructions.acts import STANDING
from quenotte.vault.policies import exports
from quenotte.vault.practices import commands
from quenotte.vault.practices.models import Practice
from tests.vault.conftest import Clock
from tests.vault.signing import Owner
from tests.vault.test_desk_door import Desk


@pytest.fixture
def owner(mast: Practice) -> Owner:
    return Owner(mast)


@pytest.fixture
def dr_mast(owner: Owner, clock: Clock) -> Desk:
    desk = Desk(owner.practice, grants=("desk/1", "care/1", "signing"))
    desk.register()
    desk.sign_in()
    return desk


@pytest.fixture
def secretary(owner: Owner, clock: Clock) -> Desk:
    desk = Desk(owner.practice, role="SECRETARY", grants=("desk/1",))
    desk.register()
    desk.sign_in()
    return desk


def shown(desk: Desk) -> dict[str, Any]:
    got = desk.call("GET", "instructions?language=en")
    assert got.status_code == 200
    body: dict[str, Any] = got.json()
    return body


def signed(owner: Owner, desk: Desk, *acts: str, **changes: Any) -> str:
    return owner.instruction(*acts, member=str(desk.member.id), **changes)


@pytest.mark.claim("P56")
def test_the_practitioner_signs_and_takes_back(owner: Owner, dr_mast: Desk) -> None:
    member = str(dr_mast.member.id)
    agreement = owner.agreement(member=member)
    assert dr_mast.call("PUT", "agreement", {"jws": agreement}).status_code == 204
    first = signed(owner, dr_mast, "computer")
    for _again in range(2):
        assert dr_mast.call("PUT", "instructions", {"jws": first}).status_code == 204
    owner.last, owner.number = first, 1
    commands.computer(slug="mast")
    said = shown(dr_mast)
    assert said["agreement"]["signed"]["who"] == "Dr Mast"
    assert said["agreement"]["signed"]["changed"] is False
    assert said["last"] == first
    [one] = said["instructions"]
    assert one | {"done": []} == {
        "number": 1,
        "issued": "2026-11-23T07:00:00Z",
        "who": "Dr Mast",
        "acts": ["computer"],
        "until": None,
        "about": None,
        "in_force": True,
        "withdrawn": None,
        "done": [],
    }
    assert one["done"] == [
        {"at": "2026-11-23T07:00:00Z", "act": "CHANGED", "what": "computer/link"}
    ]
    back = signed(owner, dr_mast, withdraws=1)
    assert dr_mast.call("PUT", "instructions", {"jws": back}).status_code == 204
    [one] = shown(dr_mast)["instructions"]
    assert one["in_force"] is False
    assert one["withdrawn"] == {"at": "2026-11-23T07:00:00Z", "who": "Dr Mast"}


def test_before_anything_is_signed_it_says_so(dr_mast: Desk) -> None:
    said = shown(dr_mast)
    assert said["may"] is True
    assert said["agreement"]["signed"] is None
    assert (said["last"], said["instructions"], said["untold"]) == (None, [], 0)
    assert [act["act"] for act in said["acts"] if act["standing"]] == list(STANDING)
    assert [act["act"] for act in said["acts"] if act["once"]] == ["purge", "hand-over"]
    assert all(act["title"] and act["words"] for act in said["acts"])


@pytest.mark.claim("P56")
@pytest.mark.parametrize("path", ["instructions", "agreement"])
def test_whoever_lacks_the_signing_key_signs_nothing(
    owner: Owner, secretary: Desk, path: str
) -> None:
    member = str(secretary.member.id)
    jws = {
        "instructions": owner.instruction("publish", member=member),
        "agreement": owner.agreement(member=member),
    }[path]
    assert secretary.call("PUT", path, {"jws": jws}).status_code == 404
    assert shown(secretary)["may"] is False
    assert not services.history(owner.practice)
    assert services.agreement(owner.practice) is None


@pytest.mark.claim("P56")
def test_nobody_signs_in_a_colleague_s_name(owner: Owner, dr_mast: Desk, secretary: Desk) -> None:
    token = signed(owner, secretary, "publish")
    got = dr_mast.call("PUT", "instructions", {"jws": token})
    assert got.status_code == 422
    assert got.json() == {"refused": {"field": "member", "reason": "unknown"}}


@pytest.mark.parametrize("body", [{}, {"jws": 1}, {"jws": "é"}, {"jws": "a.b.c"}])
def test_what_is_no_signature_is_refused(dr_mast: Desk, body: dict[str, Any]) -> None:
    for path in ("instructions", "agreement"):
        got = dr_mast.call("PUT", path, body)
        assert got.status_code == 422
        assert got.json()["refused"]["field"] == "jws"


def test_nothing_is_shown_next_door(dr_mast: Desk, owner: Owner, favre: Practice) -> None:
    owner.signs_at_set_up()
    desk = Desk(favre, grants=("desk/1",))
    desk.register()
    desk.sign_in()
    said = shown(desk)
    assert (said["instructions"], said["agreement"]["signed"]) == ([], None)
    assert desk.call("GET", "instructions?practice=mast").status_code == 404


def test_a_language_that_nobody_speaks_here_is_refused(dr_mast: Desk) -> None:
    assert dr_mast.call("GET", "instructions?language=xx").status_code == 422


def test_without_a_session_nothing_is_shown(owner: Owner, clock: Clock) -> None:
    desk = Desk(owner.practice)
    desk.register()
    for method in ("GET", "PUT"):
        assert desk.call(method, "instructions").status_code == 401


def test_a_new_address_asks_for_no_new_signature_a_new_service_does(
    owner: Owner, dr_mast: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = owner.agreement(member=str(dr_mast.member.id))
    assert dr_mast.call("PUT", "agreement", {"jws": token}).status_code == 204
    owner.practice.public_card = {"slug": "mast", "controller": "Dr Mast", "street": "1 quai"}
    owner.practice.save(update_fields=["public_card"])
    signed = shown(dr_mast)["agreement"]["signed"]
    assert signed["changed"] is False
    assert signed["digest"] != shown(dr_mast)["agreement"]["digest"]
    fewer = exports.activities_of(owner.practice)[1:]
    monkeypatch.setattr(exports, "activities_of", lambda practice: fewer)
    assert shown(dr_mast)["agreement"]["signed"]["changed"] is True
