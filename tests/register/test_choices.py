"""A practice chooses within the register: the strictest bound wins, and every refusal names its field."""

from dataclasses import replace
from typing import Any

import pytest

from quenotte.register import REGISTER, choices
from quenotte.register.choices import Choices, Periods, Refused, bounds, chosen, read
from quenotte.register.keep import Period, days
from quenotte.register.packs import PACKS, of, under

NOTHING: dict[str, Any] = {
    "periods": {},
    "off": [],
    "contact": None,
    "recipients": [],
    "hosting": None,
    "packs": [],
}
LABORATORY = {
    "role": "other",
    "legal_name": "Laboratoire Exemple SA",
    "country": "CH",
    "contract": "mandate of 2026",
    "since": "2026-01-15",
}
CONTACT = {"kind": "contact-point", "name": "Dr Mast", "email": "mast@lac.example"}


def made(**changes: Any) -> Choices:
    return read(NOTHING | changes, register=REGISTER, packs=PACKS, country="CH")


def test_nothing_chosen_leaves_the_register_as_it_is() -> None:
    counts = chosen(REGISTER, made(), under("CH"))
    assert list(counts) == list(REGISTER)
    for key, activity in counts.items():
        assert activity.keep.active.default == REGISTER[key].keep.active.default


@pytest.mark.claim("P51")
def test_a_chosen_period_counts() -> None:
    picked = made(periods={"appointment": {"active": "P6M", "archive": "P2Y"}})
    keep = chosen(REGISTER, picked, under("CH"))["appointment"].keep
    assert keep.archive is not None
    assert (keep.active.default, keep.archive.default) == ("P6M", "P2Y")
    assert chosen(REGISTER, picked, under("CH"))["questionnaire"].keep == replace(
        REGISTER["questionnaire"].keep,
        active=chosen(REGISTER, made(), under("CH"))["questionnaire"].keep.active,
    )


@pytest.mark.claim("P5")
def test_a_service_that_is_off_is_not_there() -> None:
    counts = chosen(REGISTER, made(off=["questionnaire"]), under("CH"))
    assert list(counts) == [key for key in REGISTER if key != "questionnaire"]


@pytest.mark.claim("P50")
@pytest.mark.parametrize("country", ["CH", "FR", ""])
def test_no_choice_exceeds_the_country_s_ceiling(country: str) -> None:
    """An older signature may ask for more than the register or the law admits today."""
    everything = tuple(Periods(key, active="P60M", archive="P60M") for key in REGISTER)
    for key, activity in chosen(REGISTER, Choices(periods=everything), under(country)).items():
        ceiling = days(of(country).ceiling(key))
        assert activity.keep.longest <= max(ceiling, days("P1D"))
        assert days(activity.keep.active.default) <= ceiling


@pytest.mark.claim("P50")
def test_of_two_laws_the_stricter_one_counts() -> None:
    activity = REGISTER["contact"]
    loose = replace(of("CH"), ceilings={"": of("CH").ceilings[""]})
    strict = replace(
        of("FR"), ceilings={**of("FR").ceilings, "contact": of("FR").ceilings["cookie-choice"]}
    )
    within = bounds(activity, Period("P12M", least="P1M", most="P3Y"), (loose, strict))
    assert within.most == "P6M"
    assert within.default == "P6M"
    assert bounds(activity, Period("P12M", most="P3Y"), (loose,)).most == "P3Y"


@pytest.mark.claim("P51")
@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"periods": []}, "periods", "malformed"),
        ({"periods": {"appointment": "P3M"}}, "periods.appointment", "malformed"),
        ({"periods": {"appointment": {"later": "P3M"}}}, "periods.appointment", "malformed"),
        ({"periods": {"seances": {"active": "P3M"}}}, "periods.seances", "unknown"),
        ({"periods": {"appointment": {"active": "P20Y"}}}, "periods.appointment.active", "oob"),
        ({"periods": {"appointment": {"active": "P1D"}}}, "periods.appointment.active", "oob"),
        ({"periods": {"appointment": {"archive": "P6Y"}}}, "periods.appointment.archive", "oob"),
        ({"periods": {"appointment": {"active": "P2W"}}}, "periods.appointment.active", "malformed"),
        ({"periods": {"appointment": {"active": 3}}}, "periods.appointment.active", "malformed"),
        ({"periods": {"appointment": {"active": "P-3M"}}}, "periods.appointment.active", "malformed"),
        ({"periods": {"questionnaire": {"archive": "P1Y"}}}, "periods.questionnaire.archive", "unknown"),
        ({"off": "newsletter"}, "off", "malformed"),
        ({"off": [7]}, "off[0]", "malformed"),
        ({"off": ["questionnaire", "questionnaire"]}, "off", "malformed"),
        ({"off": ["horoscope"]}, "off[0]", "unknown"),
        ({"off": ["questionnaire", "appointment"]}, "off[1]", "oob"),
        ({"off": ["site"]}, "off[0]", "oob"),
        ({"contact": "Dr Mast"}, "contact", "malformed"),
        ({"contact": CONTACT | {"kind": "friend"}}, "contact.kind", "unknown"),
        ({"contact": CONTACT | {"name": " "}}, "contact.name", "malformed"),
        ({"contact": CONTACT | {"email": "mast"}}, "contact.email", "malformed"),
        ({"contact": CONTACT | {"telephone": "call me"}}, "contact.telephone", "malformed"),
        ({"contact": CONTACT | {"address": "1\n2"}}, "contact.address", "malformed"),
        ({"contact": CONTACT | {"email": ""}}, "contact.email", "malformed"),
        ({"contact": CONTACT | {"fax": "1"}}, "contact.fax", "unknown"),
        ({"recipients": {}}, "recipients", "malformed"),
        ({"recipients": [LABORATORY] * 41}, "recipients", "oob"),
        ({"recipients": ["lab"]}, "recipients[0]", "malformed"),
        ({"recipients": [LABORATORY | {"x": 1}]}, "recipients[0].x", "unknown"),
        ({"recipients": [LABORATORY | {"role": "host"}]}, "recipients[0].role", "unknown"),
        ({"recipients": [LABORATORY, LABORATORY | {"country": "US"}]}, "recipients[1].country", "oob"),
        ({"recipients": [LABORATORY | {"since": "soon"}]}, "recipients[0].since", "malformed"),
        ({"recipients": [LABORATORY | {"contract": ""}]}, "recipients[0].contract", "malformed"),
        ({"hosting": "accepted"}, "hosting", "malformed"),
        ({"packs": ["CH", "US"]}, "packs[1]", "unknown"),
        ({"packs": None}, "packs", "malformed"),
        ({"language": "rm"}, "language", "unknown"),
    ],
)  # fmt: skip
def test_a_wrong_choice_is_refused_with_its_field(
    changes: dict[str, Any], field: str, reason: str
) -> None:
    with pytest.raises(Refused) as refusal:
        made(**changes)
    assert refusal.value.field == field
    assert refusal.value.reason == {"oob": "out-of-bounds"}.get(reason, reason)


@pytest.mark.parametrize("given", [None, [], "x", 1])
def test_what_is_no_choice_is_refused(given: object) -> None:
    with pytest.raises(Refused):
        read(given, register=REGISTER, packs=PACKS)


def test_a_field_that_is_left_out_is_refused_by_name() -> None:
    for name in NOTHING:
        short = {key: value for key, value in NOTHING.items() if key != name}
        with pytest.raises(Refused, match=name):
            read(short, register=REGISTER, packs=PACKS)


def test_a_period_without_room_is_fixed() -> None:
    activity = REGISTER["service-message"]
    assert bounds(activity, Period("P1M"), under("CH")).fixed
    assert not bounds(activity, Period("P1M", most="P2M"), under("CH")).fixed


def test_an_archive_cannot_end_before_it_begins() -> None:
    with pytest.raises(Refused) as refusal:
        made(periods={"appointment": {"active": "P12M", "archive": "P1Y"}})
    assert refusal.value.field == "periods.appointment.archive"


@pytest.mark.claim("P5")
def test_care_and_what_the_law_asks_for_cannot_be_switched_off() -> None:
    assert "questionnaire" in choices.OPTIONAL
    assert not {"appointment", "site", "rights", "breaches"} & choices.OPTIONAL


def test_a_whole_choice_is_read_as_it_was_written() -> None:
    whole = made(contact=CONTACT, recipients=[LABORATORY], packs=["FR"], hosting="a" * 64)
    assert whole.contact is not None
    assert whole.contact.name == "Dr Mast"
    assert whole.recipients[0].legal_name == "Laboratoire Exemple SA"
    assert whole.packs == ("FR",)
