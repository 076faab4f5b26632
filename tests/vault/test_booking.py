"""A time can be had once. The primary key decides."""

from datetime import UTC, datetime, time, timedelta

import pytest

from quenotte.vault.agenda import services as agenda
from quenotte.vault.agenda.models import Appointment, Cell, Closure, WeeklyHours
from quenotte.vault.intake.models import SealedPart, Submission
from quenotte.vault.notices.models import Notice, Reach
from quenotte.vault.practices.models import Practice
from tests.vault.conftest import FREE, NOW, Browser, Clock, Lea


@pytest.mark.claim("P21")
def test_a_request_takes_the_time_and_queues_the_confirmation(browser: Browser, lea: Lea) -> None:
    got = browser.put("appointment", lea.id, lea.request())
    assert got.status_code == 201
    assert got.json() == {
        "kept": lea.id,
        "received_at": "2026-11-23T07:00:00Z",
        "status": "REQUESTED",
        "answer_by": "2026-11-24T07:00:00Z",
    }
    assert Cell.objects.of(browser.practice).count() == 6
    assert SealedPart.objects.of(browser.practice).count() == 2
    assert Reach.objects.of(browser.practice).count() == 1
    notice = Notice.objects.of(browser.practice).get()
    assert (notice.template, notice.due_at) == ("appointment-requested", NOW)


def test_a_repeat_is_not_a_second_one(browser: Browser, lea: Lea) -> None:
    first = browser.put("appointment", lea.id, lea.request())
    again = browser.put(
        "appointment", lea.id, lea.request(parts=[]) | {"parts": lea.request()["parts"]}
    )
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert Appointment.objects.of(browser.practice).count() == 1
    assert Notice.objects.of(browser.practice).count() == 1


def test_the_same_id_under_another_link_is_refused(browser: Browser, lea: Lea) -> None:
    browser.put("appointment", lea.id, lea.request())
    got = browser.put("appointment", lea.id, Lea(id=lea.id).request())
    assert (got.status_code, got.json()) == (422, {"refused": {"field": "link", "reason": "used"}})


def test_a_taken_time_answers_with_others_that_are_free(browser: Browser, lea: Lea) -> None:
    browser.put("appointment", lea.id, lea.request())
    other = Lea()
    got = browser.put("appointment", other.id, other.request())
    assert got.status_code == 409
    offered = got.json()["alternatives"]
    assert len(offered) == 6
    assert "2026-11-24T08:00:00Z" not in [each["start"] for each in offered]
    assert Submission.objects.of(browser.practice).count() == 1
    retried = browser.put(
        "appointment",
        other.id,
        other.request(
            start=datetime.strptime(offered[0]["start"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        ),
    )
    assert retried.status_code == 201


def test_overlapping_times_cannot_both_be_had(browser: Browser, lea: Lea) -> None:
    browser.put("appointment", lea.id, lea.request())
    late = Lea()
    got = browser.put("appointment", late.id, late.request(start=FREE + timedelta(minutes=15)))
    assert got.status_code == 409


@pytest.mark.parametrize(
    ("start", "reason"),
    [
        pytest.param(NOW - timedelta(days=3), "past", id="past"),
        pytest.param(FREE.replace(hour=5), "outside-hours", id="before opening"),
        pytest.param(FREE.replace(hour=11), "outside-hours", id="at noon"),
        pytest.param(FREE.replace(minute=7), "outside-hours", id="off the grid"),
        pytest.param(datetime(2026, 11, 28, 8, tzinfo=UTC), "outside-hours", id="on Saturday"),
        pytest.param(FREE + timedelta(days=364), "too-far", id="next year"),
    ],
)
def test_an_impossible_time_is_refused_by_name(
    browser: Browser, lea: Lea, start: datetime, reason: str
) -> None:
    got = browser.put("appointment", lea.id, lea.request(start=start))
    assert (got.status_code, got.json()) == (422, {"refused": {"field": "start", "reason": reason}})
    assert not Appointment.objects.of(browser.practice).exists()


def test_the_hour_that_daylight_saving_skips_is_not_offered(
    browser: Browser, lea: Lea, clock: Clock, mast: Practice
) -> None:
    """On 28 March 2027 Geneva's clocks go from 02:00 to 03:00."""
    hours = WeeklyHours.objects.of(mast).first()
    assert hours is not None
    WeeklyHours.objects.create(
        practice=mast,
        resource=hours.resource,
        weekday=6,
        opens=time(1),
        closes=time(5),
    )
    clock.at = datetime(2027, 3, 25, 7, tzinfo=UTC)
    got = browser.get("slots?type=control&from=2027-03-28&days=1").json()
    starts = [slot["start"] for slot in got["days"][0]["slots"]]
    assert starts[:6] == [
        "2027-03-28T00:00:00Z",
        "2027-03-28T00:15:00Z",
        "2027-03-28T00:30:00Z",
        "2027-03-28T00:45:00Z",
        "2027-03-28T01:00:00Z",  # 03:00: there is no 02:00
        "2027-03-28T01:15:00Z",
    ]
    assert len(starts) == len(set(starts))
    offered = browser.put(
        "appointment", lea.id, lea.request(start=datetime(2027, 3, 28, 0, 30, tzinfo=UTC))
    )
    assert offered.status_code == 201


def test_a_closed_day_offers_nothing(browser: Browser, lea: Lea, mast: Practice) -> None:
    Closure.objects.create(practice=mast, first_date=FREE.date(), last_date=FREE.date())
    days = [day["date"] for day in browser.get("slots?type=control").json()["days"]]
    assert "2026-11-24" not in days
    assert "2026-11-25" in days
    assert browser.put("appointment", lea.id, lea.request()).status_code == 422


def test_a_request_that_nobody_answers_expires_by_itself(
    browser: Browser, lea: Lea, mast: Practice
) -> None:
    browser.put("appointment", lea.id, lea.request())
    assert agenda.expire_due(at=NOW + timedelta(hours=23, minutes=59)) == 0
    assert agenda.expire_due(at=NOW + timedelta(hours=24)) == 1
    assert agenda.expire_due(at=NOW + timedelta(hours=25)) == 0
    assert Appointment.objects.of(mast).get().status == "EXPIRED"
    assert not Cell.objects.of(mast).exists()
    assert {notice.template: notice.state for notice in Notice.objects.of(mast)} == {
        "appointment-requested": "DROPPED",
        "appointment-expired": "WAITING",
    }


def test_an_answer_comes_before_the_patient_has_to_leave(
    browser: Browser, lea: Lea, mast: Practice
) -> None:
    start = NOW + timedelta(hours=3)
    got = browser.put("appointment", lea.id, lea.request(start=start))
    assert got.json()["answer_by"] == "2026-11-23T09:00:00Z"
    late = browser.put("appointment", Lea().id, Lea().request(start=NOW + timedelta(minutes=60)))
    assert late.json() == {"refused": {"field": "start", "reason": "past"}}


def test_a_confirmed_appointment_is_recalled_the_day_before(
    browser: Browser, lea: Lea, mast: Practice
) -> None:
    start = FREE + timedelta(days=7)
    browser.put("appointment", lea.id, lea.request(start=start))
    agenda.confirm(practice=mast, id=lea.id, who=None, at=NOW)
    reminder = Notice.objects.of(mast).get(template="appointment-reminder")
    assert (reminder.due_at, reminder.expires_at) == (start - timedelta(days=1), start)


def test_a_cancelled_appointment_is_not_recalled(
    browser: Browser, lea: Lea, mast: Practice
) -> None:
    browser.put("appointment", lea.id, lea.request(start=FREE + timedelta(days=7)))
    agenda.confirm(practice=mast, id=lea.id, who=None, at=NOW)
    got = browser.post("link/cancel", bearer=lea.bearer)
    assert got.json()["appointment"]["status"] == "CANCELLED"
    assert Notice.objects.of(mast).get(template="appointment-reminder").state == "DROPPED"
    assert not Cell.objects.of(mast).exists()
    assert browser.post("link/cancel", bearer=lea.bearer).status_code == 200


def test_a_request_that_ran_out_cannot_be_confirmed(
    browser: Browser, lea: Lea, mast: Practice
) -> None:
    browser.put("appointment", lea.id, lea.request())
    with pytest.raises(agenda.Changed):
        agenda.confirm(practice=mast, id=lea.id, who=None, at=NOW + timedelta(hours=24))
