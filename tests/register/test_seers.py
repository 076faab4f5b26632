"""The table "who can see what" is computed; it cannot say otherwise."""

import pytest

from quenotte.register import REGISTER
from quenotte.register.derived import seers


def row(title: str) -> seers.Row:
    return next(each for each in seers.table(REGISTER.values()) if each.title == title)


@pytest.mark.claim("P11", "P15")
def test_health_answers_are_read_by_carers_and_kept_sealed_by_the_host() -> None:
    health = row("Health answers")
    assert [each.who for each in health.sees] == [seers.CARERS]
    assert [each.who for each in health.sealed] == [seers.HOST]
    assert {each.who for each in health.nothing} == {
        seers.SECRETARIES,
        seers.RELAY,
        seers.CARRIERS,
        seers.PUBLISHER,
    }


@pytest.mark.claim("P11")
def test_the_publisher_reads_nothing_of_a_patient() -> None:
    for each in seers.table(REGISTER.values()):
        if each is not seers.WIRE:
            assert seers.PUBLISHER in {viewer.who for viewer in each.nothing}


def test_the_relay_s_glimpse_of_an_address_is_said() -> None:
    assert seers.Viewer(seers.RELAY, seers.WHILE_SENDING) in row("E-mail or telephone").sees


@pytest.mark.claim("P21")
def test_the_carriers_of_messages_are_not_left_out() -> None:
    for title in ("E-mail or telephone", "Date, time, type of appointment"):
        assert seers.CARRIERS in {viewer.who for viewer in row(title).sees}
    assert seers.CARRIERS in {viewer.who for viewer in row("Name, age, address").nothing}
