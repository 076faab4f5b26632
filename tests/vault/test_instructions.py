"""What the Publisher does with its rights on the machines cites an instruction that the practice signed (P56)."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from quenotte.base import jws
from quenotte.base.instruction import NotOne
from quenotte.register import recipients
from quenotte.vault.instructions import agreement, models, services
from quenotte.vault.journal import services as journal
from quenotte.vault.practices.models import Practice
from tests.vault.conftest import NOW
from tests.vault.signing import MEMBER, Owner


@pytest.fixture
def owner(mast: Practice) -> Owner:
    return Owner(mast)


def refused(owner: Owner, token: str, *, member: str = MEMBER, days: int = 0) -> tuple[str, str]:
    with pytest.raises(NotOne) as why:
        services.keep(
            practice=owner.practice, token=token, member=member, at=NOW + timedelta(days=days)
        )
    return why.value.field, why.value.reason


def cited(practice: Practice, act: str, **more: Any) -> int:
    return services.cite(practice=practice, act=act, at=NOW, **more).number


@pytest.mark.claim("P56")
class TestCiting:
    def test_nothing_is_done_for_a_practice_that_signed_nothing(self, mast: Practice) -> None:
        with pytest.raises(services.Refused, match="has not signed the processing agreement"):
            cited(mast, "publish")

    def test_an_instruction_without_the_agreement_is_not_enough(self, owner: Owner) -> None:
        owner.tell("publish")
        with pytest.raises(services.Refused, match="agreement"):
            cited(owner.practice, "publish")

    def test_an_act_that_was_not_instructed_is_refused_with_a_sentence(self, owner: Owner) -> None:
        owner.agree()
        owner.tell("publish")
        assert cited(owner.practice, "publish") == 1
        with pytest.raises(services.Refused) as why:
            cited(owner.practice, "restore")
        assert str(why.value) == (
            "the practice mast has not instructed this:"
            " Bring the service back from a backup (restore)"
        )

    def test_what_was_withdrawn_is_cited_no_more(self, owner: Owner) -> None:
        owner.signs_at_set_up()
        assert cited(owner.practice, "support") == 2
        owner.tell(withdraws=2)
        with pytest.raises(services.Refused):
            cited(owner.practice, "support")
        assert cited(owner.practice, "publish") == 1

    def test_one_that_ran_out_is_cited_until_its_last_day(self, owner: Owner) -> None:
        owner.agree()
        owner.once("export", "mast", until="2026-11-24")
        at = NOW + timedelta(days=1)
        assert services.cite(practice=owner.practice, act="export", at=at).number == 1
        with pytest.raises(services.Refused):
            services.cite(practice=owner.practice, act="export", at=at + timedelta(days=1))

    def test_of_several_the_newest_is_cited_or_the_one_that_is_named(self, owner: Owner) -> None:
        owner.agree()
        owner.tell("computer")
        owner.once("computer", "reception")
        assert cited(owner.practice, "computer") == 2
        assert cited(owner.practice, "computer", number=1) == 1
        with pytest.raises(services.Refused, match="instruction 3"):
            cited(owner.practice, "computer", number=3)

    def test_one_about_something_else_is_none_for_this(self, owner: Owner) -> None:
        owner.agree()
        owner.once("hand-over", "A" * 43)
        assert cited(owner.practice, "hand-over", about="A" * 43) == 1
        with pytest.raises(services.Refused):
            cited(owner.practice, "hand-over", about="B" * 43)

    def test_another_practice_s_instruction_counts_for_nothing_here(
        self, owner: Owner, favre: Practice
    ) -> None:
        owner.signs_at_set_up()
        with pytest.raises(services.Refused):
            cited(favre, "publish")


@pytest.mark.claim("P56")
class TestWhatIsKept:
    @pytest.mark.parametrize(
        ("changes", "why"),
        [
            ({"key": jws.new_key()}, ("jws", "another-practice")),
            ({"typ": "quenotte-choices"}, ("jws", "unsigned")),
            ({"practice": "favre"}, ("practice", "another-practice")),
            ({"v": 2}, ("v", "unknown")),
            ({"more": 1}, ("v", "unknown")),
            ({"number": 2}, ("number", "replayed")),
            ({"number": True}, ("number", "malformed")),
            ({"previous": "A" * 43}, ("previous", "replayed")),
            ({"issued": "2026-11-22T07:00:00Z"}, ("issued", "malformed")),
            ({"issued": "yesterday"}, ("issued", "malformed")),
            ({"member": "somebody"}, ("member", "unknown")),
            ({"acts": ["read"]}, ("acts", "unknown")),
            ({"acts": ["publish", "publish"]}, ("acts", "malformed")),
            ({"acts": []}, ("acts", "malformed")),
            ({"acts": "publish"}, ("acts", "unknown")),
            ({"until": "2026-11-22"}, ("until", "past")),
            ({"until": "2026-02-30"}, ("until", "malformed")),
            ({"about": ""}, ("about", "malformed")),
            ({"about": "a\u202eb"}, ("about", "malformed")),
            ({"acts": [], "withdraws": 1}, ("withdraws", "unknown")),
            ({"acts": ["purge"]}, ("until", "missing")),
            ({"acts": ["hand-over"], "until": "2026-12-24"}, ("until", "missing")),
        ],
    )
    def test_what_is_not_the_practice_s_own_word_is_refused(
        self, owner: Owner, changes: dict[str, Any], why: tuple[str, str]
    ) -> None:
        assert refused(owner, owner.instruction("publish", **changes)) == why
        assert services.history(owner.practice) == []

    def test_the_newest_one_again_is_answered_again(self, owner: Owner) -> None:
        token = owner.tell("publish")
        services.keep(practice=owner.practice, token=token, member=MEMBER, at=NOW)
        assert len(services.history(owner.practice)) == 1

    def test_an_earlier_one_again_is_a_replay(self, owner: Owner) -> None:
        first = owner.tell("publish")
        owner.tell(withdraws=1)
        assert refused(owner, first) == ("number", "replayed")

    def test_what_is_not_in_force_is_not_withdrawn(self, owner: Owner) -> None:
        owner.tell("publish")
        owner.tell(withdraws=1)
        assert refused(owner, owner.instruction(withdraws=1)) == ("withdraws", "unknown")

    def test_a_row_that_another_key_signed_ends_the_chain(self, owner: Owner) -> None:
        owner.signs_at_set_up()
        forged = owner.instruction("export", key=jws.new_key())
        models.Instruction.objects.create(
            practice=owner.practice, number=5, jws=forged, received_at=NOW
        )
        assert len(services.history(owner.practice)) == 4
        owner.tell("export")
        assert len(services.history(owner.practice)) == 5
        assert models.Instruction.objects.of(owner.practice).count() == 6  # kept, set aside

    def test_a_changed_row_takes_those_after_it_along(self, owner: Owner) -> None:
        owner.signs_at_set_up()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE instructions_instruction SET jws = 'x' WHERE number = 2")
        assert [kept.instruction.number for kept in services.history(owner.practice)] == [1]

    @pytest.mark.parametrize("rows", [1, 2])
    def test_a_withdrawal_that_somebody_takes_out_brings_nothing_back(
        self, owner: Owner, rows: int
    ) -> None:
        owner.agree()
        owner.tell("publish")
        owner.tell("support")
        owner.tell(withdraws=1)
        last = models.Instruction.objects.of(owner.practice).order_by("-number")[:rows]
        models.Instruction.objects.of(owner.practice).filter(
            pk__in=[row.pk for row in last]
        ).delete()
        with pytest.raises(services.Refused, match="are missing here"):
            cited(owner.practice, "publish")
        assert services.tokens(owner.practice) == []

    def test_whoever_signed_stands_in_the_journal(self, owner: Owner) -> None:
        owner.agree()
        owner.tell("publish")
        rows = journal.rows(owner.practice)
        assert [(row.what, row.who) for row in rows] == [
            ("agreement", MEMBER),
            ("instruction/1", MEMBER),
        ]


@pytest.mark.claim("P56")
class TestTheAgreement:
    def test_the_text_that_was_shown_is_kept_with_the_signature(self, owner: Owner) -> None:
        owner.agree()
        kept = services.agreement(owner.practice)
        assert kept is not None
        assert kept.text == agreement.text(owner.practice, "fr").text
        assert (kept.language, kept.member) == ("fr", MEMBER)

    @pytest.mark.parametrize(
        ("changes", "why"),
        [
            ({"key": jws.new_key()}, ("jws", "another-practice")),
            ({"practice": "favre"}, ("practice", "another-practice")),
            ({"text": "A" * 43}, ("text", "changed")),
            ({"member": "somebody"}, ("member", "unknown")),
            ({"issued": "2026-11-22T07:00:00Z"}, ("issued", "malformed")),
            ({"more": 1}, ("v", "unknown")),
        ],
    )
    def test_another_text_or_another_signer_is_refused(
        self, owner: Owner, changes: dict[str, Any], why: tuple[str, str]
    ) -> None:
        with pytest.raises(NotOne) as refusal:
            services.keep_agreement(
                practice=owner.practice, token=owner.agreement(**changes), member=MEMBER, at=NOW
            )
        assert (refusal.value.field, refusal.value.reason) == why
        assert services.agreement(owner.practice) is None

    def test_a_text_that_was_changed_afterwards_is_no_agreement(self, owner: Owner) -> None:
        owner.agree()
        models.Agreement.objects.of(owner.practice).update(text="We may read everything.")
        assert services.agreement(owner.practice) is None

    def test_it_names_practice_and_publisher(
        self, spoken_for: Practice, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        named = {"role": "publisher", "legal_name": "Pages du Lac", "country": "CH"}
        bound = {"contract": "WEB-1", "since": "2026-01-05", "told": "2025-12-01"}
        monkeypatch.setattr(settings, "RECIPIENTS", recipients.read(json.dumps([named | bound])))
        said = agreement.text(spoken_for, "en").text
        assert "Name: Dr Mast" in said
        assert "Name: Pages du Lac" in said

    def test_without_a_named_publisher_it_points_to_the_contract(self, mast: Practice) -> None:
        assert agreement.UNNAMED in agreement.text(mast, "en").text


def test_a_practice_has_signed_once_both_are_there(owner: Owner) -> None:
    assert not services.signed(owner.practice)
    services.keep_first(
        practice=owner.practice,
        agreement=owner.agreement(),
        instructions=[owner.instruction("publish")],
        member=MEMBER,
        at=NOW,
    )
    assert services.signed(owner.practice)


def test_set_up_without_an_instruction_keeps_nothing(owner: Owner) -> None:
    with pytest.raises(NotOne):
        services.keep_first(
            practice=owner.practice,
            agreement=owner.agreement(),
            instructions=[],
            member=MEMBER,
            at=NOW,
        )
    assert services.agreement(owner.practice) is None
