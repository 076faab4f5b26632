"""The vault asks the register before it receives, reads or sends: what is not allowed does not happen (P27)."""

import uuid
from typing import Any

import pytest

from quenotte.register import acts
from quenotte.vault.agenda.models import Appointment
from quenotte.vault.intake.models import Submission
from quenotte.vault.notices import services as notices
from quenotte.vault.notices.models import Notice
from quenotte.vault.practices.models import Practice
from tests.vault.conftest import NOW, Browser, Clock, Lea
from tests.vault.test_desk_door import Desk

pytestmark = pytest.mark.claim("P27b")


@pytest.fixture
def forbid(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The register lets an activity do one act less."""
    allowed = acts.acts

    def less(activity: str, act: acts.Act) -> None:
        def without(one: Any) -> Any:
            return allowed(one) - ({act} if one.key == activity else set())

        monkeypatch.setattr(acts, "acts", without)

    return less


@pytest.mark.parametrize("activity", ["appointment", "questionnaire"])
def test_nothing_is_received_that_the_register_does_not_let_in(
    browser: Browser, lea: Lea, mast: Practice, forbid: Any, activity: str
) -> None:
    asked = browser.put("appointment", lea.id, lea.request()).status_code
    assert asked == 201
    forbid(activity, acts.Act.RECEIVE)
    body = Lea().request() if activity == "appointment" else lea.answers()
    bearer = None if activity == "appointment" else lea.bearer
    assert browser.put(activity, Lea().id, body, bearer=bearer).status_code >= 400
    assert Submission.objects.of(mast).count() == 1


def test_nothing_is_read_at_the_desk_for_a_purpose_that_is_not_named(
    browser: Browser, lea: Lea, mast: Practice, clock: Clock, forbid: Any
) -> None:
    browser.put("appointment", lea.id, lea.request())
    desk = Desk(mast)
    desk.register()
    desk.sign_in()
    path = f"envelope/appointment/{lea.id}/core"
    assert desk.call("GET", path).status_code == 200
    forbid("appointment", acts.Act.READ)
    refused = desk.call("GET", path)
    never = desk.call("GET", f"envelope/profiles/{uuid.uuid4()}/core")
    assert (refused.status_code, refused.content) == (never.status_code, never.content)
    assert refused.status_code == 404


def test_nothing_is_queued_or_leased_that_may_not_be_sent(
    browser: Browser, lea: Lea, mast: Practice, forbid: Any
) -> None:
    browser.put("appointment", lea.id, lea.request())
    held = Appointment.objects.of(mast).get()
    before = list(Notice.objects.of(mast).values_list("id", "state"))
    forbid("service-message", acts.Act.SEND)
    for act in (
        lambda: notices.queue(appointment=held, template="appointment-confirmed", at=NOW),
        lambda: notices.lease(most=5, at=NOW),
    ):
        with pytest.raises(acts.Refused):
            act()
    assert list(Notice.objects.of(mast).values_list("id", "state")) == before
