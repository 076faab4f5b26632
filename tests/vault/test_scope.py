"""No query runs without a practice."""

from collections.abc import Callable

import pytest

from quenotte.base.scope import NoPractice
from quenotte.vault.agenda.models import Appointment
from quenotte.vault.practices.models import Practice
from tests.vault.conftest import Browser, Lea


@pytest.mark.claim("P11")
@pytest.mark.parametrize(
    "query",
    [
        pytest.param(lambda rows: list(rows.all()), id="all"),
        pytest.param(lambda rows: rows.get(), id="get"),
        pytest.param(lambda rows: rows.filter(minutes=30).first(), id="first"),
        pytest.param(lambda rows: rows.count(), id="count"),
        pytest.param(lambda rows: rows.exists(), id="exists"),
        pytest.param(lambda rows: rows.update(minutes=1), id="update"),
        pytest.param(lambda rows: rows.all().delete(), id="delete"),
        pytest.param(lambda rows: list(rows.values_list("id")), id="values"),
        pytest.param(lambda rows: list(rows.iterator()), id="iterator"),
        pytest.param(lambda rows: rows.aggregate(), id="aggregate"),
        pytest.param(lambda rows: list(rows.raw("SELECT 1")), id="raw"),
        pytest.param(lambda rows: rows.everywhere(""), id="everywhere without a reason"),
    ],
)
def test_a_query_without_a_practice_does_not_run(
    mast: Practice, query: Callable[[object], object]
) -> None:
    with pytest.raises(NoPractice):
        query(Appointment.objects)


def test_two_practices_do_not_add_up(mast: Practice, favre: Practice) -> None:
    with pytest.raises(NoPractice):
        Appointment.objects.of(mast) | Appointment.objects.of(favre)
    with pytest.raises(NoPractice):
        Appointment.objects.of(mast).union(Appointment.objects.of(favre))


def test_one_practice_s_rows_are_its_own(browser: Browser, lea: Lea, favre: Practice) -> None:
    browser.put("appointment", lea.id, lea.request())
    assert Appointment.objects.of(browser.practice).count() == 1
    assert Appointment.objects.of(favre).count() == 0
