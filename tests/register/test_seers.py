"""The table "who can see what" is computed; it cannot say otherwise."""

from dataclasses import replace

import pytest

from quenotte.register import REGISTER, offered
from quenotte.register.derived import seers
from quenotte.register.model import PUBLISHER, Subject


def row(title: str) -> seers.Row:
    return next(each for each in seers.table(REGISTER.values()) if each.title == title)


@pytest.mark.claim("P11")
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
        if each not in {seers.WIRE, seers.COUNTERS}:
            assert seers.PUBLISHER in {viewer.who for viewer in each.nothing}


@pytest.mark.claim("P33")
def test_requests_about_data_are_read_by_practitioners_alone() -> None:
    requests = row("Requests about your data")
    assert [each.who for each in requests.sees] == [seers.PRACTITIONERS]
    assert [each.who for each in requests.sealed] == [seers.HOST]
    assert seers.NO_PRACTITIONERS in {each.who for each in requests.nothing}
    assert {each.who for each in row("Name, age, address").sees} == {seers.EVERYBODY}


@pytest.mark.claim("P5")
def test_a_kind_of_data_stands_there_only_when_its_service_is_offered() -> None:
    now = [each.title for each in seers.table(offered(REGISTER).values())]
    later = [each.title for each in seers.table(REGISTER.values())]
    assert now == [title for title in later if title in now]
    assert set(later) - set(now) == {
        "Requests about your data",
        "What you agreed to",
        "Your choice of cookies",
        "Counters of visits",
    }


@pytest.mark.claim("P7", "P54")
def test_of_visitors_there_are_sums_and_a_choice_on_their_own_device() -> None:
    assert {each.note for each in row("Counters of visits").sees} == {seers.SUMS}
    assert [each.who for each in row("Your choice of cookies").sees] == [seers.DEVICE]


def test_the_members_of_a_practice_have_no_row_among_patients() -> None:
    staff = [each for each in REGISTER.values() if set(each.subjects) == {Subject.STAFF}]
    assert staff
    assert seers.table(staff) == (seers.WIRE,)


def test_a_publisher_who_received_something_would_not_be_said_to_receive_nothing() -> None:
    told = replace(REGISTER["contact"], recipients=(PUBLISHER,))
    message = next(each for each in seers.table([told]) if each.title == "Your message")
    assert seers.Viewer(seers.PUBLISHER, PUBLISHER.sees) in message.sees
    assert seers.PUBLISHER not in {each.who for each in message.nothing}


@pytest.mark.claim("P35")
def test_firms_stand_by_their_legal_names_where_the_deployment_says_them() -> None:
    names = {"host": "Santé Exemple", "publisher": "Atelier Exemple"}
    for each in seers.table(REGISTER.values(), names):
        for viewer in (*each.sees, *each.sealed, *each.nothing):
            expected = {seers.HOST: "Santé Exemple", seers.PUBLISHER: "Atelier Exemple"}
            assert viewer.name == expected.get(viewer.who)


def test_the_relay_s_glimpse_of_an_address_is_said() -> None:
    assert seers.Viewer(seers.RELAY, seers.WHILE_SENDING) in row("E-mail or telephone").sees


@pytest.mark.claim("P35")
def test_the_carriers_of_messages_are_not_left_out() -> None:
    for title in ("E-mail or telephone", "Date, time, type of appointment"):
        assert seers.CARRIERS in {viewer.who for viewer in row(title).sees}
    assert seers.CARRIERS in {viewer.who for viewer in row("Name, age, address").nothing}
