"""No public key is published before a recovery sheet was proven."""

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from quenotte.base import jws
from quenotte.vault.desk import services as desk
from quenotte.vault.desk.models import Invitation
from quenotte.vault.practices import demo_keys, services
from quenotte.vault.practices.models import Grant, KeyCard, Member, Practice
from tests.vault.conftest import NOW, Clock
from tests.vault.turning import AGE, LOCKED, Turner

HEADERS = {"Host": settings.DESK_HOST, "Sec-Fetch-Site": "same-origin"}
PLAIN = base64.b64encode(b"AGE-SECRET-KEY-PQ-1PLAIN").decode()


@pytest.fixture
def maker(mast: Practice, clock: Clock) -> Turner:
    """Dr Mast's browser, before anything was published."""
    KeyCard.objects.of(mast).delete()
    mast.fingerprint = ""
    mast.save(update_fields=["fingerprint"])
    member = services.add_member(practice=mast, name="Dr Mast", role=Member.Role.PRACTITIONER)
    return Turner(mast, member)


@pytest.fixture
def invited(maker: Turner) -> str:
    return desk.invite(
        practice=maker.practice,
        kind=Invitation.Kind.SETUP,
        member=maker.member,
        lasts=timedelta(days=7),
        at=NOW,
    )


def post(code: str, body: Any) -> Any:
    return Client().post(
        "/v1/desk/setup",
        json.dumps(body),
        content_type="application/json",
        headers=HEADERS | {"Authorization": f"Bearer {code}"},
    )


@pytest.mark.claim("P12")
def test_a_proven_sheet_publishes_the_keys_once(invited: str, maker: Turner) -> None:
    got = post(invited, maker.setup())
    assert got.status_code == 201, got.content
    mast = maker.practice
    mast.refresh_from_db()
    assert mast.is_open()
    assert (mast.fingerprint, mast.proved_at) == (got.json()["fingerprint"], NOW)
    assert "computer" in got.cookies
    again = Turner(mast, maker.member).setup()
    assert post(invited, again).status_code == 401  # the invitation is spent


def test_a_lost_answer_is_answered_again(invited: str, maker: Turner) -> None:
    body = maker.setup()
    assert post(invited, body).status_code == 201
    again = post(invited, body)
    assert (again.status_code, "computer" in again.cookies) == (201, True)
    assert KeyCard.objects.of(maker.practice).count() == 1
    other = body | {"member": maker.pair.own(maker.member) | {"sealed_key": AGE}}
    assert post(invited, other).status_code in (401, 422)


def test_the_practitioner_is_in_the_practice_from_then_on(invited: str, maker: Turner) -> None:
    post(invited, maker.setup())
    member = maker.member
    member.refresh_from_db()
    assert (member.person, member.joined_at) == (jws.fingerprint(maker.pair.signing), NOW)
    assert Grant.objects.of(maker.practice).filter(member=member, key="signing").exists()


Change = Callable[[Turner, dict[str, Any]], dict[str, Any]]


def turned(change: Callable[[Turner, dict[str, Any]], dict[str, Any]]) -> Change:
    """A set-up with another turn of keys in it."""
    return lambda maker, body: body | {"turn": body["turn"] | change(maker, body["turn"])}


def card(**changes: Any) -> Change:
    """A set-up with another key card, proven for that one."""

    def made(maker: Turner, _: dict[str, Any]) -> dict[str, Any]:
        token = maker.sign_card(**changes)
        return {"card": token, "proof": maker.prove(token)}

    return turned(made)


def proof(*, of: str | None = None, **changes: Any) -> Change:
    """A set-up whose proof says something else."""
    return turned(lambda maker, turn: {"proof": maker.prove(of or turn["card"], **changes)})


def own(**changes: Any) -> Change:
    return lambda maker, body: body | {"member": body["member"] | changes}


@pytest.mark.claim("P12")
@pytest.mark.parametrize(
    ("words", "change"),
    [
        pytest.param("is not whole", turned(lambda *_: {"proof": None}), id="no proof"),
        pytest.param("not proven", turned(lambda *_: {"proof": "x"}), id="a proof that is none"),
        pytest.param("not proven", proof(by=jws.new_key()), id="proven by another sheet"),
        pytest.param("another key card", proof(of="x"), id="proven for another card"),
        pytest.param("another key card", proof(practice="favre"), id="proven elsewhere"),
        pytest.param("another practice's", card(practice="favre"), id="a card of Dr Favre"),
        pytest.param("another relay", card(relay="x"), id="another relay"),
        pytest.param("does not follow", card(serial=2), id="not the first card"),
        pytest.param("is not whole", card(keys={}), id="no keys"),
        pytest.param("is not whole", card(v=True), id="a version that is none"),
        pytest.param("is not whole", card(issued=1), id="no date of issue"),
        pytest.param("is not whole", card(more=1), id="more than a card says"),
        pytest.param("does not carry", turned(lambda *_: {"sheet": []}), id="an empty sheet"),
        pytest.param(
            "does not carry",
            turned(lambda _, turn: {"sheet": turn["sheet"][1:]}),
            id="a sheet that lacks a key",
        ),
        pytest.param(
            "exactly those", turned(lambda *_: {"grants": []}), id="nothing for the practitioner"
        ),
        pytest.param(
            "is not sealed",
            turned(
                lambda _, turn: {"grants": [each | {"sealed": PLAIN} for each in turn["grants"]]}
            ),
            id="a key in clear",
        ),
        pytest.param("set up", turned(lambda *_: {"why": "left"}), id="not a first turn"),
        pytest.param("member's key", own(recipient=AGE), id="no member key"),
        pytest.param("not sealed for one holder", own(sealed_key=AGE), id="no passphrase"),
        pytest.param("not sealed for one holder", own(mine=LOCKED), id="not the member's own"),
        pytest.param("file is missing", own(sealed_key=None, mine=None), id="no member file"),
        pytest.param(None, lambda _, body: body | {"agreement": None}, id="no agreement"),
        pytest.param(None, lambda _, body: body | {"instructions": []}, id="no instructions"),
        pytest.param(None, lambda *_: [], id="a list"),
    ],
)
def test_nothing_is_published_without_a_whole_proof(
    invited: str, maker: Turner, words: str | None, change: Change
) -> None:
    got = post(invited, change(maker, maker.setup()))
    assert got.status_code == 422
    assert words is None or words in got.json()["said"]
    maker.practice.refresh_from_db()
    assert not maker.practice.is_open()
    assert not KeyCard.objects.of(maker.practice).exists()
    assert not Grant.objects.of(maker.practice).exists()


def test_another_member_s_key_in_the_roster_is_refused(invited: str, maker: Turner) -> None:
    body = maker.setup(member=Turner(maker.practice, maker.member).pair.own(maker.member))
    assert post(invited, body).status_code in (409, 422)
    assert not KeyCard.objects.of(maker.practice).exists()


def test_the_demo_s_keys_are_refused(
    invited: str, maker: Turner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo_keys, "FINGERPRINT", jws.fingerprint(jws.public(maker.signing)))
    got = post(invited, maker.setup())
    assert (got.status_code, got.json()["said"]) == (422, "these keys are the demo's")


def test_an_unknown_invitation_is_told_nothing(invited: str, maker: Turner) -> None:
    for code in ("", "x", invited + "x"):
        assert post(code, maker.setup()).status_code == 401


def test_a_vault_that_holds_the_demo_s_practice_does_not_start(
    mast: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo_keys.refuse()
    monkeypatch.setattr(demo_keys, "FINGERPRINT", mast.fingerprint)
    with pytest.raises(demo_keys.DemoKeys, match="the practice mast has the demo's keys"):
        demo_keys.refuse()
    monkeypatch.setattr(settings, "DEMO", True)
    demo_keys.refuse()


def test_the_demo_s_bundle_has_the_key_that_is_refused() -> None:
    from quenotte.demo.sample_vault import bundle

    held = bundle()
    assert jws.fingerprint(jws.public(held["signing"])) == demo_keys.FINGERPRINT
    assert held["fingerprint"] == demo_keys.FINGERPRINT


def test_the_demo_s_practice_is_set_up_like_any_other(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from quenotte.demo import sample_vault

    monkeypatch.setattr(settings, "DEMO", True)
    sample_vault.plant(host="rdv.lac.example", relay=settings.RELAY_FINGERPRINT, at=NOW)
    lac = Practice.objects.get(slug="lac")
    assert lac.fingerprint == demo_keys.FINGERPRINT
    assert lac.rosters.get().number == 1
    team = Member.objects.of(lac).order_by("role")
    assert [member.grants.count() for member in team] == [4, 6, 2]
