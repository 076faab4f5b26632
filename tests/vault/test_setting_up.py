"""A set-up can be left at every step and gone on with; what is kept of it is sealed, and nobody else's."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from quenotte.vault.desk import drafts
from quenotte.vault.desk import services as desk
from quenotte.vault.desk.models import Computer, Invitation, SetupDraft
from quenotte.vault.instructions import services as instructions
from quenotte.vault.practices import commands, services
from quenotte.vault.practices.models import KeyCard, Member, Practice
from tests.vault.conftest import NOW, Clock
from tests.vault.turning import AGE, LOCKED, Turner

HEADERS = {"Host": settings.DESK_HOST, "Sec-Fetch-Site": "same-origin"}
DRAFT = {"step": "sheets", "sealed_key": LOCKED, "age": AGE}


def empty(practice: Practice) -> Turner:
    """A practice whose practitioner was invited, before anything was published."""
    KeyCard.objects.of(practice).delete()
    practice.fingerprint = ""
    practice.save(update_fields=["fingerprint"])
    role = Member.Role.PRACTITIONER
    return Turner(practice, services.add_member(practice=practice, name="Dr Mast", role=role))


def invite(maker: Turner) -> str:
    kind, lasts = Invitation.Kind.SETUP, timedelta(days=7)
    return desk.invite(practice=maker.practice, kind=kind, member=maker.member, lasts=lasts, at=NOW)


@pytest.fixture
def maker(mast: Practice, clock: Clock) -> Turner:
    return empty(mast)


@pytest.fixture
def code(maker: Turner) -> str:
    return invite(maker)


def call(method: str, path: str, code: str, body: Any = None, **headers: str) -> Any:
    return Client().generic(
        method,
        f"/v1/desk/{path}",
        "" if body is None else json.dumps(body),
        content_type="application/json",
        headers=HEADERS | {"Authorization": f"Bearer {code}"} | headers,
    )


def draft_of(code: str) -> Any:
    return call("GET", "setup", code).json()["draft"]


def test_a_step_is_given_back_as_it_was_kept(code: str) -> None:
    assert draft_of(code) is None
    assert call("PUT", "setup/draft", code, DRAFT).status_code == 204
    assert draft_of(code) == DRAFT
    assert call("PUT", "setup/draft", code, DRAFT | {"step": "proof"}).status_code == 204
    assert draft_of(code)["step"] == "proof"
    assert SetupDraft.objects.everywhere("counted").count() == 1


@pytest.mark.claim("P12")
def test_keeping_every_step_publishes_nothing(code: str, maker: Turner) -> None:
    for step in drafts.STEPS:
        assert call("PUT", "setup/draft", code, DRAFT | {"step": step}).status_code == 204
    assert call("PUT", "setup/test", code, {"age": AGE}).status_code == 409
    assert call("DELETE", "setup/draft", code).status_code == 409
    assert draft_of(code) is not None
    maker.practice.refresh_from_db()
    assert not maker.practice.is_open()
    assert not KeyCard.objects.of(maker.practice).exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        pytest.param({"step": "open"}, "step", id="a step that is none"),
        pytest.param({"step": []}, "step", id="a step that is a list"),
        pytest.param({"age": LOCKED}, "age", id="a draft under the passphrase alone"),
        pytest.param({"age": "cGxhaW4="}, "age", id="a draft in clear"),
        pytest.param({"age": None}, "age", id="no draft"),
        pytest.param({"sealed_key": AGE}, "age", id="a key without a passphrase"),
        pytest.param({"sealed_key": "QUdF"}, "age", id="a key in clear"),
    ],
)
def test_what_is_not_sealed_is_not_kept(code: str, change: dict[str, Any], field: str) -> None:
    got = call("PUT", "setup/draft", code, DRAFT | change)
    assert (got.status_code, got.json()["refused"]["field"]) == (422, field)
    assert draft_of(code) is None


def test_a_draft_larger_than_a_set_up_is_not_kept(
    code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "MOST_BYTES", 100)
    assert call("PUT", "setup/draft", code, DRAFT).status_code == 422


def test_a_new_invitation_goes_on_with_the_same_draft(
    code: str, maker: Turner, clock: Clock
) -> None:
    call("PUT", "setup/draft", code, DRAFT)
    again = invite(maker)
    assert draft_of(again) == DRAFT


def test_a_second_link_ends_the_first_and_goes_on_until_the_keys_are_published(
    code: str, maker: Turner
) -> None:
    call("PUT", "setup/draft", code, DRAFT)
    link = commands.invite(slug="mast")
    assert call("GET", "setup", code).status_code == 401
    again = link.partition("#i=")[2]
    assert draft_of(again) == DRAFT
    assert call("POST", "setup", again, maker.setup()).status_code == 201
    with pytest.raises(commands.SetUpAlready):
        commands.invite(slug="mast")


@pytest.mark.claim("P27b")
def test_dr_favre_s_invitation_finds_nothing_of_dr_mast(code: str, favre: Practice) -> None:
    call("PUT", "setup/draft", code, DRAFT)
    theirs = invite(empty(favre))
    assert draft_of(theirs) is None
    assert call("GET", "setup/test", theirs).status_code == 404
    for method, path in (("PUT", "setup/draft"), ("DELETE", "setup/draft"), ("GET", "setup/test")):
        assert call(method, path, code + "x", DRAFT).status_code == 401
    assert draft_of(code) == DRAFT


def test_a_colleague_s_invitation_finds_nothing_of_dr_mast(code: str, maker: Turner) -> None:
    call("PUT", "setup/draft", code, DRAFT)
    role = Member.Role.PRACTITIONER
    colleague = services.add_member(practice=maker.practice, name="Dr Rossi", role=role)
    assert draft_of(invite(Turner(maker.practice, colleague))) is None


def test_another_site_s_page_changes_nothing(code: str) -> None:
    got = call("PUT", "setup/draft", code, DRAFT, **{"Sec-Fetch-Site": "cross-site"})
    assert got.status_code == 401
    assert draft_of(code) is None


def test_everything_comes_in_one_request_and_the_computer_has_its_name(
    code: str, maker: Turner
) -> None:
    call("PUT", "setup/draft", code, DRAFT)
    assert call("POST", "setup", code, maker.setup()).status_code == 201
    mast = maker.practice
    mast.refresh_from_db()
    assert instructions.signed(mast)
    assert Computer.objects.of(mast).get().name == "Reception"
    shown = call("GET", "setup", code).json()
    assert (shown["done"], shown["draft"]["step"]) == (True, "test")
    assert shown["card"] == KeyCard.objects.of(mast).get().jws


def test_once_the_keys_are_published_no_step_is_kept_any_more(code: str, maker: Turner) -> None:
    call("PUT", "setup/draft", code, DRAFT)
    other = invite(maker)
    call("POST", "setup", code, maker.setup())
    for each in (code, other):
        assert call("PUT", "setup/draft", each, DRAFT | {"step": "sheets"}).status_code == 409
    assert draft_of(code)["step"] == "test"


def test_a_test_request_comes_back_as_it_was_sealed(code: str, maker: Turner) -> None:
    call("PUT", "setup/draft", code, DRAFT)
    call("POST", "setup", code, maker.setup())
    assert call("GET", "setup/test", code).status_code == 404
    assert call("PUT", "setup/test", code, {"age": LOCKED}).status_code == 422
    assert call("PUT", "setup/test", code, {"age": AGE}).status_code == 204
    assert call("GET", "setup/test", code).json() == {"age": AGE}


def test_a_set_up_that_is_done_leaves_nothing_behind(code: str, maker: Turner) -> None:
    call("PUT", "setup/draft", code, DRAFT)
    body = maker.setup()
    call("POST", "setup", code, body)
    assert call("DELETE", "setup/draft", code).status_code == 204
    assert not SetupDraft.objects.everywhere("counted").exists()
    for method, path, sent in (
        ("GET", "setup", None),
        ("POST", "setup", body),  # the link registers no further computer
    ):
        assert call(method, path, code, sent).status_code == 401
    assert call("GET", "setup/test", code).status_code == 404
    assert Computer.objects.of(maker.practice).count() == 1


def test_who_knows_only_what_is_public_registers_no_computer(code: str, maker: Turner) -> None:
    """The card is public: that it comes again proves nothing."""
    body = maker.setup()
    call("POST", "setup", code, body)
    again = call("POST", "setup", code, body | {"computer": "Elsewhere"})
    assert again.status_code == 401
    assert Computer.objects.of(maker.practice).count() == 1


def test_a_refused_set_up_spends_no_invitation(code: str, maker: Turner) -> None:
    call("PUT", "setup/draft", code, DRAFT)
    body = maker.setup()
    assert call("POST", "setup", code, body | {"agreement": "x"}).status_code == 422
    maker.practice.refresh_from_db()
    assert not maker.practice.is_open()
    assert call("POST", "setup", code, body).status_code == 201


def test_a_signature_of_yesterday_is_told_so(code: str, maker: Turner, clock: Clock) -> None:
    """The page signs anew and sends it again."""
    body = maker.setup()
    clock.at = NOW + timedelta(days=1)
    got = call("POST", "setup", code, body)
    assert (got.status_code, got.json()["refused"]["field"]) == (422, "issued")


def test_a_draft_that_nobody_goes_on_with_ends(code: str) -> None:
    call("PUT", "setup/draft", code, DRAFT)
    drafts.sweep(at=NOW + drafts.LASTS - timedelta(seconds=1))
    assert SetupDraft.objects.everywhere("counted").exists()
    drafts.sweep(at=NOW + drafts.LASTS)
    assert not SetupDraft.objects.everywhere("counted").exists()


def test_the_camera_may_be_asked_for_on_the_set_up_s_page_alone(db: None) -> None:
    client = Client(headers={"Host": settings.DESK_HOST})
    assert "camera=(self)" in client.get("/en/setup")["Permissions-Policy"]
    assert "camera=()" in client.get("/en/")["Permissions-Policy"]
