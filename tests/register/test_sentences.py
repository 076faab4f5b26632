"""Each sentence of the policy says what its source says: one claim a test, so that one fault is one red claim."""

from dataclasses import replace
from datetime import date

import pytest

from quenotte.register import REGISTER, packs
from quenotte.register.choices import Contact, Kind
from quenotte.register.claims import CLAIMS
from quenotte.register.derived.policy import Facts, Hosting, Sentence, policy
from quenotte.register.derived.rights import rights
from quenotte.register.model import Activity, Art9
from quenotte.register.packs.elsewhere import ELSEWHERE
from quenotte.register.packs.france import FRANCE
from quenotte.register.packs.model import Pack
from quenotte.register.packs.switzerland import SWITZERLAND
from quenotte.register.periods import ENGLISH
from quenotte.register.recipients import Recipient
from tests.register.practices import LAC, LYON, activities

ACTIVITIES = activities()


def sentences(claim: str, facts: Facts = LYON, *, of: Activity | None = None) -> list[Sentence]:
    """What the policy says under a claim, in its own section or under one activity."""
    key = of.key if of else CLAIMS[claim].where
    made = policy(ACTIVITIES, facts, ENGLISH).sections
    return [
        said
        for section in made
        if section.key == key
        for said in section.sentences
        if said.claim == claim
    ]


def one(claim: str, facts: Facts = LYON, *, of: Activity | None = None) -> str:
    [said] = sentences(claim, facts, of=of)
    return said.text


def of_activity(claim: str) -> pytest.MarkDecorator:
    """A test that looks at every activity that the policy describes."""
    ids = [activity.key for activity in ACTIVITIES]
    return pytest.mark.parametrize("activity", ACTIVITIES, ids=ids)


@pytest.mark.claim("P2")
def test_whoever_decides_stands_there_by_name_and_address() -> None:
    [controller] = LAC.controllers
    assert one("P2", LAC).startswith(f"{controller.name}, {controller.address}, decides")
    assert sentences("P2", LYON) == []


@pytest.mark.claim("P2c")
def test_colleagues_stand_there_each_by_name_and_address() -> None:
    [said] = sentences("P2c", LYON)
    assert len(said.items) == len(LYON.controllers) > 1
    for item, controller in zip(said.items, LYON.controllers, strict=True):
        assert controller.name in item
        assert controller.address in item
    assert sentences("P2c", LAC) == []


@pytest.mark.claim("P2b")
def test_the_publisher_stands_there_by_its_legal_name() -> None:
    assert one("P2b").startswith("Pages du Lac Sàrl makes")
    nobody = replace(LYON, recipients=tuple(r for r in LYON.recipients if r.role != "publisher"))
    assert sentences("P2b", nobody) == []


@pytest.mark.claim("P3")
def test_every_law_that_counts_is_named() -> None:
    both = one("P3", replace(LAC, packs=packs.under("CH", ["FR"])))
    for pack in packs.under("CH", ["FR"]):
        assert pack.law in both
        assert pack.law in one("P3", replace(LAC, packs=(pack,)))


@pytest.mark.claim("P3b")
def test_the_next_day_on_which_an_uncertain_law_is_read_again_is_the_first_of_them() -> None:
    days = [fact.review for pack in LYON.packs for fact in pack.to_review if fact.review]
    assert f"by {min(days).isoformat()}" in one("P3b")


@pytest.mark.claim("P74")
def test_an_officer_is_named_where_one_is_appointed_and_nowhere_else() -> None:
    officer = replace(LYON, contact=Contact(Kind.DPO, "Me Blanc", email="dpo@presquile.example"))
    assert one("P74", officer) == "Data protection officer: Me Blanc, dpo@presquile.example."
    assert sentences("P74", LYON) == sentences("P74", LAC) == []


@pytest.mark.claim("P74b")
def test_a_contact_point_is_not_called_an_officer() -> None:
    assert "Mme Roux, donnees@presquile.example" in one("P74b", LYON)
    assert sentences("P74b", LAC) == []


@pytest.mark.claim("P78")
def test_it_names_the_languages_it_can_be_read_in() -> None:
    said = one("P78")
    for name in LYON.languages:
        assert name in said


@pytest.mark.claim("P17")
def test_the_host_stands_there_by_name() -> None:
    assert one("P17") == "This installation names as its host: Santé Exemple SAS."


@pytest.mark.claim("P35c")
def test_a_processor_without_whom_nothing_works_and_whom_nobody_named_is_said() -> None:
    assert sentences("P35c") == []
    without = tuple(one for one in LYON.recipients if one.role != "carriers")
    said = one("P35c", replace(LYON, recipients=without))
    assert said.endswith("who are: the carriers of e-mail and text messages.")


@pytest.mark.claim("P5b")
def test_an_activity_that_ended_says_so_first_and_asks_for_nothing() -> None:
    [activity] = (each for each in ACTIVITIES if each.key == "questionnaire")
    assert sentences("P5b", of=activity) == []
    ended = replace(LYON, ended=frozenset({"questionnaire"}))
    assert one("P5b", ended, of=activity).startswith("This is no longer offered here")
    assert sentences("P20", ended, of=activity) == []


@pytest.mark.claim("P17g")
def test_that_no_host_is_declared_is_said() -> None:
    assert sentences("P17g", replace(LYON, hosting=Hosting()))
    assert sentences("P17g") == []


@pytest.mark.claim("P17b")
def test_the_certificate_stands_there_as_declared() -> None:
    assert one("P17b").endswith(": HDS-0002.")
    uncertified = replace(LYON.hosting, certificate="")
    assert sentences("P17b", replace(LYON, hosting=uncertified)) == []


@pytest.mark.claim("P17c")
def test_the_certificate_s_end_stands_there() -> None:
    assert "2028-05-16" in one("P17c")


@pytest.mark.claim("P38b")
def test_the_place_of_the_machines_stands_there() -> None:
    assert one("P38b") == "It declares that its machines stand here: Lyon."


@pytest.mark.claim("P17d")
def test_the_day_of_the_practice_s_acceptance_stands_there_and_none_before_it() -> None:
    assert "2026-11-02" in one("P17d")
    not_yet = replace(LYON.hosting, accepted=None)
    assert sentences("P17d", replace(LYON, hosting=not_yet)) == []


@pytest.mark.claim("P17f")
def test_the_right_to_refuse_the_hosting_cites_its_law_where_there_is_one() -> None:
    certified = FRANCE.hosting.certificate
    assert certified is not None
    assert certified.value in one("P17f")
    assert sentences("P17f", LAC) == []


@pytest.mark.claim("P35b")
def test_every_firm_stands_there_by_legal_name_country_role_and_day() -> None:
    laboratory = Recipient("other", "Labo Exemple SA", "CH", "L-1", date(2026, 3, 2))
    [said] = sentences("P35b", replace(LYON, recipients=(*LYON.recipients, laboratory)))
    assert len(said.items) == len(LYON.recipients) + 1
    assert said.items[-1].startswith("Labo Exemple SA (CH): ")
    assert said.items[-1].endswith("2026-03-02")


@pytest.mark.claim("P72")
@pytest.mark.parametrize("pack", [FRANCE, SWITZERLAND], ids=["FR", "CH"])
def test_the_authority_stands_there_with_its_address_and_site(pack: Pack) -> None:
    said = one("P72", replace(LYON, packs=(pack,)))
    for part in (pack.authority.name, pack.authority.address, pack.authority.site):
        assert part in said


@pytest.mark.claim("P27")
@of_activity("P27")
def test_an_activity_s_purpose_is_the_register_s(activity: Activity) -> None:
    assert one("P27", of=activity) == f"Purpose: {activity.purpose}"


@pytest.mark.claim("P31")
@of_activity("P31")
def test_an_activity_s_readers_are_the_register_s(activity: Activity) -> None:
    assert one("P31", of=activity) == f"It is read by {activity.readers}."


@pytest.mark.claim("P35")
@of_activity("P35")
def test_each_recipient_stands_there_with_what_it_sees(activity: Activity) -> None:
    said = [sentence.text for sentence in sentences("P35", of=activity)]
    assert len(said) == len(activity.recipients)
    for text, role in zip(said, activity.recipients, strict=True):
        assert text.lower() == f"{role.label}: {role.sees}.".lower()


@pytest.mark.claim("P13")
@of_activity("P13")
def test_what_is_kept_beside_the_answers_stands_there_whole(activity: Activity) -> None:
    beside = [datum.why.lower() for datum in activity.data if datum.ask is None]
    listed = [item.lower() for said in sentences("P13", of=activity) for item in said.items]
    assert listed == beside


@pytest.mark.claim("P14")
@of_activity("P14")
def test_what_is_asked_stands_there_with_its_reason(activity: Activity) -> None:
    listed = [item for said in sentences("P14", of=activity) for item in said.items]
    asked = [datum for datum in activity.asked if datum.ask and datum.ask.when is None]
    for datum in asked:
        assert any(item.endswith(f": {datum.why}") for item in listed), datum.name
    assert bool(listed) is bool(asked)


@pytest.mark.claim("P20")
@of_activity("P20")
def test_what_an_empty_answer_means_stands_there(activity: Activity) -> None:
    said = [sentence.text for sentence in sentences("P20", of=activity)]
    assert said == ([activity.without] if activity.without else [])
    assert activity.without or not activity.form


@pytest.mark.claim("P42")
@of_activity("P42")
def test_an_activity_stands_on_one_basis_with_its_article(activity: Activity) -> None:
    said = one("P42", of=activity)
    assert said.startswith(f"Basis: {activity.basis_words}")
    cited = FRANCE.articles.get(activity.basis)
    assert cited is not None
    assert cited.value in said


@pytest.mark.claim("P42b")
@of_activity("P42b")
def test_the_rights_follow_from_the_basis(activity: Activity) -> None:
    listed = one("P42b", of=activity).partition(": ")[2].rstrip(".")
    assert listed == ", ".join(right.label for right in rights(activity))


@pytest.mark.claim("P42c")
def test_health_is_said_to_be_protected_where_health_is_and_cites_the_law() -> None:
    for activity in ACTIVITIES:
        assert len(sentences("P42c", of=activity)) == (activity.art9 is Art9.CARE)
    questionnaire = REGISTER["questionnaire"]
    assert questionnaire.art9 is not None
    cited = FRANCE.articles[questionnaire.art9]
    assert cited.value in one("P42c", of=questionnaire)


@pytest.mark.claim("P42e")
def test_health_that_may_stand_in_it_is_not_said_to_serve_care() -> None:
    dispute = next(one for one in REGISTER.values() if one.art9 is Art9.LEGAL_CLAIMS)
    cited = FRANCE.articles.get(Art9.LEGAL_CLAIMS, FRANCE.health)
    [section] = (
        one for one in policy((dispute,), LYON, ENGLISH).sections if one.key == dispute.key
    )
    [said] = (one.text for one in section.sentences if one.claim == "P42e")
    assert said.endswith(f"({cited.value}).")
    assert not [one for one in section.sentences if one.claim in ("P42c", "P42d")]


@pytest.mark.claim("P42d")
def test_health_is_said_to_be_protected_where_no_law_is_known() -> None:
    nowhere = replace(LAC, packs=(ELSEWHERE,))
    assert one("P42d", nowhere, of=REGISTER["questionnaire"])
    assert sentences("P42d", LYON, of=REGISTER["questionnaire"]) == []


@pytest.mark.claim("P44")
@of_activity("P44")
def test_a_legitimate_interest_shows_its_balancing_text(activity: Activity) -> None:
    said = [sentence.text for sentence in sentences("P44", of=activity)]
    assert said == ([f"Why this is fair: {activity.balancing}"] if activity.balancing else [])


@pytest.mark.claim("P46")
def test_a_legal_obligation_shows_its_text() -> None:
    duty = next(one for one in REGISTER.values() if one.law and one.key in FRANCE.laws)
    made = policy((duty,), LYON, ENGLISH).sections
    said = [s.text for section in made for s in section.sentences if s.claim == "P46"]
    assert said == [f"The law that asks for it: {FRANCE.laws[duty.key]}."]
