"""Every command with which the Publisher acts for a practice cites its instruction, or does nothing (P56)."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from quenotte import cli, privileged, serve
from quenotte.base.instruction import ACTS, NotOne
from quenotte.vault.desk.models import Invitation
from quenotte.vault.handover import tables
from quenotte.vault.instructions import acts
from quenotte.vault.instructions.deeds import Unwritten, on_instruction
from quenotte.vault.journal import services as journal
from quenotte.vault.practices.models import Practice
from tests.vault.conftest import NOW, Browser, Clock, Lea
from tests.vault.signing import Owner

# How each is called in this test; a new one needs a line here.
CALLS = {
    "practice computer": ["mast"],
    "practice export": ["mast", "{file}"],
    "practice hand-over": ["mast", "{file}", "--to", "A" * 43],
    "practice health": ["mast", "--code", "2222-2222-2222"],
    "practice purge": ["mast", "mast"],
}
ELSEWHERE = {"restore"}  # it stops the vault, and has tests of its own


@pytest.fixture(autouse=True)
def at_the_terminal(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    monkeypatch.setattr(serve, "start", lambda plane: None)


@pytest.fixture
def owner(mast: Practice) -> Owner:
    return Owner(mast)


def commands(
    parser: argparse.ArgumentParser, words: tuple[str, ...] = ()
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every command that does something, by its words."""
    below = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
    if not below:
        yield " ".join(words), parser
    for one in below:
        for name, parser_below in one.choices.items():
            yield from commands(parser_below, (*words, name))


def run(name: str, tmp_path: Path, *more: str) -> int:
    words = [word.format(file=tmp_path / "out") for word in CALLS[name]]
    return cli.main([*name.split(), *words, *more])


def counts() -> dict[str, int]:
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models(include_auto_created=True)
    }


@pytest.mark.claim("P56")
def test_every_command_either_cites_or_says_why_it_need_not() -> None:
    found = dict(commands(cli._parser()))
    assert set(found) == {*privileged.CITES, *privileged.FREE}
    assert not set(privileged.CITES) & set(privileged.FREE)
    for name, act in privileged.CITES.items():
        assert found[name].get_default("act") == act, name
        assert name in ELSEWHERE or "--instruction" in found[name].format_help(), name
    for name in privileged.FREE:
        assert found[name].get_default("act") is None, name


def test_every_privileged_command_is_tried_here() -> None:
    assert set(CALLS) == set(privileged.CITES) - ELSEWHERE


def test_every_act_has_its_words_and_every_command_its_act() -> None:
    assert set(privileged.CITES.values()) | {"publish"} == set(ACTS) == set(acts.WORDS)


@pytest.mark.claim("P56")
@pytest.mark.parametrize("name", sorted(CALLS))
class TestWithoutAnInstruction:
    def test_nothing_is_done(
        self, name: str, owner: Owner, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        owner.agree()
        before = counts()
        assert run(name, tmp_path) == 1
        assert counts() == before
        assert not (tmp_path / "out").exists()
        said = capsys.readouterr()
        assert "the practice mast has not instructed this" in said.err
        assert said.out == ""

    def test_nothing_is_done_for_a_practice_that_never_signed(
        self, name: str, mast: Practice, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        before = counts()
        assert run(name, tmp_path) == 1
        assert counts() == before
        assert "has not signed the processing agreement" in capsys.readouterr().err

    def test_an_instruction_for_every_other_act_does_not_help(
        self, name: str, owner: Owner, tmp_path: Path
    ) -> None:
        owner.agree()
        for act in ACTS:
            if act != privileged.CITES[name]:
                owner.once(act, "mast")
        before = counts()
        assert run(name, tmp_path) == 1
        assert counts() == before

    def test_a_number_that_is_not_in_force_is_refused(
        self, name: str, owner: Owner, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        owner.signs_at_set_up()
        before = counts()
        assert run(name, tmp_path, "--instruction", "77") == 1
        assert counts() == before
        assert "instruction 77 of the practice mast is not in force" in capsys.readouterr().err

    def test_a_practice_that_is_not_here_is_said(
        self, name: str, db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(name, tmp_path) == 1
        assert "there is no practice mast here" in capsys.readouterr().err


@pytest.mark.claim("P56")
class TestOnAnInstruction:
    def test_a_computer_s_link_leaves_a_row_with_the_number(
        self, owner: Owner, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        owner.signs_at_set_up()
        assert run("practice computer", tmp_path) == 0
        assert "/fr/#r=" in capsys.readouterr().out
        assert Invitation.objects.of(owner.practice).count() == 1
        row = journal.rows(owner.practice)[-1]
        assert (row.act, row.what, row.who, row.instruction) == (
            "CHANGED",
            "computer/link",
            None,
            4,
        )

    def test_an_export_holds_the_envelopes_as_they_lie_there(
        self, owner: Owner, browser: Browser, lea: Lea, tmp_path: Path
    ) -> None:
        browser.put("appointment", lea.id, lea.request())
        owner.agree()
        owner.once("export", "mast")
        assert run("practice export", tmp_path) == 0
        written = [json.loads(line) for line in (tmp_path / "out").read_bytes().splitlines()]
        assert written[0]["kind"] == "quenotte-copy"
        assert [line["part"] for line in written[1:-1]] == ["core", "detail"]
        assert (tmp_path / "out").stat().st_mode & 0o777 == 0o600
        row = journal.rows(owner.practice)[-1]
        assert (row.act, row.what, row.instruction) == ("EXPORTED", "export/2026-11-23", 1)

    def test_an_act_without_its_row_in_the_journal_is_undone(self, owner: Owner) -> None:
        owner.signs_at_set_up()

        def silently() -> None:
            with on_instruction(slug="mast", act="computer", number=None, at=NOW) as deed:
                deed.practice.name = "Changed"
                deed.practice.save()

        with pytest.raises(Unwritten):
            silently()
        assert Practice.objects.get(slug="mast").name == "Cabinet Mast"


@pytest.mark.claim("P56")
class TestPurging:
    def test_every_row_of_the_practice_goes_and_none_of_the_one_next_door(
        self,
        owner: Owner,
        favre: Practice,
        browser: Browser,
        lea: Lea,
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        browser.put("appointment", lea.id, lea.request())
        next_door = {label: tables.of(label, favre).count() for label in tables.TRAVELS}
        owner.agree()
        token = owner.once("purge", "mast")
        journalled = len(journal.rows(owner.practice))
        assert run("practice purge", tmp_path) == 0
        assert not Practice.objects.filter(slug="mast").exists()
        assert next_door == {label: tables.of(label, favre).count() for label in tables.TRAVELS}
        total = {label: tables.model(label)._base_manager.count() for label in tables.TRAVELS}
        assert total == next_door
        receipt = json.loads(capsys.readouterr().out)
        assert receipt["instruction"] == token
        assert receipt["journal"]["number"] == journalled + 1
        assert receipt["erased"]["intake.SealedPart"] == 2

    def test_the_name_is_typed_twice(
        self, owner: Owner, favre: Practice, capsys: pytest.CaptureFixture[str]
    ) -> None:
        owner.agree()
        owner.once("purge", "mast")
        before = counts()
        assert cli.main(["practice", "purge", "mast", "favre"]) == 1
        assert counts() == before
        assert "type the practice's name twice" in capsys.readouterr().err

    def test_the_instruction_names_this_practice(self, owner: Owner, tmp_path: Path) -> None:
        owner.agree()
        owner.once("purge", "favre")
        before = counts()
        assert run("practice purge", tmp_path) == 1
        assert counts() == before

    def test_until_further_notice_nobody_may_purge(self, owner: Owner) -> None:
        with pytest.raises(NotOne):
            owner.tell("purge")
