"""The policy is made from the register: what it says changes when the register does, and only then."""

import hashlib
import re
from dataclasses import replace
from pathlib import Path

import pytest

from quenotte.register import REGISTER, packs
from quenotte.register.choices import Contact, Kind
from quenotte.register.claims import CLAIMS
from quenotte.register.derived.policy import Facts, Hosting, canonical, document, policy
from quenotte.register.model import Activity, Keep, Period
from quenotte.register.packs.elsewhere import ELSEWHERE
from quenotte.register.periods import ENGLISH
from tests.register.practices import (
    LAC,
    LANGUAGES,
    LYON,
    PRACTICES,
    activities,
    text,
    words,
)

GOLDEN = Path(__file__).parent / "golden"


def said(facts: Facts = LAC, language: str = "en", **changed: Activity) -> str:
    offered = tuple(changed.get(one.key, one) for one in activities())
    return text(policy(offered, facts, words(language)))


@pytest.mark.claim("P77")
def test_every_sentence_carries_a_claim_that_is_declared() -> None:
    for facts in PRACTICES.values():
        for section in policy(activities(), facts, ENGLISH).sections:
            assert section.sentences, section.key
            for sentence in section.sentences:
                assert sentence.claim in CLAIMS
                assert "%(" not in sentence.text


@pytest.mark.parametrize("country", PRACTICES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_policy_reads_as_it_was_last_read_by_us(country: str, language: str) -> None:
    """`python -m tests.register.golden` writes them anew; then they are read again."""
    expected = (GOLDEN / f"policy-{country}-{language}.txt").read_text()
    assert said(PRACTICES[country], language) == expected


@pytest.mark.claim("P3")
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_law_is_named_on_another_country_s_page(language: str) -> None:
    for country, other in (("ch", packs.FRANCE), ("fr", packs.SWITZERLAND)):
        page = said(PRACTICES[country], language)
        leaked = [name for name in other.names if re.search(rf"\b{re.escape(name)}\b", page)]
        assert leaked == []
        own = packs.of(country)
        assert any(name in page for name in own.names)


def test_a_practice_under_two_laws_names_both_and_their_authorities() -> None:
    page = said(replace(LAC, packs=packs.under("CH", ["FR"])))
    for name in ("FADP", "GDPR", "FDPIC", "CNIL"):
        assert name in page


def test_a_country_that_is_not_known_is_given_no_citation() -> None:
    page = said(replace(LAC, packs=(ELSEWHERE,)))
    assert not any(word in page for word in ("GDPR", "FADP", "CNIL", "FDPIC", "Art."))


@pytest.mark.claim("P5")
def test_a_service_that_is_off_takes_its_paragraph_and_its_sentences_with_it() -> None:
    without = tuple(one for one in activities() if one.service != "questionnaire")
    before, after = (policy(some, LYON, ENGLISH).sections for some in (activities(), without))
    gone = {section.key for section in before} - {section.key for section in after}
    assert gone == {"questionnaire"}
    for section in after:
        [former] = (one for one in before if one.key == section.key)
        left = tuple(
            one for one in former.sentences if CLAIMS[one.claim].service != "questionnaire"
        )
        assert section.sentences == left


def test_a_changed_period_is_another_text_and_another_digest() -> None:
    keep = Keep(active=Period("P60D", most="P3Y"), clock=REGISTER["questionnaire"].keep.clock)
    changed = replace(REGISTER["questionnaire"], keep=keep)
    assert "60 days after" not in said()
    assert "60 days after" in said(questionnaire=changed)
    spoken = {"en": ENGLISH}
    plain = canonical(document(activities(), LAC, spoken))
    other = tuple(changed if one.key == "questionnaire" else one for one in activities())
    assert plain == canonical(document(activities(), LAC, spoken))
    digests = {
        hashlib.sha256(canonical(document(some, LAC, spoken))).hexdigest()
        for some in (activities(), other)
    }
    assert len(digests) == 2


def test_each_answer_that_is_asked_for_says_why() -> None:
    page = said()
    for key in ("appointment", "questionnaire"):
        for datum in REGISTER[key].asked:
            if datum.ask and datum.ask.when is None:
                assert datum.why in page, datum.name


@pytest.mark.parametrize("facts", PRACTICES.values(), ids=PRACTICES)
def test_every_controller_stands_by_name_with_an_address(facts: Facts) -> None:
    page = said(facts)
    for controller in facts.controllers:
        assert controller.name in page
        assert controller.address in page


def test_the_publisher_and_every_firm_that_takes_part_stand_by_name() -> None:
    page = said(LYON)
    assert "Pages du Lac Sàrl makes and runs the website" in page
    assert "- Santé Exemple SAS (FR): the vault's host, since 2026-01-05" in page


def test_the_host_its_certificate_and_its_place_stand_as_declared() -> None:
    page = said(LYON)
    for fact in ("Santé Exemple SAS", "HDS-0002", "2028-05-16", "Lyon", "2026-11-02"):
        assert fact in page


def test_without_a_declared_host_it_says_so_and_names_none() -> None:
    page = said(replace(LAC, hosting=Hosting(), recipients=()))
    assert "No host is declared" in page
    assert "HDS" not in page


def test_an_officer_is_named_only_where_one_is_appointed() -> None:
    assert "officer" not in said(LAC)
    assert "Contact point for data protection: Mme Roux" in said(LYON)
    officer = Contact(Kind.DPO, "Me Blanc")
    assert "Data protection officer: Me Blanc." in said(replace(LYON, contact=officer))


@pytest.mark.claim("P72")
def test_each_practice_s_authority_is_named_with_its_address() -> None:
    assert "https://www.cnil.fr" in said(LYON)
    assert "https://www.edoeb.admin.ch" in said(LAC)


def test_each_activity_has_one_basis_and_the_rights_that_go_with_it() -> None:
    for section in policy(activities(), LYON, ENGLISH).sections:
        if section.key in REGISTER:
            claims = [one.claim for one in section.sentences]
            assert claims.count("P42") == 1
            assert claims.count("P42b") == 1
            assert ("P42c" in claims) == (REGISTER[section.key].art9 is not None)


@pytest.mark.claim("P4")
def test_a_measure_without_a_mechanism_is_not_named_as_one() -> None:
    for facts in PRACTICES.values():
        for section in policy(activities(), facts, ENGLISH).sections:
            for sentence in section.sentences:
                assert CLAIMS[sentence.claim].said


def test_our_reading_of_the_law_is_said_to_be_one_and_when_it_is_read_again() -> None:
    assert "which is looked at again by 2027-05-31" in said(LYON)
