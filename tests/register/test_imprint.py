"""The legal notice says what each country's law wants said, and names what nobody has said (P78)."""

from dataclasses import replace

import pytest

from quenotte.register.derived.imprint import Firm, Imprint, Said, imprint
from quenotte.register.periods import ENGLISH

# LCEN (now Art. 1-1 of the law for confidence in the digital economy) with Art. 19 for a regulated profession;
# legal.md, L33. Fact of the site → what the law calls it.
LCEN = {
    "controller": "nom ou dénomination",
    "street": "adresse ou siège",
    "telephone": "numéro de téléphone",
    "register_number": "numéro d'inscription",
    "publication_director": "directeur de la publication",
    "host.legal_name": "nom de l'hébergeur",
    "host.street": "adresse de l'hébergeur",
    "host.telephone": "téléphone de l'hébergeur",
    "profession.title": "titre professionnel",
    "profession.awarded_in": "État où il a été octroyé",
    "profession.supervised_by": "ordre ou organisme professionnel",
    "profession.rules": "règles professionnelles applicables",
    "publisher.legal_name": "prestataire du site (P2)",
}
LCD = {"controller": "identité", "street": "adresse", "email": "adresse électronique"}

FIRM = Firm("Pages SA", "1 rue X", "+33 1 99 00 00 00", "a@pages.example", "RCS 000")
WHOLE = Said(
    responsible=replace(FIRM, name="Dr Mast"),
    director="Dr Mast",
    title="Chirurgien-dentiste",
    awarded_in="France",
    supervised_by="Ordre national des chirurgiens-dentistes",
    rules="Code de la santé publique",
    professional_number="RPPS 00000000000",
    host=replace(FIRM, name="Coffre SA"),
    publisher=FIRM,
)


def said(country: str, given: Said = WHOLE) -> Imprint:
    return imprint(given, country, ENGLISH)


@pytest.mark.claim("P78")
@pytest.mark.parametrize(("country", "asked"), [("FR", LCEN), ("CH", LCD), ("AT", LCD)])
def test_what_the_law_asks_and_nobody_said_is_named(country: str, asked: dict[str, str]) -> None:
    nothing = Said(responsible=Firm())
    assert set(said(country, nothing).missing) == set(asked)
    assert said(country, nothing).entries == ()
    assert said(country).missing == ()


def test_every_fact_is_printed_under_its_term() -> None:
    printed = {entry.key: entry.lines for entry in said("FR").entries}
    assert printed["responsible"] == (
        "Dr Mast",
        "1 rue X",
        "+33 1 99 00 00 00",
        "a@pages.example",
        "RCS 000",
    )
    assert printed["director"] == ("Dr Mast",)
    assert printed["host"] == ("Coffre SA", "1 rue X", "+33 1 99 00 00 00")
    assert len(printed["profession"]) == 4
    assert "vat" not in printed


@pytest.mark.parametrize(
    ("said_blank", "missing"),
    [
        pytest.param(replace(WHOLE, director=" "), "publication_director", id="director"),
        pytest.param(replace(WHOLE, rules="\t"), "profession.rules", id="rules"),
        pytest.param(replace(WHOLE, host=replace(FIRM, telephone="")), "host.telephone", id="host"),
    ],
)
def test_spaces_say_nothing(said_blank: Said, missing: str) -> None:
    assert said("FR", said_blank).missing == (missing,)
