"""Each version of the policy stays: made when the text changes, the same bytes for ever, never a forged one."""

import hashlib
import json
import re
import zlib
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from quenotte.base import calls, feed, jws
from quenotte.register.claims import state as state_of
from quenotte.register.derived.published import read
from quenotte.vault import worker
from quenotte.vault.feeds import services as feeds
from quenotte.vault.policies import services, spoken
from quenotte.vault.policies.models import Immutable, Page, Version
from quenotte.vault.practices.declared import register_of
from quenotte.vault.practices.models import Practice
from tests.vault.conftest import NOW, Clock
from tests.vault.test_choices import Signer
from tests.vault.test_desk_door import Desk

LANGUAGES = ("fr", "en", "de", "it")
CARD = {
    "slug": "mast",
    "name": "Cabinet Mast",
    "controller": "Dr Mast",
    "street": "12 rue des Bains",
    "postcode": "1205",
    "city": "Genève",
    "country": "CH",
    "telephone": "+41 22 555 01 23",
    "languages": ["fr", "en"],
}


@pytest.fixture
def lac(mast: Practice, clock: Clock) -> Practice:
    mast.public_card = dict(CARD)
    mast.save()
    return mast


@pytest.fixture
def visitor(lac: Practice) -> Client:
    return Client(headers={"Host": lac.host}, raise_request_exception=False)


def inside() -> Client:
    return Client(headers={"Host": settings.INTERNAL_HOST}, raise_request_exception=False)


def move(practice: Practice, street: str = "1 quai du Lac") -> None:
    """The text of the policy changes: the controller has another address."""
    practice.public_card = practice.public_card | {"street": street}
    practice.save()


def publish(practice: Practice, days: int = 0) -> Version:
    return services.publish(practice=practice, at=NOW + timedelta(days=days))


def text(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", page.content.decode())).replace("\xa0", " ")


@pytest.mark.claim("P2")
def test_before_the_site_has_said_who_answers_there_is_no_policy(mast: Practice) -> None:
    reader = Client(headers={"Host": mast.host})
    assert reader.get("/en/privacy").status_code == 404
    assert services.all_of(mast) == []


@pytest.mark.claim("P2")
@pytest.mark.parametrize(
    ("card", "made"),
    [
        ({"name": "Cabinet Mast", "telephone": "+41 22 555 01 23"}, False),
        ({"name": "Cabinet Mast", "controller": " "}, False),
        ({"street": "12 rue des Bains"}, False),
        ({"name": "Cabinet Mast", "street": "12 rue des Bains"}, True),
        ({"controller": "Dr Mast"}, True),
        ({"controllers": [{"name": "Dr Mast", "address": "", "resources": []}]}, True),
    ],
)
def test_no_policy_is_made_without_somebody_who_answers(
    mast: Practice, card: dict[str, Any], made: bool
) -> None:
    mast.public_card = card
    mast.save()
    policy = services.publish_known(practice=mast, at=NOW)
    assert (policy is not None) is made
    assert len(services.all_of(mast)) == made


@pytest.mark.claim("P1")
def test_an_earlier_text_rewritten_with_its_digest_is_found_by_the_next_one(lac: Practice) -> None:
    first = publish(lac)
    move(lac)
    publish(lac, days=1)
    forged = services.canonical(first).replace(b"12 rue des Bains", b"13 rue des Bains")
    Version.objects.of(lac).filter(number=1).update(
        canonical=zlib.compress(forged), sha256=hashlib.sha256(forged).hexdigest()
    )
    with pytest.raises(services.Altered):
        services.canonical(services.at(practice=lac, number=1))


@pytest.mark.claim("P5b")
def test_what_was_given_stays_in_the_text_after_its_service_was_switched_off(
    lac: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: set[str] = set()
    off = {key: one for key, one in register_of(lac).items() if key != "questionnaire"}
    monkeypatch.setattr(spoken, "register_of", lambda practice: off)
    monkeypatch.setattr(spoken, "_still_kept", lambda practice, activity: activity.key in kept)
    gone = services.sections(publish(lac))["en"]
    assert "questionnaire" not in {section.key for section in gone}
    kept.add("questionnaire")
    [still] = (
        one for one in services.sections(publish(lac, days=1))["en"] if one.key == "questionnaire"
    )
    assert still.sentences[0].text.startswith("This is no longer offered here")


@pytest.mark.claim("P1")
def test_a_text_that_changed_is_the_next_version_and_the_same_text_is_none(lac: Practice) -> None:
    first = publish(lac)
    assert publish(lac, days=1) == first
    move(lac)
    second = publish(lac, days=2)
    assert (first.number, second.number, second.effective_date) == (1, 2, date(2026, 11, 25))
    assert first.sha256 != second.sha256
    assert services.current(practice=lac, at=NOW) == second
    assert services.at(practice=lac, number=1) == first


@pytest.mark.claim("P1")
def test_its_date_is_the_day_at_the_practice(lac: Practice) -> None:
    late = NOW.replace(hour=23, minute=30)  # half past midnight in Geneva
    assert services.publish(practice=lac, at=late).effective_date == date(2026, 11, 24)


@pytest.mark.claim("P1")
def test_a_version_holds_all_languages_and_the_digest_of_its_bytes(
    visitor: Client, lac: Practice
) -> None:
    version = publish(lac)
    bytes_ = visitor.get("/privacy/1.json").content
    assert hashlib.sha256(bytes_).hexdigest() == version.sha256
    assert tuple(sorted(read(bytes_))) == tuple(sorted(LANGUAGES))
    assert (
        bytes_
        == json.dumps(
            json.loads(bytes_), ensure_ascii=False, sort_keys=True, separators=(",", ":")
        ).encode()
    )
    for language in LANGUAGES:
        for path in (f"/{language}/privacy", f"/{language}/privacy/1"):
            assert version.sha256 in visitor.get(path).content.decode()


@pytest.mark.claim("P1")
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_old_address_gives_the_same_bytes_for_ever(
    visitor: Client, lac: Practice, language: str, clock: Clock
) -> None:
    publish(lac)
    before = visitor.get(f"/{language}/privacy/1")
    lac.name, lac.zone = "Another name", "Asia/Tokyo"
    lac.save()
    move(lac)
    publish(lac, days=400)
    clock.at = NOW + timedelta(days=4000)
    after = visitor.get(f"/{language}/privacy/1")
    assert after.content == before.content
    assert after["ETag"] == before["ETag"]
    again = visitor.get(f"/{language}/privacy/1", headers={"If-None-Match": before["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_permanent_page_names_nothing_that_another_build_could_rename(
    visitor: Client, lac: Practice
) -> None:
    publish(lac)
    html = visitor.get("/en/privacy/1").content.decode()
    assert "/static/" not in html
    assert "<script" not in html
    assert "tel:" not in html
    style = re.search(r'<link rel="stylesheet" href="([^"]+)">', html)
    assert style is not None
    assert visitor.get(style[1])["Location"].startswith("/static/patient.")


@pytest.mark.claim("P77")
def test_the_policy_in_force_says_its_text_with_the_state_of_each_sentence(
    visitor: Client, lac: Practice
) -> None:
    version = services.current(practice=lac, at=NOW)
    html = visitor.get("/en/privacy").content.decode()
    blocks = html.split('<div class="claim" data-claim="')[1:]
    said = [one for section in services.sections(version)["en"] for one in section.sentences]
    assert [block.partition('"')[0] for block in blocks] == [one.claim for one in said]
    words = {"proven": "Proven", "failing": "Failing", "unverified": "Not verified here"}
    for block in blocks:
        claim = block.partition('"')[0]
        assert words.get(state_of(claim, {}).value, "Not built yet") in block


@pytest.mark.claim("P1")
def test_the_policy_in_force_names_its_version_its_date_and_every_earlier_one(
    visitor: Client, lac: Practice
) -> None:
    publish(lac)
    move(lac)
    publish(lac, days=1)
    page = visitor.get("/en/privacy")
    assert "Version 2, in force since 24 November 2026." in text(page)
    html = page.content.decode()
    for link in ("/en/privacy/2", "/en/privacy/1", "/en/privacy/2/changes", "/privacy/2.json"):
        assert f'href="{link}"' in html
    assert "/en/privacy/1/changes" not in html
    assert "https://rdv.mast.example/en/privacy/2" in text(page)


def test_what_changed_is_told_in_words_not_by_colour_alone(visitor: Client, lac: Practice) -> None:
    publish(lac)
    move(lac)
    publish(lac)
    page = visitor.get("/en/privacy/2/changes")
    html = page.content.decode()
    assert "Before: Dr Mast, 12 rue des Bains, 1205 Genève" in text(page)
    assert "Now: Dr Mast, 1 quai du Lac, 1205 Genève" in text(page)
    assert "<del>12 rue des Bains,</del>" in html
    assert "<ins>1 quai du Lac,</ins>" in html
    assert "This is the first version" in text(visitor.get("/en/privacy/1/changes"))


def test_a_change_of_one_language_is_named_in_the_others(visitor: Client, lac: Practice) -> None:
    publish(lac)
    said = json.loads(services.canonical(publish(lac)))
    said["languages"]["de"][0]["title"] = "Wer hier entscheidet"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(services, "canonical_of", lambda _: json.dumps(said).encode())
        assert publish(lac).number == 2
    page = visitor.get("/fr/privacy/2/changes")
    assert 'href="/de/privacy/2/changes" lang="de"' in page.content.decode()
    assert "Wer hier entscheidet" in text(visitor.get("/de/privacy/2/changes"))
    said["languages"]["de"][0]["sentences"].reverse()
    said["languages"] = {
        code: [*reversed(sections)] for code, sections in said["languages"].items()
    }
    said["languages"]["de"][-1]["sentences"].reverse()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(services, "canonical_of", lambda _: json.dumps(said).encode())
        publish(lac)
    assert visitor.get("/en/privacy/3/changes").status_code == 200
    assert "<ins>" not in visitor.get("/en/privacy/3/changes").content.decode()


@pytest.mark.claim("P78")
@pytest.mark.parametrize(
    ("path", "wanted", "language"),
    [
        pytest.param("/de/privacy/9", "", "de", id="a-version-that-never-was"),
        pytest.param("/de/privacy/9/changes", "", "de", id="its-changes"),
        pytest.param("/fr/privacy/0", "", "fr", id="nought"),
        pytest.param("/fr/privacy/1e3", "", "fr", id="no-number"),
        pytest.param("/fr/privacy/99999999999999999999", "", "fr", id="too-large-a-number"),
        pytest.param("/es/privacy", "en-GB", "en", id="an-unknown-language"),
        pytest.param("/es/privacy/1", "", "fr", id="an-unknown-language-and-no-wish"),
        pytest.param("/privacy/9.json", "en", "en", id="a-document-that-never-was"),
    ],
)
def test_what_never_was_is_not_there_and_the_page_leads_to_the_one_in_force(
    visitor: Client, lac: Practice, path: str, wanted: str, language: str
) -> None:
    publish(lac)
    page = visitor.get(path, headers={"Accept-Language": wanted})
    assert page.status_code == 404
    assert f'<html lang="{language}">' in page.content.decode()
    assert f'href="/{language}/privacy"' in page.content.decode()
    assert visitor.get(f"/{language}/privacy").status_code == 200


def test_a_script_gets_no_page_for_what_is_not_there(visitor: Client) -> None:
    answer = visitor.get("/v1/p/nobody/card")
    assert answer.status_code == 404
    assert answer.json() == {"refused": {"field": None, "reason": "unknown"}}


def test_a_neighbour_s_version_is_one_that_never_was(
    visitor: Client, lac: Practice, favre: Practice
) -> None:
    publish(lac)
    publish(favre)
    move(favre)
    publish(favre)
    assert visitor.get("/en/privacy/2").status_code == 404
    assert visitor.get("/privacy/2.json").status_code == 404
    assert "Favre" not in visitor.get("/privacy/1.json").content.decode()


class TestAltered:
    """Somebody wrote into the table. What is there now was never published."""

    @pytest.fixture(autouse=True)
    def published(self, lac: Practice) -> None:
        publish(lac)

    def write(self, table: str, column: str, value: bytes, language: str = "") -> None:
        where = f" WHERE language = '{language}'" if language else ""
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE policies_{table} SET {column} = %s{where}", [value])

    def forged(self, lac: Practice) -> bytes:
        said = services.canonical(services.at(practice=lac, number=1))
        return zlib.compress(said.replace(b"Dr Mast", b"Dr Nobody"))

    @pytest.mark.claim("P1")
    def test_another_document_is_not_shown_as_the_published_one(
        self, visitor: Client, lac: Practice
    ) -> None:
        self.write("version", "canonical", self.forged(lac))
        for path in ("/en/privacy", "/en/privacy/1", "/en/privacy/1/changes"):
            page = visitor.get(path)
            assert page.status_code == 500, path
            assert "This text was altered" in text(page)
            assert "Nobody" not in text(page)
        for client, path in ((visitor, "/privacy/1.json"), (inside(), "/v1/policy/mast/1")):
            answer = client.get(path)
            assert (answer.status_code, answer.json()["refused"]["reason"]) == (500, "altered")

    @pytest.mark.claim("P1")
    def test_another_page_is_not_shown_and_the_other_languages_are(self, visitor: Client) -> None:
        self.write("page", "html", zlib.compress(b"<p>We sell your data.</p>"), language="en")
        page = visitor.get("/en/privacy/1")
        assert (page.status_code, "sell" in text(page)) == (500, False)
        assert visitor.get("/fr/privacy/1").status_code == 200

    def test_bytes_that_are_no_document_are_not_shown(self, visitor: Client) -> None:
        self.write("version", "canonical", b"\x00")
        assert visitor.get("/en/privacy").status_code == 500

    def test_the_next_tick_publishes_the_true_text_under_the_next_number(
        self, visitor: Client, lac: Practice
    ) -> None:
        self.write("version", "canonical", self.forged(lac))
        assert publish(lac).number == 2
        assert "Dr Mast" in text(visitor.get("/en/privacy"))
        assert visitor.get("/en/privacy/1").status_code == 500

    def test_the_program_itself_changes_no_version(self, lac: Practice) -> None:
        version = services.at(practice=lac, number=1)
        for row in (version, Page.objects.of(lac).filter(language="fr").get()):
            with pytest.raises(Immutable):
                row.save()
            with pytest.raises(Immutable):
                row.delete()


class TestWhen:
    """A version is made by the clock, when the site's card comes, and when somebody asks for the first."""

    @pytest.mark.claim("P1")
    def test_by_the_clock(self, lac: Practice) -> None:
        worker.tick(at=NOW)
        worker.tick(at=NOW)
        assert Version.objects.of(lac).count() == 1
        move(lac)
        worker.tick(at=NOW)
        assert Version.objects.of(lac).count() == 2

    def test_not_made_again_while_nothing_changed(
        self, lac: Practice, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        worker.tick(at=NOW)
        monkeypatch.setattr(services, "canonical_of", lambda _: pytest.fail("made once more"))
        worker.tick(at=NOW)

    @pytest.mark.claim("P2")
    def test_not_before_the_site_has_said_who_answers_for_it(self, mast: Practice) -> None:
        worker.tick(at=NOW)
        assert not Version.objects.of(mast).exists()
        assert feeds.items(mast)["policy"] is None

    def test_with_the_site_s_card(self, mast: Practice, monkeypatch: pytest.MonkeyPatch) -> None:
        site = jws.new_key()
        said = feed.write(
            plane="site", practice="mast", number=1, issued="", items={"card": CARD}, key=site
        )
        monkeypatch.setattr(settings, "SITE_FINGERPRINT", jws.fingerprint(jws.public(site)))
        monkeypatch.setattr(calls, "call", lambda *_, **__: calls.Answer(200, said.encode()))
        feeds.follow(practice=mast, at=NOW)
        assert Version.objects.of(mast).get().number == 1

    @pytest.mark.claim("P1")
    def test_with_the_practice_s_choice(self, visitor: Client, lac: Practice) -> None:
        signer = Signer(lac)
        desk = Desk(lac, grants=("desk/1", "signing"))
        desk.register()
        desk.sign_in()
        worker.tick(at=NOW)
        for period, number in (("P60D", 2), ("P60D", 2)):
            chosen = {"periods": {"questionnaire": {"active": period}}}
            token = signer.sign(chosen=chosen)
            assert desk.call("PUT", "choices", {"jws": token}).status_code == 204
            assert services.current(practice=lac, at=NOW).number == number
        assert "60 days" in text(visitor.get("/en/privacy/2/changes"))

    def test_for_the_first_reader(self, visitor: Client, lac: Practice) -> None:
        assert visitor.get("/it/privacy").status_code == 200
        assert Version.objects.of(lac).get().number == 1


def test_a_worker_that_comes_second_makes_no_second_version(
    lac: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has looked and found an old version; only then does the other one publish."""
    publish(lac)
    move(lac)
    look, seen = services._newest, []

    def other_publishes_after_the_first_look(practice: Practice) -> Version | None:
        found = look(practice)
        seen.append(found)
        if len(seen) == 1:
            assert publish(practice).number == 2
        return found

    monkeypatch.setattr(services, "_newest", other_publishes_after_the_first_look)
    assert publish(lac).number == 2
    assert Version.objects.of(lac).count() == 2


def test_a_worker_that_still_holds_the_old_facts_publishes_nothing_old(lac: Practice) -> None:
    before = Practice.objects.get(pk=lac.pk)
    publish(lac)
    move(lac)
    second = publish(lac)
    assert publish(before) == second


@pytest.mark.claim("P1")
def test_the_feed_names_the_text_in_force_and_the_internal_host_gives_it(lac: Practice) -> None:
    publish(lac)
    move(lac)
    second = publish(lac)
    said = jws.read(feeds.publish(practice=lac, at=NOW), typ="quenotte-feed")[0]["items"]["policy"]
    assert said == {"number": 2, "date": "2026-11-23", "sha256": second.sha256}
    for number, version in ((1, services.at(practice=lac, number=1)), (2, second)):
        answer = inside().get(f"/v1/policy/mast/{number}")
        assert answer["Content-Type"] == "application/json"
        assert hashlib.sha256(answer.content).hexdigest() == version.sha256
    for path in ("mast/3", "nobody/1", "mast/99999999999999999999"):
        assert inside().get(f"/v1/policy/{path}").status_code == 404


@pytest.mark.claim("P78")
def test_every_page_sets_nothing_and_runs_nothing(visitor: Client, lac: Practice) -> None:
    publish(lac)
    move(lac)
    publish(lac)
    for path in ("privacy", "privacy/1", "privacy/2/changes", "privacy/9", "who"):
        page = visitor.get(f"/en/{path}")
        html = page.content.decode()
        assert not page.cookies
        assert "<script" not in html
        assert " style=" not in html
        assert "form-action 'none'" in page["Content-Security-Policy"]
        assert len(re.findall("<h1", html)) == 1
