"""The contract's annex says all that Art. 28(3) wants written, for what is on and for nothing else."""

from dataclasses import replace

import pytest

from quenotte.register import Activity
from quenotte.register.claims import CLAIMS, State
from quenotte.register.derived.annex import annex
from quenotte.register.derived.measures import MEASURES
from quenotte.register.derived.papers import Paper, html, markdown
from quenotte.register.derived.parties import Parties
from quenotte.register.periods import ENGLISH
from tests.register import practice_on_paper as paper

# Art. 28(3) GDPR, item by item → the section that answers.
ARTICLE_28 = {
    "subject-matter, duration, nature and purpose": "Subject, nature, purpose and duration",
    "type of data and categories of data subjects": "Types of data and categories of persons",
    "(a) documented instructions": "Instructions",
    "(b) confidentiality": "Confidentiality",
    "(c) security, Art. 32": "Security measures",
    "(d) sub-processors, Art. 28(2) and (4)": "Sub-processors",
    "(e)-(f) assistance": "Assistance",
    "(g) deletion or return": "When the contract ends",
    "(h) audits": "Audits",
}


def made(parties: Parties = paper.ANNECY, activities: tuple[Activity, ...] = paper.ON) -> Paper:
    return annex(activities, parties, paper.PUBLISHER, paper.proven, words=ENGLISH, language="en")


@pytest.mark.claim("P57")
def test_every_item_of_the_article_has_its_section() -> None:
    sections = {section.title: section for section in made().sections}
    assert set(ARTICLE_28.values()) <= set(sections)
    for section in sections.values():
        assert section.paragraphs or section.items or section.table, section.title


def test_both_firms_are_named() -> None:
    text = markdown(made())
    for name in ("Dr Mast", "Pages du Lac Sàrl", "CHE-000.000.000"):
        assert name in text


def test_each_sub_processor_stands_there_with_its_contract() -> None:
    table = next(one for one in made().sections if one.title == "Sub-processors").table
    assert table is not None
    assert [row[:4] for row in table.rows] == [
        ("Coffre SA", "FR", "contract C-1", "2026-01-05"),
        ("Facteur GmbH", "DE", "contract C-2", "2026-02-01"),
    ]


def test_without_recipients_it_says_that_none_is_named() -> None:
    alone = made(replace(paper.ANNECY, recipients=()))
    said = next(one for one in alone.sections if one.title == "Sub-processors")
    assert said.paragraphs == ("None is named on this installation.",)


@pytest.mark.claim("P4")
def test_each_measure_is_a_claim_with_its_state() -> None:
    items = next(one for one in made().sections if one.title == "Security measures").items
    assert len(items) == len(MEASURES)
    for measure, item in zip(MEASURES, items, strict=True):
        assert CLAIMS[measure.claim].text in item
        assert f"[{measure.claim}: proven" in item


def test_what_is_off_is_not_in_it() -> None:
    on = tuple(one for one in paper.ON if one.service == "appointment")
    text = markdown(made(activities=on))
    assert "Appointments" in text
    assert "Health" not in text


def test_a_name_cannot_write_markup() -> None:
    hostile = replace(paper.MAST, name="<script>x</script> | **Mast**")
    said = made(replace(paper.ANNECY, controllers=(hostile,)))
    assert "<script" not in html(said)
    assert "&lt;script&gt;" in html(said)
    assert "\\<script\\>x\\</script\\> \\| \\*\\*Mast\\*\\*" in markdown(said)


def test_a_measure_that_fails_is_said_to_fail() -> None:
    failing = annex(
        paper.ON,
        paper.ANNECY,
        paper.PUBLISHER,
        lambda claim: State.FAILING,
        words=ENGLISH,
        language="en",
    )
    assert "proven by the tests" not in markdown(failing)
