"""The registers answer what the authorities ask: the practice's (Art. 30(1), FADP 12) and the Publisher's (30(2))."""

import csv
import io
import json
from dataclasses import replace

import pytest

from quenotte.register import REGISTER, Activity
from quenotte.register.claims import CLAIMS, State
from quenotte.register.derived import processor, records, swiss
from quenotte.register.derived.measures import MEASURES, Kind
from quenotte.register.derived.parties import Parties
from quenotte.register.derived.rubrics import KINDS, PEOPLE, UNDER
from quenotte.register.derived.spreadsheet import MARK, harmless
from quenotte.register.model import Basis, Category, Subject
from quenotte.register.periods import ENGLISH
from tests.register import practice_on_paper as paper

# The questions of the CNIL's two models, each once: the spreadsheet of the "registre simplifié" (July 2019:
# actors, purposes and sub-purposes, measures, data with their periods, sensitive data, NIR, persons, recipients,
# transfers with guarantees) and the record sheet of the "registre de base" (joint controller, software, the nine
# kinds of data, the seven kinds of measures, internal, external and processing recipients). Required: what
# Art. 30(1)(a)-(g) GDPR asks, with the sheet's name. True: required.
CNIL = {
    "activity": ("Nom de l'activité", True),
    "reference": ("N° / REF", False),
    "created": ("Date de création", False),
    "changed": ("Mise à jour", False),
    "controller": ("Responsable du traitement", True),
    "controller_contact": ("Coordonnées du responsable", True),
    "dpo": ("Délégué à la protection des données", True),
    "representative": ("Représentant", True),
    "joint_controllers": ("Responsable(s) conjoint(s)", True),
    "purpose": ("Finalité principale, objectifs poursuivis", True),
    "sub_purposes": ("Sous-finalités", False),
    "software": ("Nom du logiciel ou de l'application", False),
    "people": ("Catégories de personnes concernées", True),
    "identity": ("État civil, identité, données d'identification, images", True),
    "personal_life": ("Vie personnelle", False),
    "working_life": ("Vie professionnelle", False),
    "money": ("Informations d'ordre économique et financier", False),
    "connection": ("Données de connexion", False),
    "place": ("Données de localisation", False),
    "internet": ("Internet", False),
    "other_data": ("Autres catégories de données", False),
    "sensitive": ("Données sensibles", True),
    "national_number": ("Numéro d'identification national (NIR)", False),
    "retention": ("Durées de conservation par catégorie", True),
    "internal": ("Destinataires internes", True),
    "external": ("Organismes externes", True),
    "processors": ("Sous-traitants", True),
    "transfers": ("Transferts hors UE: destinataire, pays", True),
    "guarantees": ("Type de garanties, lien vers la documentation", True),
    "technical": ("Mesures de sécurité techniques", True),
    "organisational": ("Mesures de sécurité organisationnelles", True),
    "access": ("Contrôle d'accès des utilisateurs", False),
    "traces": ("Mesures de traçabilité", False),
    "protection": ("Mesures de protection des logiciels", False),
    "backups": ("Sauvegarde des données", False),
    "encryption": ("Chiffrement des données", False),
    "control": ("Contrôle des sous-traitants", False),
    "other_measures": ("Autres mesures", False),
}
REQUIRED = {key for key, (_, required) in CNIL.items() if required}


def sheet(activity: str, parties: Parties = paper.ANNECY) -> dict[str, tuple[str, ...]]:
    (made,) = records.records([REGISTER[activity]], parties, paper.proven, ENGLISH)
    return made.answers


def rows(table: bytes) -> list[list[str]]:
    assert table.decode().startswith(MARK)
    return list(csv.reader(io.StringIO(table.decode().removeprefix(MARK), newline="")))


def test_the_sheet_asks_what_the_cnil_asks() -> None:
    assert (len(CNIL), len(REQUIRED)) == (38, 18)
    theirs = {each.key: each.required for each in records.QUESTIONS if not each.ours}
    assert theirs == {key: required for key, (_, required) in CNIL.items()}


@pytest.mark.claim("P57")
@pytest.mark.parametrize("parties", [paper.GENEVA, paper.ANNECY], ids=["CH", "FR"])
@pytest.mark.parametrize("activity", paper.ON, ids=lambda each: each.key)
def test_every_question_is_answered_for_every_activity(
    activity: Activity, parties: Parties
) -> None:
    answered = {key for key in CNIL if any(sheet(activity.key, parties)[key])}
    assert len(answered) >= 36
    assert answered >= REQUIRED


def test_what_nobody_knows_is_left_empty() -> None:
    unknown = replace(paper.ANNECY, began=None, changed=None, recipients=())
    said = sheet("appointment", unknown)
    assert said["created"] == said["changed"] == said["transfers"] == said["guarantees"] == ()
    assert "Nobody is named for this role on this installation." in said["processors"][0]


def test_health_stands_under_sensitive_data_and_nowhere_else() -> None:
    said = sheet("questionnaire")
    assert len(said["sensitive"]) > 5
    for key in ("identity", "personal_life", "internet"):
        assert said[key] == ("None: the register declares no such datum here.",)
    assert "None:" in sheet("appointment")["sensitive"][0]


def test_each_kind_of_data_says_its_own_period() -> None:
    whole, early = sheet("appointment")["retention"]
    assert whole.startswith("Identity, Means of contact, ")
    assert "3 years after the appointment" in whole
    assert early.startswith(KINDS[Category.MESSAGE])
    assert "when the rest is archived, after 3 months" in early


def test_an_officer_is_named_only_where_one_is_appointed() -> None:
    assert sheet("appointment")["dpo"][0] == "None is appointed."
    assert sheet("appointment", paper.APPOINTED)["dpo"] == ("Léonie Mast", "donnees@mast.example")


@pytest.mark.claim("P4")
def test_a_measure_is_a_claim_with_its_state() -> None:
    def failing(claim: str) -> State:
        return State.FAILING if claim == "P15" else State.PROVEN

    made = records.records(paper.ON, paper.ANNECY, failing, ENGLISH)
    said = next(one.answers["encryption"] for one in made if one.activity == "questionnaire")
    assert any("[P15: failing on this installation]" in one for one in said)
    assert any("[P11: proven by the tests of this version]" in one for one in said)
    assert {one.claim for one in MEASURES} <= set(CLAIMS)
    assert all(not CLAIMS[one.claim].needs for one in MEASURES)
    assert {one.kind for one in MEASURES} == set(Kind)


def test_every_category_and_subject_has_its_heading() -> None:
    assert set(UNDER) == set(KINDS) == set(Category)
    assert set(PEOPLE) == set(Subject)


def test_a_transfer_is_seen_from_the_practice_s_country() -> None:
    swiss_ = sheet("appointment", paper.GENEVA)
    assert swiss_["transfers"] == ("Coffre SA: FR", "Facteur GmbH: DE")
    assert "Federal Council" in swiss_["guarantees"][0]
    french = sheet("site-operation", paper.ANNECY)
    assert french["transfers"] == ("Pages du Lac Sàrl: CH",)
    assert "European Commission" in french["guarantees"][0]
    assert sheet("appointment")["transfers"][0].startswith("None:")


@pytest.mark.claim("P46")
def test_a_legal_obligation_cites_the_law_of_the_country() -> None:
    lawful = [one for one in paper.ON if one.basis is Basis.LAW]
    assert lawful
    for activity in lawful:
        for parties in (paper.GENEVA, paper.ANNECY):
            laws = [pack.laws.get(activity.key, "") for pack in parties.packs]
            last = sheet(activity.key, parties)["basis"][-1]
            assert last in {*filter(None, laws), activity.law}
            assert "Art." in last


@pytest.mark.claim("P44")
def test_a_legitimate_interest_shows_its_balancing() -> None:
    for activity in paper.ON:
        shown = sheet(activity.key)["balancing"]
        interest = activity.basis is Basis.LEGITIMATE_INTEREST
        assert shown == ((activity.balancing,) if interest else ("Not relied on.",))


@pytest.mark.claim("P5")
def test_a_service_that_is_off_has_no_sheet() -> None:
    on = [activity for activity in paper.ON if activity.service != "contact"]
    made = records.records(on, paper.GENEVA, paper.proven, ENGLISH)
    assert "contact" not in {one.activity for one in made}


def test_the_table_opens_in_a_spreadsheet() -> None:
    made = records.records(paper.ON, paper.GENEVA, paper.proven, ENGLISH)
    head, *body = rows(records.as_csv(made, ENGLISH))
    assert head == [each.label for each in records.QUESTIONS]
    assert len(body) == len(paper.ON)
    assert all(len(row) == len(head) for row in body)
    assert b"\r\n" in records.as_csv(made, ENGLISH)


@pytest.mark.parametrize("cell", ["=1+1", "+41 22 555", "-2", "@SUM(A1)", "\t=1", "＝1", " =1"])
def test_no_cell_is_a_formula(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    hostile = replace(paper.GENEVA, controllers=(replace(paper.MAST, name=cell.strip()),))
    made = records.records(paper.ON, hostile, paper.proven, ENGLISH)
    _, *body = rows(records.as_csv(made, ENGLISH))
    assert not any(one.lstrip(" ")[:1] in "=+-@\t＝" for row in body for one in row if one)


def test_the_same_register_as_json() -> None:
    made = records.records(paper.ON, paper.GENEVA, paper.proven, ENGLISH)
    said = json.loads(json.dumps(records.as_json(made, ENGLISH)))
    assert [each["key"] for each in said["questions"]] == [each.key for each in records.QUESTIONS]
    assert {each["activity"] for each in said["activities"]} == {each.key for each in paper.ON}


@pytest.mark.claim("P57")
def test_the_swiss_register_says_what_article_12_asks() -> None:
    made = swiss.swiss(paper.ON, paper.GENEVA, paper.proven, ENGLISH)
    assert {item.letter for item in swiss.ITEMS} - {""} == set("abcdefg")
    for entry in made:
        assert set(entry) == {item.key for item in swiss.ITEMS}
        assert all(any(lines) for lines in entry.values())
    head, *body = rows(swiss.as_csv(made, ENGLISH))
    assert (len(head), len(body)) == (len(swiss.ITEMS), len(paper.ON))
    text = json.dumps(swiss.as_json(made, ENGLISH))
    assert "GDPR" not in text
    assert "CNIL" not in text


SERVED = [
    processor.Served(
        replace(paper.GENEVA, slug=slug, name=name), paper.ON, paper.PUBLISHER, "2026-03-01"
    )
    for slug, name in (("mast", "Cabinet Mast"), ("favre", "Cabinet Favre"))
]
COLUMNS = (
    *("practice", "since", "processor", "processor_contact", "controller", "controller_contact"),
    *("officer", "categories", "sub_processors", "transfers", "measures"),
)


@pytest.mark.claim("P57")
def test_the_publisher_s_register_lists_every_practice_it_serves() -> None:
    made = processor.processor(SERVED, paper.proven, ENGLISH)
    assert [row["practice"] for row in made] == [
        ("Cabinet Favre", "favre"),
        ("Cabinet Mast", "mast"),
    ]
    assert tuple(processor.COLUMNS) == COLUMNS
    for row in made:
        assert tuple(row) == COLUMNS
        assert all(any(lines) for lines in row.values())
        assert len(row["categories"]) == len(paper.ON)
        assert any("Coffre SA (FR)" in line for line in row["sub_processors"])
        assert not any("Pages du Lac" in line for line in row["sub_processors"])
    head, *body = rows(processor.as_csv(made, ENGLISH))
    assert (len(head), len(body)) == (len(COLUMNS), 2)
    said = json.loads(json.dumps(processor.as_json(made, ENGLISH)))
    assert tuple(said["columns"]) == COLUMNS
    assert [tuple(row) for row in said["practices"]] == [COLUMNS, COLUMNS]
