"""The policy is made from the register: what it says changes when the register does, and only then."""

from dataclasses import replace

import pytest

from quenotte.register import REGISTER
from quenotte.register.derived.policy import Facts, Hosting, Policy, policy
from quenotte.register.model import Keep, Period
from quenotte.register.periods import ENGLISH, Words

LAC = Facts(
    name="Cabinet dentaire du Lac",
    controller="Dr Mast",
    address="12 rue des Bains, 1205 Genève",
    country="CH",
    telephone="+41 22 555 01 23",
    email="",
    hosting=Hosting(name="Santé Exemple SA", certificate="HDS-0001", valid_until="2028-05-16"),
)


def made(facts: Facts = LAC, words: Words = ENGLISH, **changed: object) -> Policy:
    activities = {**REGISTER, **changed}
    return policy(activities.values(), facts, words)  # type: ignore[arg-type]


def text(made: Policy) -> str:
    return "\n".join(
        line
        for section in made.sections
        for said in section.sentences
        for line in (said.text, *said.items)
    )


@pytest.mark.claim("P77")
def test_every_sentence_carries_a_claim() -> None:
    claims = {said.claim for section in made().sections for said in section.sentences}
    assert all(claim.startswith("P") and 1 <= int(claim[1:]) <= 78 for claim in claims)


@pytest.mark.claim("P47")
def test_whatever_is_said_on_erasing_carries_the_claim_of_erasing() -> None:
    for section in made().sections:
        for said in section.sentences:
            if said.text.startswith(("Erased", "Archived")):
                assert said.claim == "P47"


def test_each_activity_that_is_switched_on_says_how_long() -> None:
    for section in made().sections:
        if section.key in REGISTER:
            assert any(said.claim == "P47" for said in section.sentences), section.key


@pytest.mark.claim("P5")
def test_a_service_that_is_off_has_no_paragraph() -> None:
    assert "contact" not in {section.key for section in made().sections}


def test_a_changed_period_is_another_version_and_another_text() -> None:
    before = made()
    keep = Keep(active=Period("P60D", most="P3Y"), clock=REGISTER["questionnaire"].keep.clock)
    after = made(questionnaire=replace(REGISTER["questionnaire"], keep=keep))
    assert "Erased 30 days after" in text(before)
    assert "Erased 60 days after" in text(after)
    assert "Erased 30 days after" not in text(after)
    assert before.version != after.version
    assert before.digest != after.digest


def test_a_translation_is_another_text_of_the_same_version() -> None:
    loud = made(words=Words(lambda said: f"{said} ·", ENGLISH.ngettext))
    assert loud.version == made().version
    assert loud.digest != made().digest


@pytest.mark.claim("P14")
def test_each_answer_that_is_asked_for_says_why() -> None:
    said = text(made())
    for key in ("appointment", "questionnaire"):
        for datum in REGISTER[key].asked:
            if datum.ask and datum.ask.when is None:
                assert datum.why in said, datum.name


@pytest.mark.claim("P2")
def test_the_controller_and_the_host_stand_by_name() -> None:
    said = text(made())
    assert "Dr Mast, 12 rue des Bains, 1205 Genève" in said
    assert "Santé Exemple SA" in said
    assert "HDS-0001" in said


def test_without_a_declared_host_it_says_so_and_names_none() -> None:
    said = text(made(replace(LAC, hosting=Hosting())))
    assert "No host is declared" in said
    assert "HDS" not in said


def test_a_country_that_is_not_known_is_given_no_citation() -> None:
    said = text(made(replace(LAC, country="XX")))
    assert not any(word in said for word in ("GDPR", "FADP", "CNIL", "FDPIC", "Art."))
