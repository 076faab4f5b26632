"""The impact assessment is a draft with its four parts, and says whether the law asks for one."""

from dataclasses import replace

from quenotte.register.claims import CLAIMS, State
from quenotte.register.derived.assessment import RISKS, Level, assessment, needed
from quenotte.register.derived.measures import States
from quenotte.register.derived.papers import Paper, html, markdown
from quenotte.register.derived.parties import Parties
from quenotte.register.packs import under
from quenotte.register.periods import ENGLISH
from tests.register import practice_on_paper as paper

# Art. 35(7) GDPR → the section that answers.
ARTICLE_35 = {
    "(a) systematic description": "Systematic description",
    "(b) necessity and proportionality": "Necessity and proportionality",
    "(c) risks to rights and freedoms": "Risks to the rights of the persons",
    "(d) measures": "Measures",
}


def made(parties: Parties = paper.ANNECY, states: States = paper.proven) -> Paper:
    return assessment(paper.ON, parties, states, words=ENGLISH, language="en")


def test_every_part_is_there() -> None:
    titles = [section.title for section in made().sections]
    assert set(ARTICLE_35.values()) <= set(titles)
    assert titles[-1] == "What the controller adds"


def test_it_says_first_that_it_is_a_draft() -> None:
    assert made().title == "Impact assessment: draft"
    assert markdown(made()).splitlines()[2].startswith("> This is a draft")
    assert "<strong>This is a draft" in html(made())


def test_each_datum_has_its_reason_in_it() -> None:
    text = html(made())
    assert "finds the patient" in text.lower()


def test_a_risk_grows_when_a_measure_against_it_is_not_proven() -> None:
    for risk in RISKS:
        assert risk.likelihood(paper.proven) is Level.LIMITED
        for broken in risk.against:
            assert broken in CLAIMS
            assert risk.likelihood(all_but(broken)) is Level.SIGNIFICANT


def all_but(broken: str) -> States:
    return lambda claim: State.FAILING if claim == broken else State.PROVEN


def test_states_are_printed_as_they_are() -> None:
    unverified = markdown(made(states=lambda claim: State.UNVERIFIED))
    assert "proven by the tests" not in unverified
    assert "not verified on this installation" in unverified


def test_a_practice_of_one_practitioner_in_france_needs_none() -> None:
    said = needed(paper.ANNECY, ENGLISH)
    assert said.startswith("None is required if the practice has a single practitioner")
    fact = paper.ANNECY.packs[0].assessment
    assert fact is not None
    assert fact.value in said


def test_several_practitioners_decide_themselves() -> None:
    together = replace(paper.ANNECY, controllers=(paper.MAST, replace(paper.MAST, name="Dr Favre")))
    assert needed(together, ENGLISH).startswith("Several practitioners share this practice")


def test_a_law_without_a_known_exemption_leaves_it_to_the_controller() -> None:
    for parties in (paper.GENEVA, replace(paper.ANNECY, packs=under("FR", ["CH"]))):
        assert needed(parties, ENGLISH).startswith("Whether one is required is for the controller")
