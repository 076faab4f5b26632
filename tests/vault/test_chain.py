"""The signed choices are a chain from the first one on. Nothing of it is deleted, nothing planted counts."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection

from quenotte.base import log
from quenotte.register.choices import Refused
from quenotte.vault import worker
from quenotte.vault.feeds import services as feeds
from quenotte.vault.policies import services as policies
from quenotte.vault.practices import choices, hosting
from quenotte.vault.practices.declared import choices_of, facts_of
from quenotte.vault.practices.models import Choices as Row
from quenotte.vault.practices.models import Practice
from quenotte.vault.practices.probes import certificate
from tests.vault.conftest import NOW
from tests.vault.test_choices import HOST, Signer


@pytest.fixture(autouse=True)
def hosted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "HOSTING", dict(HOST))


@pytest.fixture
def signer(mast: Practice) -> Signer:
    return Signer(mast)


def plant(practice: Practice, number: int, token: str) -> None:
    Row.objects.create(practice=practice, number=number, jws=token, received_at=NOW)


def numbers(practice: Practice) -> list[int]:
    return [kept.signed.number for kept in choices.history(practice)]


@pytest.mark.claim("P51")
class TestTheChain:
    def test_a_token_that_was_refused_counts_no_more_when_it_lies_there_as_a_row(
        self, signer: Signer, mast: Practice
    ) -> None:
        signer.keep()
        refused = signer.sign(number=7, previous="nonsense", chosen={"off": ["questionnaire"]})
        with pytest.raises(Refused):
            choices.keep(practice=mast, token=refused, who=None, at=NOW)
        plant(mast, 7, refused)
        assert choices_of(mast).off == frozenset()
        assert numbers(mast) == [1]

    @pytest.mark.parametrize("previous", [None, "A" * 43])
    def test_one_that_names_another_before_it_does_not_count(
        self, signer: Signer, mast: Practice, previous: str | None
    ) -> None:
        signer.keep()
        plant(mast, 2, signer.sign(previous=previous, chosen={"off": ["questionnaire"]}))
        assert numbers(mast) == [1]

    def test_a_first_one_that_names_one_before_it_does_not_count(
        self, signer: Signer, mast: Practice
    ) -> None:
        plant(mast, 1, signer.sign(previous="A" * 43, chosen={"off": ["questionnaire"]}))
        assert choices_of(mast).off == frozenset()

    def test_what_follows_a_gap_does_not_count(self, signer: Signer, mast: Practice) -> None:
        for off in ([], ["questionnaire"], []):
            signer.keep(off=off)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE practices_choices SET jws = 'x' WHERE number = 2")
        assert numbers(mast) == [1]

    def test_what_does_not_verify_is_set_aside_and_never_deleted(
        self, signer: Signer, mast: Practice
    ) -> None:
        former = [signer.keep(off=["questionnaire"]), signer.keep()]
        successor = Signer(mast)
        assert choices.newest(mast) is None
        successor.keep()
        assert numbers(mast) == [1]
        aside = Row.objects.of(mast).exclude(set_aside_at=None).order_by("number")
        assert [(row.number, row.jws, row.set_aside_at) for row in aside] == [
            (1, former[0], NOW),
            (2, former[1], NOW),
        ]
        Signer(mast).keep()
        assert Row.objects.of(mast).count() == 4


@pytest.mark.claim("P17d")
class TestSinceWhenTheHostingIsAccepted:
    def keep(self, signer: Signer, at: datetime, **chosen: object) -> None:
        issued = at.strftime("%Y-%m-%dT%H:%M:%SZ")
        token = signer.sign(issued=issued, chosen=chosen)
        choices.keep(practice=signer.practice, token=token, who=None, at=at)
        signer.last, signer.number = token, signer.number + 1

    def test_it_is_the_day_of_the_first_acceptance_not_of_the_newest_signature(
        self, signer: Signer, mast: Practice
    ) -> None:
        facts = hosting.digest()
        self.keep(signer, NOW, hosting=facts)
        self.keep(signer, NOW + timedelta(days=9), hosting=facts, off=["questionnaire"])
        assert facts_of(mast).hosting.accepted == date(2026, 11, 23)

    def test_after_a_break_it_is_the_day_of_the_new_acceptance(
        self, signer: Signer, mast: Practice
    ) -> None:
        facts = hosting.digest()
        for days, said in ((0, facts), (1, None), (2, facts), (3, facts)):
            self.keep(signer, NOW + timedelta(days=days), hosting=said)
        assert facts_of(mast).hosting.accepted == date(2026, 11, 25)
        settings.HOSTING = HOST | {"version": "3.0"}
        assert facts_of(mast).hosting.accepted is None

    def test_it_is_the_day_at_the_practice(self, signer: Signer, mast: Practice) -> None:
        self.keep(signer, datetime(2026, 11, 23, 23, 30, tzinfo=UTC), hosting=hosting.digest())
        assert facts_of(mast).hosting.accepted == date(2026, 11, 24)

    @pytest.mark.claim("P17c")
    def test_the_certificate_ends_by_the_practice_s_clock(self, mast: Practice) -> None:
        settings.HOSTING = HOST | {"valid_until": "2026-11-23"}
        last = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)
        for at, holds in ((last, True), (last + timedelta(hours=1), False)):
            read = certificate(practice=mast, at=at)
            assert read is not None
            assert read.holds is holds


class TestOnePracticeThatFails:
    """`mast` breaks; `favre`, who comes after it, is served all the same, and the log names the one."""

    @pytest.fixture
    def broken(self, mast: Practice, favre: Practice, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        served: list[str] = []

        def serve(*, practice: Practice, at: datetime) -> None:
            if practice.slug == "mast":
                raise ValueError("a text that only Dr Mast has")
            served.append(practice.slug)

        monkeypatch.setattr(policies, "publish_known", serve)
        monkeypatch.setattr(feeds, "follow", serve)
        policies._at_the_last_tick.clear()
        return served

    def test_keeps_no_other_practice_s_policy_waiting(
        self, broken: list[str], logged: list[str]
    ) -> None:
        worker.tick(at=NOW)
        assert broken == ["favre"]
        assert logged == [log.line("policy-waits", practice="mast", error="ValueError")]

    def test_keeps_no_other_practice_s_site_waiting(
        self, broken: list[str], logged: list[str]
    ) -> None:
        worker.follow(at=NOW)
        assert broken == ["favre"]
        assert logged == [log.line("follow-failed", practice="mast", error="ValueError")]
