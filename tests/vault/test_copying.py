"""The weekly copy: all that is sealed for one practice, to its practitioner, and only that."""

import base64
import hashlib
import json
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from quenotte.vault.desk import services as door
from quenotte.vault.desk import sessions
from quenotte.vault.desk.factors import Way
from quenotte.vault.desk.models import Computer
from quenotte.vault.intake.models import SealedPart
from quenotte.vault.journal.models import Entry
from quenotte.vault.practices.models import Member, Practice, SheetSeal
from quenotte.vault.recovery import copies, opener, services
from tests.vault.conftest import NOW, SEALED, Browser, Clock, Lea

HEADERS = {"Host": settings.DESK_HOST}


def at_the_desk(practice: Practice, role: str = "PRACTITIONER") -> Client:
    member = Member.objects.create(
        practice=practice,
        id=f"00000000-0000-4000-8000-{practice.pk:06}{len(role):06}",
        name="Dr Mast",
        role=role,
        signing={"kty": "OKP", "crv": "Ed25519", "x": "A" * 43},
        joined_at=NOW,
        sealed_key=SEALED,
    )
    token = door.enrol(practice=practice, at=NOW)
    on = Computer.objects.of(practice).order_by("-pk").first()
    begun = sessions.begin(member=member, way=Way(practice, computer=on), at=NOW)
    client = Client()
    client.cookies["computer"], client.cookies["session"] = token, begun.token
    return client


def streamed(response: Any) -> Iterator[bytes]:
    """As it leaves, piece by piece."""
    return iter(response.streaming_content)


def lines(client: Client) -> list[dict[str, Any]]:
    response: Any = client.get("/v1/desk/copy?lang=fr", headers=HEADERS)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/x-ndjson"
    whole = b"".join(streamed(response))
    assert whole.endswith(b"\n")
    *before, end = whole.splitlines(keepends=True)
    said = json.loads(end)
    assert said == {
        "end": len(before) - 1,
        "sha256": hashlib.sha256(b"".join(before)).hexdigest(),
    }
    return [json.loads(line) for line in before]


@pytest.fixture
def asked(browser: Browser, lea: Lea) -> Lea:
    assert browser.put("appointment", lea.id, lea.request()).status_code == 201
    return lea


class TestTheCopy:
    def test_holds_every_envelope_and_the_keys_sealed_to_the_sheet(
        self, mast: Practice, asked: Lea
    ) -> None:
        SheetSeal.objects.create(practice=mast, key="desk/1", sealed=SEALED)
        header, *envelopes = lines(at_the_desk(mast))
        assert header["kind"] == "quenotte-copy"
        assert header["practice"] == {
            "slug": "mast",
            "name": "Cabinet Mast",
            "zone": "Europe/Zurich",
        }
        assert [seal["key"] for seal in header["sheet"]] == ["desk/1"]
        assert len(header["cards"]) == 1
        assert {form["activity"] for form in header["forms"]} == {"appointment", "questionnaire"}
        assert sorted(each["part"] for each in envelopes) == ["core", "detail"]
        for each in envelopes:
            assert (each["id"], each["about"]) == (asked.id, asked.id)
            assert each["status"] == "REQUESTED"
            assert each["start"] == "2026-11-24T08:00:00Z"
            assert base64.b64decode(each["age"]) == SEALED

    def test_takes_more_than_one_batch_without_a_gap(
        self, mast: Practice, asked: Lea, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(copies, "AT_A_TIME", 1)
        _, *envelopes = lines(at_the_desk(mast))
        assert len(envelopes) == SealedPart.objects.of(mast).count() == 2

    def test_holds_nothing_of_the_practice_next_door(
        self, mast: Practice, favre: Practice, asked: Lea
    ) -> None:
        header, *envelopes = lines(at_the_desk(favre))
        assert header["practice"]["slug"] == "favre"
        assert envelopes == []
        assert asked.id not in json.dumps(header)

    @pytest.mark.parametrize("role", ["ASSISTANT", "SECRETARY"])
    def test_is_a_practitioner_s_alone(self, mast: Practice, role: str, clock: Clock) -> None:
        response = at_the_desk(mast, role).get("/v1/desk/copy", headers=HEADERS)
        assert response.status_code == 404
        assert Client().get("/v1/desk/copy", headers=HEADERS).status_code == 401

    def test_stands_in_the_journal_before_its_first_byte(
        self, mast: Practice, clock: Clock
    ) -> None:
        at_the_desk(mast).get("/v1/desk/copy", headers=HEADERS)
        (entry,) = Entry.objects.of(mast)
        assert (entry.act, entry.what) == ("EXPORTED", "copy/2026-11-23")

    def test_counts_once_it_left_whole_and_is_due_again_after_a_week(
        self, mast: Practice, clock: Clock
    ) -> None:
        client = at_the_desk(mast)
        response: Any = client.get("/v1/desk/copy", headers=HEADERS)
        next(streamed(response))
        assert services.state(practice=mast, at=NOW)["copy_at"] is None  # it broke off
        assert not services.state(practice=mast, at=NOW)["copy_due"]
        assert services.state(practice=mast, at=NOW + timedelta(days=8))["copy_due"]
        lines(client)
        assert not services.state(practice=mast, at=NOW + timedelta(days=7))["copy_due"]
        assert services.state(practice=mast, at=NOW + timedelta(days=8))["copy_due"]


class TestTheOpener:
    def test_is_one_file_whose_policy_lets_it_call_nobody(self, db: None) -> None:
        response = Client().get("/v1/desk/opener", headers=HEADERS)
        page = unescape(response.content.decode())
        assert "attachment" in response["Content-Disposition"]
        assert "default-src 'none'" in page
        assert "connect-src 'none'" in page
        for tag in ("<link", "src=", "@import", "url("):
            assert tag not in page.split('<script type="module">')[0]

    def test_runs_exactly_the_script_and_the_style_that_its_policy_names(self) -> None:
        page = opener.page()
        for tag in ("style", 'script type="module"'):
            inside = page.split(f"<{tag}>")[1].split(f"</{tag.split()[0]}>")[0]
            digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in unescape(page)

    def test_says_the_same_things_in_four_languages(self) -> None:
        page = opener.page()
        block = page.split('id="texts">')[1].split("</script>")[0]
        texts = json.loads(block)
        assert set(texts) == {"fr", "en", "de", "it"}
        assert len({frozenset(each) for each in texts.values()}) == 1
