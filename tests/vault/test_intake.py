"""Patients' forms enter sealed, or not at all."""

import base64
import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError

from quenotte.vault.intake.models import SealedPart, Submission
from quenotte.vault.practices.models import KeyCard, Practice
from tests.vault.conftest import FREE, NOW, REACH, SEALED, Browser, Clock, Lea

SECOND_LOCK = SEALED.replace(
    b"\n--- ", b"\n-> X25519 " + b"A" * 43 + b"\n" + b"B" * 43 + b"\n--- ", 1
)
TWICE_LOCKED = SEALED.replace(
    b"\n--- ", b"\n" + SEALED[SEALED.index(b"-> ") : SEALED.index(b"\n--- ")] + b"\n--- ", 1
)


def nothing_is_kept(practice: Practice) -> bool:
    return (
        not Submission.objects.of(practice).exists()
        and not SealedPart.objects.of(practice).exists()
    )


@pytest.mark.claim("P15")
@pytest.mark.parametrize(
    ("sealed", "reason"),
    [
        pytest.param(b'{"diabetes": "yes"}', "not-sealed", id="plain"),
        pytest.param(SEALED[:200], "not-sealed", id="cut in its header"),
        pytest.param(
            SEALED[: SEALED.index(b"\n--- ") + 60], "not-sealed", id="cut after its header"
        ),
        pytest.param(SEALED[:-4000], "malformed", id="cut in its body"),
        pytest.param(SEALED[:-1], "malformed", id="cut by a byte"),
        pytest.param(SEALED + b"x", "malformed", id="longer by a byte"),
        pytest.param(REACH, "wrong-lock", id="classical lock"),
        pytest.param(SECOND_LOCK, "wrong-lock", id="second, classical lock"),
        pytest.param(TWICE_LOCKED, "wrong-lock", id="second lock of the right kind"),
        pytest.param(SEALED.replace(b"mlkem768x25519", b"X25519"), "not-sealed", id="renamed lock"),
        pytest.param(
            SEALED.partition(b"->")[0] + b"--- " + b"A" * 43 + b"\n" + b"x" * 4200,
            "wrong-lock",
            id="no lock",
        ),
    ],
)
def test_what_we_could_read_is_refused(
    browser: Browser, lea: Lea, sealed: bytes, reason: str
) -> None:
    got = browser.put("appointment", lea.id, lea.request(sealed=sealed))
    assert (got.status_code, got.json()) == (422, {"refused": {"field": "parts", "reason": reason}})
    assert nothing_is_kept(browser.practice)


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        pytest.param({"form": "questionnaire"}, "form", "wrong-form", id="another form"),
        pytest.param({"version": "0" * 12}, "form", "wrong-form", id="a former version"),
        pytest.param({"version": "x"}, "version", "malformed", id="no version"),
        pytest.param({"key": "care/1"}, "key", "unknown", id="another class"),
        pytest.param({"key": 1}, "key", "malformed", id="a number for a key"),
        pytest.param({"parts": []}, "parts", "missing", id="no part"),
        pytest.param(
            {"parts": [{"part": "core", "age": "!"}]}, "parts", "not-sealed", id="no base64"
        ),
        pytest.param({"parts": "core"}, "parts", "malformed", id="parts as text"),
        pytest.param({"reach": None}, "reach", "missing", id="no reach"),
        pytest.param(
            {"reach": {"month": "2026-13", "age": ""}}, "reach", "malformed", id="no such month"
        ),
        pytest.param(
            {"reach": {"month": "2026-11", "age": ""}}, "reach", "not-sealed", id="empty reach"
        ),
        pytest.param(
            {"reach": {"month": "2026-12", "age": base64.b64encode(REACH).decode()}},
            "reach",
            "malformed",
            id="a month too long",
        ),
        pytest.param(
            {"reach": {"month": "2026-11", "age": base64.b64encode(SEALED).decode()}},
            "reach",
            "wrong-lock",
            id="a reach that the relay cannot open",
        ),
        pytest.param({"link": "short"}, "link", "malformed", id="no link"),
        pytest.param({"surname": "Modèle"}, "surname", "unknown", id="an identity field in clear"),
        pytest.param({"facts": {"type": "surgery"}}, "type", "unknown", id="unknown type"),
        pytest.param(
            {"facts": {"resource": "nobody"}}, "resource", "unknown", id="unknown resource"
        ),
        pytest.param({"facts": {"language": "xx"}}, "language", "malformed", id="unknown language"),
        pytest.param({"facts": {"name": "Léa"}}, "name", "unknown", id="an undeclared fact"),
        pytest.param({"facts": {"start": "soon"}}, "start", "malformed", id="no instant"),
    ],
)
def test_a_malformed_submission_is_refused_by_its_field(
    browser: Browser, lea: Lea, changes: dict[str, Any], field: str, reason: str
) -> None:
    got = browser.put("appointment", lea.id, lea.request(**changes))
    assert (got.status_code, got.json()) == (422, {"refused": {"field": field, "reason": reason}})
    assert nothing_is_kept(browser.practice)


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"null", b"{", b'"' + b"a" * 99, b"[" * 100_000, b"\xff\xfe"]
)
def test_what_is_no_json_object_is_refused(browser: Browser, lea: Lea, body: bytes) -> None:
    assert browser.put("appointment", lea.id, body).status_code == 422


def test_fifty_megabytes_are_refused_before_they_are_read(browser: Browser, lea: Lea) -> None:
    got = browser.put("appointment", lea.id, b"x" * (50 * 1024 * 1024))
    assert (got.status_code, got.json()) == (
        413,
        {"refused": {"field": "parts", "reason": "too-large"}},
    )


@pytest.mark.parametrize("id", ["1", "x" * 36, "ABCDEF00-0000-0000-0000-000000000000", "../../etc"])
def test_an_id_that_is_none_is_refused(browser: Browser, lea: Lea, id: str) -> None:
    assert browser.put("appointment", id, lea.request()).status_code in (404, 422)


@pytest.mark.claim("P12")
def test_a_retired_key_answers_with_the_new_card(
    browser: Browser, lea: Lea, mast: Practice
) -> None:
    KeyCard.objects.create(
        practice=mast,
        serial=2,
        jws="new",
        keys={"care": "care/2", "desk": "desk/2", "rights": "rights/2"},
        published_at=NOW,
    )
    got = browser.put("appointment", lea.id, lea.request())
    assert (got.status_code, got.json()["card"]) == (410, "new")
    assert nothing_is_kept(mast)
    assert browser.put("appointment", lea.id, lea.request(key="desk/2")).status_code == 201


@pytest.mark.claim("P18")
def test_an_unsealed_file_has_no_way_in(browser: Browser, lea: Lea) -> None:
    got = browser.client.post(
        f"/v1/p/mast/appointment/{lea.id}", {"xray": "x"}, headers={"Host": browser.practice.host}
    )
    assert got.status_code == 405


def test_a_full_disk_says_so_and_keeps_nothing(
    browser: Browser, lea: Lea, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OperationalError("database or disk is full")

    with monkeypatch.context() as during:
        during.setattr("quenotte.vault.intake.services.SealedPart.objects.bulk_create", full)
        got = browser.put("appointment", lea.id, lea.request())
    assert (got.status_code, got.json()) == (
        503,
        {"refused": {"field": None, "reason": "unavailable"}},
    )
    assert nothing_is_kept(browser.practice)
    assert browser.put("appointment", lea.id, lea.request()).status_code == 201


class TestTheQuestionnaire:
    """It belongs to one appointment, until that begins."""

    @pytest.mark.claim("P16")
    def test_is_kept_for_the_link_s_appointment(self, browser: Browser, lea: Lea) -> None:
        browser.put("appointment", lea.id, lea.request())
        form = Lea()
        got = browser.put("questionnaire", form.id, lea.answers(), bearer=lea.bearer)
        assert got.status_code == 201
        assert browser.get("link", bearer=lea.bearer).json()["questionnaire"] is not None

    @pytest.mark.claim("P16")
    def test_is_replaced_by_a_correction_under_a_new_id(
        self, browser: Browser, lea: Lea, mast: Practice
    ) -> None:
        browser.put("appointment", lea.id, lea.request())
        first, second = Lea().id, Lea().id
        browser.put("questionnaire", first, lea.answers(), bearer=lea.bearer)
        browser.put("questionnaire", second, lea.answers(), bearer=lea.bearer)
        held = {
            str(row.id): row for row in Submission.objects.of(mast).filter(activity="questionnaire")
        }
        assert held[first].replaced_at is not None
        assert not held[first].parts.exists()
        assert held[second].replaced_at is None
        # The first id is spent: sending it again brings nothing back.
        again = browser.put("questionnaire", first, lea.answers(), bearer=lea.bearer)
        assert again.status_code == 200
        assert not held[first].parts.exists()

    @pytest.mark.claim("P16")
    def test_is_refused_without_the_link_s_secret(self, browser: Browser, lea: Lea) -> None:
        browser.put("appointment", lea.id, lea.request())
        for bearer in (None, Lea().bearer, "Bearer x", "Basic " + lea.bearer[7:]):
            got = browser.put("questionnaire", Lea().id, lea.answers(), bearer=bearer)
            assert got.status_code == 422
            assert got.json()["refused"]["field"] == "link"

    @pytest.mark.claim("P16")
    def test_is_refused_under_a_link_that_never_was(self, browser: Browser) -> None:
        stranger = Lea()
        got = browser.put("questionnaire", stranger.id, stranger.answers(), bearer=stranger.bearer)
        assert got.json() == {"refused": {"field": "link", "reason": "unknown"}}

    @pytest.mark.parametrize("after", [timedelta(0), timedelta(days=30)])
    @pytest.mark.claim("P16")
    def test_is_refused_once_the_appointment_begins(
        self, browser: Browser, lea: Lea, clock: Clock, after: timedelta
    ) -> None:
        browser.put("appointment", lea.id, lea.request())
        clock.at = FREE + after
        got = browser.put("questionnaire", Lea().id, lea.answers(), bearer=lea.bearer)
        assert (got.status_code, got.json()) == (
            422,
            {"refused": {"field": "link", "reason": "ended"}},
        )

    @pytest.mark.claim("P16")
    def test_is_refused_after_a_cancellation(self, browser: Browser, lea: Lea) -> None:
        browser.put("appointment", lea.id, lea.request())
        browser.post("link/cancel", bearer=lea.bearer)
        got = browser.put("questionnaire", Lea().id, lea.answers(), bearer=lea.bearer)
        assert got.json() == {"refused": {"field": "link", "reason": "ended"}}

    @pytest.mark.claim("P15b")
    def test_is_refused_when_sealed_to_another_class(self, browser: Browser, lea: Lea) -> None:
        browser.put("appointment", lea.id, lea.request())
        got = browser.put("questionnaire", Lea().id, lea.answers(key="desk/1"), bearer=lea.bearer)
        assert got.json() == {"refused": {"field": "key", "reason": "unknown"}}


class TestNextDoor:
    """Another practice's answers exactly like one that does not exist."""

    def test_a_page_of_one_practice_reaches_no_other(
        self, browser: Browser, lea: Lea, favre: Practice
    ) -> None:
        there = browser.put("appointment", lea.id, lea.request(), slug="favre")
        nowhere = browser.put("appointment", lea.id, lea.request(), slug="nobody")
        assert (
            (there.status_code, there.content)
            == (nowhere.status_code, nowhere.content)
            == (404, nowhere.content)
        )
        assert nothing_is_kept(favre)

    def test_a_link_of_one_practice_is_unknown_at_the_other(
        self, browser: Browser, lea: Lea, favre: Practice
    ) -> None:
        browser.put("appointment", lea.id, lea.request())
        other = Browser(favre)
        theirs, never = other.get("link", bearer=lea.bearer), other.get("link", bearer=Lea().bearer)
        assert (theirs.status_code, theirs.content) == (never.status_code, never.content)
        assert theirs.status_code == 404
        got = other.put("questionnaire", Lea().id, lea.answers(), bearer=lea.bearer)
        assert got.json() == {"refused": {"field": "link", "reason": "unknown"}}

    def test_the_same_id_may_exist_at_both(
        self, browser: Browser, lea: Lea, favre: Practice
    ) -> None:
        assert browser.put("appointment", lea.id, lea.request()).status_code == 201
        assert Browser(favre).put("appointment", lea.id, lea.request()).status_code == 201

    def test_a_host_that_is_nobody_s_is_told_nothing(self, browser: Browser) -> None:
        got = browser.client.get("/fr/", headers={"Host": "rdv.nobody.example"})
        assert (got.status_code, got.content) == (421, b"")


def test_an_answer_sets_no_cookie_and_is_not_cached(browser: Browser, lea: Lea) -> None:
    for got in (
        browser.get("card"),
        browser.get("slots?type=control"),
        browser.put("appointment", lea.id, lea.request()),
        browser.get("link", bearer=lea.bearer),
    ):
        assert not got.cookies
        assert got["Cache-Control"] == "no-store"
        assert "default-src 'none'" in got["Content-Security-Policy"]


def test_the_calendar_file_names_the_practice_and_no_reason(browser: Browser, lea: Lea) -> None:
    browser.put("appointment", lea.id, lea.request())
    got = browser.get("link/calendar", bearer=lea.bearer)
    assert got["Content-Type"].startswith("text/calendar")
    text = got.content.decode()
    assert "DTSTART:20261124T080000Z" in text
    assert "Cabinet Mast" in text
    assert "Contr" not in text


def test_a_practice_before_set_up_is_not_open(browser: Browser, lea: Lea, mast: Practice) -> None:
    KeyCard.objects.of(mast).delete()
    assert browser.get("card").json() == {"open": False}
    got = browser.put("appointment", lea.id, lea.request())
    assert got.json() == {"refused": {"field": None, "reason": "unavailable"}}


def test_what_is_not_understood_stays_out_of_the_log(
    browser: Browser, lea: Lea, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("canary-4711")

    monkeypatch.setattr("quenotte.vault.intake.services.receive", broken)
    got = browser.put("appointment", lea.id, json.dumps(lea.request()))
    assert got.status_code == 500
    said = capfd.readouterr()
    assert "canary-4711" not in said.out + said.err + got.content.decode()
    assert lea.id not in said.out + said.err
