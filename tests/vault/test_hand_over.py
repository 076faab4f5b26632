"""A practice goes to another vault whole, on its own word, and nobody opens anything on the way (P37)."""

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client

from quenotte.base import jws
from quenotte.base.instruction import NotInstructed, NotOne
from quenotte.vault.agenda import services as agenda
from quenotte.vault.agenda.models import Appointment, Cell
from quenotte.vault.desk.models import Computer, Session
from quenotte.vault.handover import commands, services, tables
from quenotte.vault.instructions import services as instructions
from quenotte.vault.instructions.models import Agreement
from quenotte.vault.journal import services as journal
from quenotte.vault.notices.models import Reach
from quenotte.vault.practices import commands as computers
from quenotte.vault.practices.models import Grant, KeyCard, Member, Practice
from quenotte.vault.practices.statements import Refused as TurnRefused
from quenotte.vault.recovery import services as recovery
from tests.vault.conftest import NOW, Browser, Lea
from tests.vault.handing import (
    HERE,
    THERE,
    Vaults,
    asked,
    bundle,
    drop,
    fingerprint,
    owner,
    put,
    refusal,
    resealed,
    sealed,
    take,
    turner,
    vaults,
)
from tests.vault.signing import Owner
from tests.vault.turning import Turner

__all__ = ["asked", "bundle", "owner", "turner", "vaults"]  # fixtures


class TestHandingOver:
    @pytest.mark.claim("P56")
    @pytest.mark.parametrize("given", ["nothing", "standing-others", "another-vault"])
    def test_without_the_practice_s_word_for_this_vault_nothing_is_written(
        self, owner: Owner, tmp_path: Path, given: str
    ) -> None:
        if given == "another-vault":
            owner.once("hand-over", fingerprint(jws.new_key()))
        if given == "nothing":
            Agreement.objects.of(owner.practice).delete()
        file = tmp_path / "mast.bundle"
        with pytest.raises(instructions.Refused):
            commands.hand_over(slug="mast", to=fingerprint(THERE), file=str(file))
        assert not file.exists()
        assert not services.moved(owner.practice)

    @pytest.mark.claim("P37")
    def test_the_journal_says_it_with_the_instruction_s_number(
        self, bundle: Path, owner: Owner
    ) -> None:
        row = journal.rows(owner.practice)[-1]
        assert (row.act, row.what) == ("EXPORTED", f"hand-over/{fingerprint(THERE)}")
        assert (row.who, row.instruction) == (None, 5)

    def test_this_vault_takes_nothing_new_and_says_that_it_moved(
        self, bundle: Path, browser: Browser, asked: Lea
    ) -> None:
        late = Lea()
        for got in (
            browser.put("appointment", late.id, late.request()),
            browser.get("card"),
            browser.get("link", bearer=asked.bearer),
            browser.post("link/cancel", bearer=asked.bearer),
        ):
            assert got.status_code == 503
            assert got.json() == {"refused": {"field": None, "reason": "moved"}}
        page = browser.client.get("/fr/", headers={"Host": browser.practice.host})
        assert page.status_code == 503
        assert "Appointments are made at another place now" in str(
            browser.client.get("/en/link", headers={"Host": browser.practice.host}).content.decode()
        )

    def test_nobody_comes_in_here_any_more_and_no_message_leaves(
        self, bundle: Path, owner: Owner
    ) -> None:
        for left in (Computer, Session, Reach):
            assert not left.objects.of(owner.practice).exists()
        agenda.expire_due(at=NOW.replace(year=2027))
        assert Appointment.objects.of(owner.practice).get().status == "REQUESTED"
        feed = Client().get("/v1/feed/mast", headers={"Host": settings.INTERNAL_HOST})
        assert feed.status_code == 404

    def test_no_link_and_no_sheet_opens_it_here_again(
        self, bundle: Path, owner: Owner, tmp_path: Path
    ) -> None:
        with pytest.raises(NotInstructed, match="was handed over to another vault"):
            computers.computer(slug="mast")
        with pytest.raises(recovery.Unknown):
            recovery.ask(slug="mast", at=NOW)

    def test_a_file_that_was_lost_is_written_again_with_the_same_rows(
        self, bundle: Path, tmp_path: Path
    ) -> None:
        again = tmp_path / "again"
        commands.hand_over(slug="mast", to=fingerprint(THERE), file=str(again))
        assert again.read_bytes().splitlines()[:-1] == bundle.read_bytes().splitlines()[:-1]

    def test_a_file_that_is_there_is_not_written_over(
        self, asked: Lea, owner: Owner, tmp_path: Path
    ) -> None:
        owner.once("hand-over", fingerprint(THERE))
        file = tmp_path / "mast.bundle"
        file.write_text("something else")
        with pytest.raises(NotInstructed, match="cannot be written"):
            commands.hand_over(slug="mast", to=fingerprint(THERE), file=str(file))
        assert file.read_text() == "something else"
        assert not services.moved(owner.practice)


@pytest.mark.claim("P37")
class TestTakingOver:
    def test_everything_is_there_sealed_as_it_was(
        self, bundle: Path, owner: Owner, vaults: Vaults
    ) -> None:
        before, told = sealed(owner.practice), len(instructions.history(owner.practice))
        vaults.move(owner.practice)
        said = take(bundle)
        practice = Practice.objects.get(slug="mast")
        assert sealed(practice) == before
        assert len(before) == 3
        assert practice.fingerprint == owner.practice.fingerprint
        assert Cell.objects.of(practice).count() == 6
        assert len(instructions.history(practice)) == told
        assert instructions.signed(practice)
        assert "To be told by telephone, because addresses stayed behind: 1 appointments" in said

    def test_yesterday_s_link_is_answered(
        self, bundle: Path, owner: Owner, vaults: Vaults, asked: Lea
    ) -> None:
        vaults.move(owner.practice)
        take(bundle)
        browser = Browser(Practice.objects.get(slug="mast"))
        got = browser.get("link", bearer=asked.bearer)
        assert got.status_code == 200
        assert got.json()["appointment"]["status"] == "REQUESTED"
        assert got.json()["questionnaire"] is not None
        assert browser.post("link/cancel", bearer=asked.bearer).status_code == 200

    def test_the_journal_goes_on_where_it_ended(
        self, bundle: Path, owner: Owner, vaults: Vaults
    ) -> None:
        before = journal.rows(owner.practice)
        vaults.move(owner.practice)
        take(bundle)
        practice = Practice.objects.get(slug="mast")
        *held, last = journal.rows(practice)
        assert held == before
        assert (last.what, last.instruction) == (f"hand-over/taken/{fingerprint(HERE)}", 5)
        assert journal.check(practice).whole

    def test_a_second_time_is_refused(self, bundle: Path, owner: Owner, vaults: Vaults) -> None:
        vaults.move(owner.practice)
        take(bundle)
        rows = {label: tables.model(label)._base_manager.count() for label in tables.TRAVELS}
        assert refusal(lambda: take(bundle)) == "there is a practice mast here already"
        assert rows == {
            label: tables.model(label)._base_manager.count() for label in tables.TRAVELS
        }

    def test_another_vault_refuses_it(self, bundle: Path, owner: Owner, vaults: Vaults) -> None:
        vaults.move(owner.practice)
        vaults.be(jws.new_key())
        assert refusal(lambda: take(bundle)) == "the bundle is for another vault than this one"

    def test_a_sender_that_nobody_named_is_refused(
        self, bundle: Path, owner: Owner, vaults: Vaults
    ) -> None:
        vaults.move(owner.practice)
        other = fingerprint(jws.new_key())
        assert refusal(lambda: take(bundle, sender=other)) == (
            "the file is not signed by the vault that --from names"
        )

    def test_one_changed_byte_anywhere_is_refused(
        self, bundle: Path, owner: Owner, vaults: Vaults
    ) -> None:
        vaults.move(owner.practice)
        whole = bundle.read_bytes()
        places = [0, len(whole) - 1, *(secrets.randbelow(len(whole)) for _ in range(60))]
        for at in places:
            changed = bytearray(whole)
            changed[at] ^= 1 + secrets.randbelow(255)
            bundle.write_bytes(changed)
            refusal(lambda: take(bundle))
        assert not Practice.objects.exists()
        bundle.write_bytes(whole)
        take(bundle)

    def test_a_file_that_was_cut_is_refused(
        self, bundle: Path, owner: Owner, vaults: Vaults
    ) -> None:
        vaults.move(owner.practice)
        lines = bundle.read_bytes().splitlines(keepends=True)
        for kept in (lines[:-1], lines[:3] + lines[4:], [lines[-1]], [], lines[:2] + lines[1:]):
            bundle.write_bytes(b"".join(kept))
            refusal(lambda: take(bundle))
        assert not Practice.objects.exists()


def fork(rows: list[dict[str, Any]]) -> None:
    rows[0]["practice"]["fingerprint"] = "A" * 43


@pytest.mark.claim("P37")
@pytest.mark.parametrize(
    ("change", "why"),
    [
        pytest.param(fork, "the key card is not signed by the practice", id="another-practice-key"),
        pytest.param(drop("practices.KeyCard"), "the key card is not signed", id="no-card"),
        pytest.param(drop("practices.Roster"), "the roster is not signed", id="no-roster"),
        pytest.param(put("journal.Entry", what="nothing"), "the journal does not", id="journal"),
        pytest.param(drop("journal.Entry"), "the journal ends elsewhere", id="no-journal"),
        pytest.param(drop("instructions.Instruction"), "has not instructed", id="no-instruction"),
        pytest.param(drop("practices.Member"), "did not come along", id="no-member"),
        pytest.param(put("practices.Grant", key="x" * 99), "does not belong", id="too-long"),
        pytest.param(put("practices.Grant", more=1), "other columns", id="column"),
        pytest.param(put("policies.Version", sha256="0" * 64), "was altered", id="policy"),
    ],
)
def test_a_lying_sender_cannot_change_what_the_practice_signed(
    bundle: Path,
    owner: Owner,
    vaults: Vaults,
    change: Callable[[list[dict[str, Any]]], None],
    why: str,
) -> None:
    resealed(bundle, change)
    vaults.move(owner.practice)
    assert why in refusal(lambda: take(bundle))
    assert not Practice.objects.exists()


def test_a_row_cannot_reach_into_the_practice_next_door(
    bundle: Path, owner: Owner, vaults: Vaults, favre: Practice
) -> None:
    colleague = Member.objects.create(practice=favre, id=secrets.token_hex(16), name="Dr Favre")
    resealed(bundle, put("practices.Grant", member=str(colleague.id)))
    vaults.move(owner.practice)
    assert "did not come along" in refusal(lambda: take(bundle))
    assert not Grant.objects.of(favre).exists()


@pytest.mark.claim("P37")
def test_after_it_the_old_keys_open_nothing_new_and_the_log_is_complete(
    bundle: Path, owner: Owner, vaults: Vaults, turner: Turner, lea: Lea
) -> None:
    """The drill: handed over, taken, then handed on to a successor who turns every key."""
    vaults.move(owner.practice)
    take(bundle)
    practice = Practice.objects.get(slug="mast")
    former = KeyCard.objects.of(practice).get()
    turner.practice, turner.member = practice, Member.objects.of(practice).get()
    endorsed = turner.succeed()
    turner.keep(turner.turn("handed-over", classes=("care", "desk", "rights"), succession=endorsed))
    now = KeyCard.objects.of(practice).order_by("-serial").first()
    assert now is not None
    assert not set(now.keys.values()) & set(former.keys.values())
    browser, late = Browser(practice), Lea()
    for key, status in (("desk/1", 410), ("desk/2", 201)):
        sent = late.request(key=key, start=NOW.replace(day=25, hour=8))
        assert browser.put("appointment", late.id, sent).status_code == status
    stale, owner.practice = turner.twin(), practice
    stale.signing = owner.key
    body = stale.turn("left")
    with pytest.raises(TurnRefused):  # the former signing key publishes nothing any more
        stale.keep(body)
    with pytest.raises(NotOne):  # and instructs nothing
        owner.tell("export")
    assert [row.what.split("/")[0] for row in journal.rows(practice) if row.who is None] == [
        "hand-over",
        "hand-over",
    ]
    assert any(row.what.startswith("keys/handed-over") for row in journal.rows(practice))
    assert journal.check(practice).whole


def test_what_the_practice_signed_before_a_succession_counts_after_it(
    bundle: Path, owner: Owner, turner: Turner
) -> None:
    before = len(instructions.history(owner.practice))
    endorsed = turner.succeed()
    turner.keep(turner.turn("handed-over", succession=endorsed))
    owner.practice.refresh_from_db()
    assert len(instructions.history(owner.practice)) == before
    assert instructions.signed(owner.practice)


def test_every_row_of_a_practice_travels_or_stays_for_a_reason() -> None:
    held = {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label in ("agenda.AppointmentType_resources",)
        or any(field.name == "practice" for field in model._meta.concrete_fields)
    }
    assert held == {*tables.TRAVELS, *tables.STAYS}
    assert not set(tables.TRAVELS) & set(tables.STAYS)
    assert all(tables.STAYS.values())
