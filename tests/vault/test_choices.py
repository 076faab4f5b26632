"""The practice alone chooses, by its signature. The vault keeps all of them and believes none unread."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from quenotte.base import feed, jws
from quenotte.register import SERVICES
from quenotte.vault.feeds import services as feeds
from quenotte.vault.practices import choices, hosting
from quenotte.vault.practices.declared import choices_of, offered_of, register_of
from quenotte.vault.practices.models import Choices as Row
from quenotte.vault.practices.models import Grant, Practice
from tests.vault.conftest import NOW, Browser, Clock, Lea
from tests.vault.test_desk_door import Desk

NOTHING: dict[str, Any] = {
    "periods": {},
    "off": [],
    "contact": None,
    "recipients": [],
    "hosting": None,
    "packs": [],
}
TOO_LONG = {"periods": {"appointment": {"archive": "P20Y"}}}
TITLE = SERVICES["questionnaire"].title
HOST = {
    "name": "Santé Exemple SA",
    "certificate": "HDS-EXEMPLE-0001",
    "version": "2.0",
    "activities": [1, 2, 3, 4, 5, 6],
    "valid_until": "2028-05-16",
    "country": "FR",
    "place": "Lyon, France",
}

DIGEST = "e71d9b1aaef05a37e5c1c32c583d99086fbc5344354654685c47989530977b75"


class Signer:
    """Dr Mast's signing key, as her desk's worker uses it."""

    def __init__(self, practice: Practice) -> None:
        self.practice, self.key = practice, jws.new_key()
        self.last: str | None = None
        self.number = 0
        practice.fingerprint = jws.fingerprint(jws.public(self.key))
        practice.save()

    def sign(
        self, *, key: jws.PrivateKey | None = None, typ: str = choices.TYP, **changes: Any
    ) -> str:
        payload: dict[str, Any] = {
            "v": 1,
            "practice": self.practice.slug,
            "number": self.number + 1,
            "previous": digest(self.last) if self.last else None,
            "issued": "2026-11-23T07:00:00Z",
            "choices": NOTHING | changes.pop("chosen", {}),
        } | changes
        return jws.sign(payload, key=key or self.key, typ=typ)

    def keep(self, **chosen: Any) -> str:
        token = self.sign(chosen=chosen)
        choices.keep(practice=self.practice, token=token, who=None, at=NOW)
        self.last, self.number = token, self.number + 1
        return token


def digest(token: str) -> str:
    return jws.b64(hashlib.sha256(token.encode()).digest())


@pytest.fixture
def signer(mast: Practice) -> Signer:
    return Signer(mast)


@pytest.fixture
def dr_mast(mast: Practice, signer: Signer, clock: Clock) -> Desk:
    desk = Desk(mast, grants=("desk/1", "care/1", "signing"))
    desk.register()
    desk.sign_in()
    return desk


@pytest.fixture
def secretary(mast: Practice, signer: Signer, clock: Clock) -> Desk:
    desk = Desk(mast, role="SECRETARY", grants=("desk/1",))
    desk.register()
    desk.sign_in()
    return desk


def under_french_law(practice: Practice, host: dict[str, Any]) -> None:
    practice.country = "FR"
    practice.public_card = {"slug": practice.slug, "telephone": "+33 1 99 00 00 00"}
    practice.save()
    settings.HOSTING = host


@pytest.fixture(autouse=True)
def hosted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "HOSTING", dict(HOST))


@pytest.mark.claim("P51")
class TestSigning:
    def test_what_the_practice_signs_counts_at_the_next_load(
        self, signer: Signer, mast: Practice
    ) -> None:
        signer.keep(periods={"questionnaire": {"active": "P1D"}})
        assert register_of(mast)["questionnaire"].keep.active.default == "P1D"
        signer.keep(periods={"questionnaire": {"active": "P60D"}})
        assert register_of(mast)["questionnaire"].keep.active.default == "P60D"
        assert [kept.signed.number for kept in choices.history(mast)] == [2, 1]

    @pytest.mark.parametrize(
        ("changes", "field", "reason"),
        [
            ({"typ": "quenotte-key-card"}, "jws", "unsigned"),
            ({"key": jws.new_key()}, "jws", "another-practice"),
            ({"practice": "favre"}, "practice", "another-practice"),
            ({"v": 2}, "v", "unknown"),
            ({"extra": 1}, "v", "unknown"),
            ({"number": "2"}, "number", "malformed"),
            ({"number": True}, "number", "malformed"),
            ({"number": 0}, "number", "malformed"),
            ({"number": 1}, "number", "replayed"),
            ({"number": 3}, "number", "replayed"),
            ({"previous": None}, "previous", "replayed"),
            ({"previous": 7}, "previous", "malformed"),
            ({"issued": "yesterday"}, "issued", "malformed"),
            ({"issued": 20261123}, "issued", "malformed"),
            ({"issued": "2026-11-23T7:00:00Z"}, "issued", "malformed"),
            ({"issued": "2026-11-23T07:00:00Z\n"}, "issued", "malformed"),
            ({"issued": "2026-11-23T07:00:00+00:00"}, "issued", "malformed"),
            ({"issued": "2026-11-31T07:00:00Z"}, "issued", "malformed"),
            ({"issued": "2026-11-23T06:49:59Z"}, "issued", "malformed"),
            ({"issued": "2026-11-23T07:10:01Z"}, "issued", "malformed"),
            ({"issued": "9999-12-31T23:59:59Z"}, "issued", "malformed"),
            ({"chosen": TOO_LONG}, "periods.appointment.archive", "out-of-bounds"),
            ({"chosen": {"off": ["appointment"]}}, "off[0]", "out-of-bounds"),
            ({"chosen": {"packs": ["US"]}}, "packs[0]", "unknown"),
            ({"chosen": {"hosting": "0" * 64}}, "hosting", "unknown"),
            ({"choices": "none"}, "choices", "malformed"),
        ],
    )  # fmt: skip
    def test_anything_else_is_refused_and_the_former_choice_stays(
        self,
        signer: Signer,
        dr_mast: Desk,
        mast: Practice,
        changes: dict[str, Any],
        field: str,
        reason: str,
    ) -> None:
        signer.keep(off=["questionnaire"])
        got = dr_mast.call("PUT", "choices", {"jws": signer.sign(**changes)})
        assert got.status_code == 422
        assert got.json() == {"refused": {"field": field, "reason": reason}}
        assert choices_of(mast).off == {"questionnaire"}
        assert Row.objects.of(mast).count() == 1

    @pytest.mark.parametrize(
        "body", [None, [], {}, {"jws": 1}, {"jws": "é"}, {"jws": "x.y.z"}, {"jws": ""}]
    )
    def test_what_is_not_signed_is_refused(self, dr_mast: Desk, mast: Practice, body: Any) -> None:
        got = dr_mast.call("PUT", "choices", body)
        assert got.status_code == 422
        assert got.json()["refused"]["field"] == "jws"
        assert not Row.objects.of(mast).exists()

    def test_the_same_again_is_answered_again(
        self, signer: Signer, dr_mast: Desk, mast: Practice
    ) -> None:
        token = signer.sign()
        for _ in range(2):
            assert dr_mast.call("PUT", "choices", {"jws": token}).status_code == 204
        assert Row.objects.of(mast).count() == 1

    def test_an_earlier_one_does_not_come_back(
        self, signer: Signer, dr_mast: Desk, mast: Practice
    ) -> None:
        first = signer.keep(off=["questionnaire"])
        signer.keep()
        got = dr_mast.call("PUT", "choices", {"jws": first})
        assert got.json()["refused"] == {"field": "number", "reason": "replayed"}
        assert choices_of(mast).off == frozenset()

    def test_nobody_signs_for_the_practice_next_door(
        self, signer: Signer, dr_mast: Desk, favre: Practice
    ) -> None:
        next_door = Signer(favre)
        got = dr_mast.call("PUT", "choices", {"jws": next_door.sign()})
        assert got.json()["refused"]["reason"] == "another-practice"
        assert not Row.objects.of(favre).exists()

    def test_a_member_without_the_signing_key_changes_nothing(
        self, signer: Signer, secretary: Desk, mast: Practice
    ) -> None:
        assert secretary.call("PUT", "choices", {"jws": signer.sign()}).status_code == 404
        assert not Row.objects.of(mast).exists()
        assert secretary.call("GET", "choices").json()["may"] is False

    def test_nobody_signed_out_reads_or_writes_them(self, dr_mast: Desk, signer: Signer) -> None:
        dr_mast.call("POST", "sign-out")
        for method in ("GET", "PUT"):
            assert dr_mast.call(method, "choices", {"jws": signer.sign()}).status_code == 401


@pytest.mark.claim("P51")
class TestRowsThatSomebodyWrote:
    def rewrite(self, practice: Practice, number: int, token: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE practices_choices SET jws = %s WHERE practice_id = %s AND number = %s",
                [token, practice.pk, number],
            )

    def test_a_changed_row_is_ignored_and_the_one_before_counts(
        self, signer: Signer, mast: Practice
    ) -> None:
        signer.keep(off=["questionnaire"])
        second = signer.keep()
        assert choices_of(mast).off == frozenset()
        head, body, _ = second.split(".")
        self.rewrite(mast, 2, f"{head}.{body}.{'A' * 86}")
        assert choices_of(mast).off == {"questionnaire"}
        self.rewrite(mast, 1, "nothing")
        assert choices_of(mast).off == frozenset()
        assert choices.history(mast) == []

    def test_a_row_that_another_key_signed_counts_for_nothing(
        self, signer: Signer, mast: Practice
    ) -> None:
        signer.keep(off=["questionnaire"])
        forged = signer.sign(key=jws.new_key(), chosen={"off": []})
        signer.keep()
        self.rewrite(mast, 2, forged)
        assert [kept.signed.number for kept in choices.history(mast)] == [1]

    def test_a_signed_row_counts_under_its_own_number_only(
        self, signer: Signer, mast: Practice
    ) -> None:
        first = signer.keep(off=["questionnaire"])
        signer.keep()
        self.rewrite(mast, 2, first)
        assert [kept.signed.number for kept in choices.history(mast)] == [1]

    def test_the_practice_goes_on_from_the_last_that_verifies(
        self, signer: Signer, mast: Practice
    ) -> None:
        first = signer.keep(off=["questionnaire"])
        signer.keep()
        self.rewrite(mast, 2, "nothing")
        signer.last, signer.number = first, 1
        signer.keep(off=[])
        assert [kept.signed.number for kept in choices.history(mast)] == [2, 1]

    def test_rows_of_a_practice_without_keys_count_for_nothing(
        self, signer: Signer, mast: Practice
    ) -> None:
        signer.keep(off=["questionnaire"])
        mast.fingerprint = ""
        assert choices_of(mast).off == frozenset()


@pytest.mark.claim("P5")
class TestAServiceThatIsOff:
    def test_its_address_answers_like_one_that_never_was(
        self, browser: Browser, lea: Lea, signer: Signer
    ) -> None:
        browser.put("appointment", lea.id, lea.request())
        signer.keep(off=["questionnaire"])
        off = browser.put("questionnaire", Lea().id, lea.answers(), bearer=lea.bearer)
        never = browser.put("horoscope", Lea().id, lea.answers(), bearer=lea.bearer)
        assert (off.status_code, off.content) == (404, never.content)
        assert off.headers == never.headers

    def test_its_form_and_its_notice_leave_the_pages(
        self, browser: Browser, signer: Signer, mast: Practice
    ) -> None:
        def page(path: str) -> str:
            got = browser.client.get(path, headers={"Host": mast.host})
            assert got.status_code == 200
            return str(got.content.decode())

        signs = ("form-questionnaire", "notice-questionnaire", "data-begin", 'data-step="review"')
        for path in ("/en/", "/en/link"):
            assert all(sign in page(path) for sign in signs)
        signer.keep(off=["questionnaire"])
        for path in ("/en/", "/en/link"):
            assert not [sign for sign in signs if sign in page(path)]

    def test_the_feed_no_longer_names_it(self, signer: Signer, mast: Practice) -> None:
        def services() -> Any:
            token = feeds.publish(practice=mast, at=NOW)
            return jws.read(token, typ=feed.TYP)[0]["items"]["services"]

        assert services() == ["appointment", "questionnaire"]
        signer.keep(off=["questionnaire"])
        assert services() == ["appointment"]
        assert list(offered_of(mast)) == ["appointment"]

    def test_the_practice_next_door_is_as_it_was(self, signer: Signer, favre: Practice) -> None:
        signer.keep(off=["questionnaire"])
        assert list(offered_of(favre)) == ["appointment", "questionnaire"]

    def test_what_came_before_is_still_opened_at_the_desk(
        self, browser: Browser, lea: Lea, signer: Signer, dr_mast: Desk
    ) -> None:
        browser.put("appointment", lea.id, lea.request())
        answers = Lea()
        browser.put("questionnaire", answers.id, lea.answers(), bearer=lea.bearer)
        signer.keep(off=["questionnaire"])
        got = dr_mast.call("GET", f"envelope/questionnaire/{answers.id}/detail")
        assert got.status_code == 200
        assert "questionnaire" in dr_mast.sign_in().json()["practices"][0]["forms"]


def test_a_chosen_period_stands_in_the_notice(
    browser: Browser, signer: Signer, mast: Practice
) -> None:
    signer.keep(periods={"appointment": {"active": "P6M", "archive": "P2Y"}})
    html = browser.client.get("/en/", headers={"Host": mast.host}).content.decode()
    assert "Erased 2 years after the appointment." in html


def test_a_form_under_the_former_period_is_refused(
    browser: Browser, lea: Lea, signer: Signer
) -> None:
    """The patient was told another period: the page has to be opened again."""
    signer.keep(periods={"appointment": {"active": "P6M"}})
    got = browser.put("appointment", lea.id, lea.request())
    assert got.json()["refused"] == {"field": "form", "reason": "wrong-form"}


class TestHosting:
    def accept(self, signer: Signer) -> None:
        signer.keep(hosting=hosting.digest())

    def ask(self, browser: Browser, lea: Lea) -> Any:
        return browser.put("questionnaire", Lea().id, lea.answers(), bearer=lea.bearer)

    @pytest.mark.parametrize(
        "lacks",
        [
            pytest.param({"valid_until": "2026-11-22"}, id="ended"),
            pytest.param({"valid_until": ""}, id="no-end"),
            pytest.param({"certificate": ""}, id="no-certificate"),
            pytest.param({"version": ""}, id="no-version"),
            pytest.param({"activities": []}, id="no-activities"),
            pytest.param({"country": "US"}, id="outside-the-EEA"),
            pytest.param({"country": "CH"}, id="Switzerland-is-not-the-EEA"),
            pytest.param(None, id="not-accepted"),
        ],
    )
    @pytest.mark.claim("P17e")
    def test_a_lapse_closes_new_questionnaires_of_a_french_practice_and_nothing_else(
        self,
        browser: Browser,
        lea: Lea,
        signer: Signer,
        dr_mast: Desk,
        lacks: dict[str, str] | None,
    ) -> None:
        mast = signer.practice
        under_french_law(mast, HOST | (lacks or {}))
        if lacks is not None:
            self.accept(signer)
        assert browser.put("appointment", lea.id, lea.request()).status_code == 201
        got = self.ask(browser, lea)
        assert got.status_code == 422
        assert got.json() == {"refused": {"field": "form", "reason": "closed"}}
        for path in ("/en/", "/en/link"):
            html = browser.client.get(path, headers={"Host": mast.host}).content.decode()
            assert 'id="questionnaire"' not in html
            assert "Bring what the practice should know on paper" in html
        day = dr_mast.call("GET", "day").json()
        assert day["hosting"]["closed"] is not None
        assert browser.get("link", bearer=lea.bearer).status_code == 200
        assert browser.post("link/cancel", bearer=lea.bearer).status_code == 200

    @pytest.mark.claim("P17e")
    def test_answers_that_came_before_are_still_answered_and_read(
        self, browser: Browser, lea: Lea, signer: Signer, dr_mast: Desk
    ) -> None:
        under_french_law(signer.practice, HOST)
        self.accept(signer)
        browser.put("appointment", lea.id, lea.request())
        answers = Lea()
        sent = ("questionnaire", answers.id, lea.answers())
        assert browser.put(*sent, bearer=lea.bearer).status_code == 201
        settings.HOSTING = HOST | {"valid_until": "2026-11-22"}
        assert browser.put(*sent, bearer=lea.bearer).status_code == 200
        assert self.ask(browser, lea).status_code == 422
        assert dr_mast.call("GET", f"envelope/questionnaire/{answers.id}/detail").status_code == 200

    @pytest.mark.claim("P17e")
    def test_the_desk_says_which_fact_of_the_certificate_is_missing(
        self, signer: Signer, dr_mast: Desk
    ) -> None:
        under_french_law(signer.practice, HOST | {"version": " ", "activities": []})
        self.accept(signer)
        said = dr_mast.call("GET", "choices?language=en").json()["hosting"]
        assert said["closed"] == "incomplete"
        assert said["lacks"] == ["Version of the certificate's rules", "Activities that it covers"]
        assert dr_mast.call("GET", "day").json()["hosting"]["closed"] == "incomplete"

    @pytest.mark.claim("P17e")
    def test_a_swiss_practice_lacks_nothing(self, signer: Signer, dr_mast: Desk) -> None:
        settings.HOSTING = HOST | {"version": ""}
        said = dr_mast.call("GET", "choices?language=en").json()["hosting"]
        assert (said["closed"], said["lacks"]) == (None, [])

    def test_the_digest_is_the_one_that_the_desk_makes(self) -> None:
        """The same figure stands in web/desk/accepting.test.ts."""
        settings.HOSTING = HOST | {"name": 'Santé "Exemple" SA', "place": ""}
        assert hosting.digest() == DIGEST

    @pytest.mark.claim("P17f")
    def test_accepted_and_valid_is_open_and_says_where_before_sending(
        self, browser: Browser, lea: Lea, signer: Signer
    ) -> None:
        mast = signer.practice
        under_french_law(mast, HOST)
        self.accept(signer)
        browser.put("appointment", lea.id, lea.request())
        assert self.ask(browser, lea).status_code == 201
        html = browser.client.get("/en/link", headers={"Host": mast.host}).content.decode()
        assert "Santé" in html
        assert html.count("You may object") == 2  # before the first question, and before sending
        assert "on paper at the practice instead" in html

    @pytest.mark.claim("P17e")
    def test_other_facts_have_to_be_accepted_anew(
        self, browser: Browser, lea: Lea, signer: Signer
    ) -> None:
        under_french_law(signer.practice, HOST)
        self.accept(signer)
        settings.HOSTING = HOST | {"name": "Autre Hébergeur SA"}
        browser.put("appointment", lea.id, lea.request())
        assert self.ask(browser, lea).status_code == 422
        self.accept(signer)
        assert self.ask(browser, lea).status_code == 201

    @pytest.mark.claim("P17e")
    def test_the_certificate_serves_to_the_end_of_its_last_day(
        self, browser: Browser, lea: Lea, signer: Signer
    ) -> None:
        under_french_law(signer.practice, HOST | {"valid_until": "2026-11-23"})
        self.accept(signer)
        browser.put("appointment", lea.id, lea.request())
        assert self.ask(browser, lea).status_code == 201

    @pytest.mark.claim("P17e")
    def test_nothing_closes_for_a_swiss_practice(
        self, browser: Browser, lea: Lea, signer: Signer
    ) -> None:
        settings.HOSTING = {}
        browser.put("appointment", lea.id, lea.request())
        assert self.ask(browser, lea).status_code == 201
        html = browser.client.get("/en/link", headers={"Host": signer.practice.host}).content
        assert b"You may object" not in html

    @pytest.mark.claim("P17e")
    def test_a_swiss_practice_that_chose_french_law_too_is_under_it(
        self, browser: Browser, lea: Lea, signer: Signer
    ) -> None:
        signer.keep(packs=["FR"])
        browser.put("appointment", lea.id, lea.request())
        assert self.ask(browser, lea).status_code == 422

    @pytest.mark.parametrize(
        ("ends", "left"),
        [("2027-01-23", None), ("2027-01-22", 60), ("2026-11-23", 0), ("2026-11-22", -1)],
    )
    def test_everybody_at_the_desk_is_warned_sixty_days_before(
        self, secretary: Desk, ends: str, left: int | None
    ) -> None:
        settings.HOSTING = HOST | {"valid_until": ends}
        assert secretary.call("GET", "day").json()["hosting"]["days_left"] == left


class TestTheDesksPage:
    def test_an_unknown_language_is_refused_by_name(self, dr_mast: Desk) -> None:
        got = dr_mast.call("GET", "choices?language=rm")
        assert got.status_code == 422
        assert got.json()["refused"] == {"field": "language", "reason": "unknown"}

    def test_a_practice_that_never_chose_sees_the_usual_periods(self, dr_mast: Desk) -> None:
        got = dr_mast.call("GET", "choices?language=en").json()
        assert (got["jws"], got["number"], got["choices"]) == (None, 0, None)
        assert got["may"] is True
        periods = {row["activity"]: row["parts"] for row in got["bounds"]["periods"]}
        erased = periods["appointment"][1]
        assert erased["chosen"] == erased["default"]
        assert erased["within"].startswith("From 1 year to 5 years")
        two_years = next(one for one in erased["values"] if one["value"] == "P2Y")
        assert two_years["words"] == "2 years"
        assert two_years["sentence"] == "Erased 2 years after the appointment."
        services = {row["service"]: row for row in got["bounds"]["services"]}
        assert services["appointment"]["fixed"]
        assert not services["questionnaire"]["fixed"]

    def test_the_history_says_what_changed(
        self, dr_mast: Desk, signer: Signer, clock: Clock
    ) -> None:
        signer.keep(off=["questionnaire"])
        signer.keep(
            periods={"appointment": {"archive": "P2Y"}},
            hosting=hosting.digest(),
            contact={"kind": "dpo", "name": "Me Exemple", "email": "dpo@lac.example"},
        )
        got = dr_mast.call("GET", "choices?language=en").json()
        assert [one["number"] for one in got["history"]] == [2, 1]
        assert got["history"][1]["changes"] == [f"{TITLE}: switched off."]
        assert got["history"][0]["changes"] == [
            "Appointments: Erased 3 years after the appointment became 2 years.",
            f"{TITLE}: switched on.",
            "Contact: Me Exemple.",
            "The hosting was accepted.",
        ]
        assert got["hosting"]["accepted"] is True


@pytest.mark.claim("P51")
def test_an_expired_session_signs_nothing(dr_mast: Desk, signer: Signer, clock: Clock) -> None:
    clock.at += timedelta(hours=13)
    assert dr_mast.call("PUT", "choices", {"jws": signer.sign()}).status_code == 401


@pytest.mark.claim("P51")
def test_a_grant_that_is_taken_back_ends_it(dr_mast: Desk, signer: Signer, mast: Practice) -> None:
    Grant.objects.of(mast).filter(key="signing").delete()
    assert dr_mast.call("PUT", "choices", {"jws": signer.sign()}).status_code == 404
