"""A message leaves once the vault was told; what became of it is told in one of three words."""

import threading
from datetime import UTC, datetime
from typing import Any

import pyrage
import pytest

from quenotte.base import jws
from quenotte.base.settings import Misconfigured
from quenotte.relay import child, notice, send
from quenotte.relay.compose import Sender, compose
from quenotte.relay.reach import open_reach
from quenotte.relay.vault import NotAnswering, Vault
from tests.relay import cast
from tests.relay.conftest import NOW
from tests.relay.fake_vault import FakeVault
from tests.relay.post_office import PostOffice

ABOUT = "0d2f4b86-1111-4222-8333-000000000001"
KEY = pyrage.x25519.Identity.generate()
MONTH = str(KEY.to_public())
IDENTITIES = {"2026-11": str(KEY)}


@pytest.fixture
def means(vault: FakeVault, post_office: PostOffice, key: jws.PrivateKey) -> child.Means:
    return child.Means(
        vault=Vault(vault.url, key=key, clock=lambda: datetime.now(UTC)),
        route=send.route(f"smtp://127.0.0.1:{post_office.port}"),
        sender=Sender("rdv@house.example", "sms.example"),
        clock=lambda: NOW,
    )


def due(vault: FakeVault, **reach: Any) -> dict[str, Any]:
    row = cast.row(about=ABOUT, age=cast.reach(MONTH, **{"about": ABOUT} | reach))
    vault.waiting.append(row)
    return row


def send_all(means: child.Means, identities: dict[str, str] = IDENTITIES) -> list[str]:
    return child.deliver_all(means.vault.lease(20), identities=identities, means=means)


@pytest.mark.claim("P21")
def test_a_confirmation_reaches_the_patient(
    vault: FakeVault, post_office: PostOffice, means: child.Means
) -> None:
    row = due(vault)
    assert send_all(means) == ["SENT"]
    ((recipient, message),) = post_office.letters
    assert recipient == cast.LEA
    assert message["Message-ID"] == row["message_id"]
    assert vault.begun == [row["id"]]
    assert vault.outcome_of(row) == [("SENT", "")]


def test_a_text_message_leaves_through_its_gateway(
    vault: FakeVault, post_office: PostOffice, means: child.Means
) -> None:
    row = due(vault, address="079 555 01 02", channel="sms")
    assert send_all(means) == ["SENT"]
    ((recipient, message),) = post_office.letters
    assert recipient == "41795550102@sms.example"
    assert message.get_content().startswith("Cabinet dentaire du Lac")
    assert vault.outcome_of(row) == [("SENT", "")]


def test_a_batch_is_one_conversation_and_one_bad_reach_does_not_stop_it(
    vault: FakeVault, post_office: PostOffice, means: child.Means
) -> None:
    first, moved, last = due(vault), due(vault, practice="favre"), due(vault)
    assert send_all(means) == ["SENT", "FAILED", "SENT"]
    assert len(post_office.letters) == 2
    assert vault.outcome_of(first) == vault.outcome_of(last) == [("SENT", "")]
    assert vault.outcome_of(moved) == [("FAILED", "not-a-reach")]


def test_an_international_address_is_reached_or_clearly_refused(
    vault: FakeVault, post_office: PostOffice, means: child.Means
) -> None:
    due(vault, address="léa@exemple.example")
    assert send_all(means) == ["SENT"]
    assert post_office.letters[0][0] == "léa@exemple.example"
    post_office.close()
    post_office.utf8 = False
    post_office.open()
    row = due(vault, address="léa@exemple.example")
    assert send_all(means) == ["FAILED"]
    assert vault.outcome_of(row) == [("FAILED", "refused")]


def test_a_destroyed_month_is_told_apart(vault: FakeVault, means: child.Means) -> None:
    row = due(vault)
    assert send_all(means, {}) == ["FAILED"]
    assert vault.outcome_of(row) == [("FAILED", "no-key")]


def test_a_row_without_a_reach_fails(vault: FakeVault, means: child.Means) -> None:
    row = cast.row() | {"reach": None}
    vault.waiting.append(row)
    assert send_all(means) == ["FAILED"]
    assert vault.outcome_of(row) == [("FAILED", "not-a-reach")]


def test_without_a_gateway_a_text_message_fails(
    vault: FakeVault, post_office: PostOffice, means: child.Means
) -> None:
    row = due(vault, address="079 555 01 02", channel="sms")
    without = child.Means(means.vault, means.route, Sender("rdv@house.example", ""), means.clock)
    assert send_all(without) == ["FAILED"]
    assert vault.outcome_of(row) == [("FAILED", "unreachable")]
    assert not post_office.letters


@pytest.mark.parametrize(
    ("to_recipient", "to_letter", "outcome"),
    [
        ("550 no such person", "250 ok", ("FAILED", "refused")),
        ("450 greylisted", "250 ok", ("RETRY", "refused")),
        ("250 ok", "554 not wanted", ("FAILED", "refused")),
        ("250 ok", "452 no space", ("RETRY", "refused")),
        ("421 closing", "250 ok", ("RETRY", "refused")),
    ],
)
def test_a_refusal_for_ever_and_one_for_now_are_told_apart(
    vault: FakeVault,
    post_office: PostOffice,
    means: child.Means,
    to_recipient: str,
    to_letter: str,
    outcome: tuple[str, str],
) -> None:
    post_office.answer_to_recipient, post_office.answer_to_letter = to_recipient, to_letter
    row = due(vault)
    send_all(means)
    assert vault.outcome_of(row) == [outcome]


@pytest.mark.claim("P21")
def test_a_mail_server_that_is_away_delays_the_message_and_does_not_double_it(
    vault: FakeVault, post_office: PostOffice, means: child.Means
) -> None:
    row = due(vault)
    post_office.close()
    assert send_all(means) == ["RETRY"]
    post_office.open()
    assert send_all(means) == ["SENT"]
    assert vault.outcome_of(row) == [("RETRY", "unreachable"), ("SENT", "")]
    ((_, message),) = post_office.letters
    assert message["Message-ID"] == row["message_id"]


def test_a_message_that_is_tried_again_carries_the_same_id(
    vault: FakeVault, post_office: PostOffice, means: child.Means
) -> None:
    """The server took it, and the connection broke before it said so: the patient may get two."""
    due(vault)
    rows = means.vault.lease(20)
    for _ in range(2):
        vault.leased = {row["id"]: row for row in rows}
        vault.sending.clear()
        child.deliver_all(rows, identities=IDENTITIES, means=means)
    ids = [message["Message-ID"] for _, message in post_office.letters]
    assert len(ids) == 2
    assert len(set(ids)) == 1


def test_a_lost_lease_sends_nothing_and_opens_nothing(
    vault: FakeVault,
    post_office: PostOffice,
    means: child.Means,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = due(vault)
    vault.lost.add(row["id"])
    monkeypatch.setattr(child, "open_reach", pytest.fail)
    assert send_all(means) == ["LOST"]
    assert not post_office.letters
    assert not vault.outcomes


def test_a_vault_that_goes_down_before_the_send_stops_it(
    vault: FakeVault, post_office: PostOffice, means: child.Means
) -> None:
    due(vault)
    rows = means.vault.lease(20)
    vault.down = True
    assert child.deliver_all(rows, identities=IDENTITIES, means=means) == ["LOST"]
    assert not post_office.letters


@pytest.fixture
def back_in_a_moment(vault: FakeVault, monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """The vault is down while the message leaves, and back before the third try."""
    waited = threading.Event()

    def wait(seconds: float) -> None:
        vault.down = False
        waited.set()

    monkeypatch.setattr("quenotte.relay.child.time.sleep", wait)
    taken = send.Post.send

    def take(self: send.Post, *args: Any, **more: Any) -> None:
        taken(self, *args, **more)
        vault.down = True

    monkeypatch.setattr(send.Post, "send", take)
    return waited


def test_an_outcome_is_told_again_until_the_vault_hears_it(
    vault: FakeVault,
    post_office: PostOffice,
    means: child.Means,
    back_in_a_moment: threading.Event,
) -> None:
    row = due(vault)
    assert send_all(means) == ["SENT"]
    assert back_in_a_moment.is_set()
    assert vault.outcome_of(row) == [("SENT", "")]
    assert len(post_office.letters) == 1


def test_a_call_of_another_relay_is_not_answered(vault: FakeVault, means: child.Means) -> None:
    other = Vault(vault.url, key=jws.new_key(), clock=lambda: datetime.now(UTC))
    with pytest.raises(NotAnswering, match="pins another key"):
        other.lease(20)


def test_errors_of_the_mail_server_never_quote_the_address(
    post_office: PostOffice, means: child.Means
) -> None:
    post_office.answer_to_recipient = f"550 no {cast.LEA} here"
    message = compose(
        notice.read(cast.row(age=b"x")),
        open_reach(
            cast.reach(MONTH, about=ABOUT),
            identity=str(KEY),
            practice="mast",
            about=ABOUT,
            country="CH",
        ),
        sender=means.sender,
        at=NOW,
    )
    with pytest.raises(send.Refused) as refused:
        send.Post(means.route, sender="rdv@house.example").send(
            message, recipient_in_clear=cast.LEA
        )
    assert "lea" not in f"{refused.value}{refused.value!r}"
    assert refused.value.__suppress_context__


@pytest.mark.parametrize("url", ["", "mail.example:25", "http://mail.example", "smtp://"])
def test_a_mail_server_s_url_is_read_or_refused_in_words(url: str) -> None:
    with pytest.raises(Misconfigured, match="QUENOTTE_SMTP"):
        send.route(url)


def test_a_password_may_hold_any_character() -> None:
    route = send.route("smtps://rdv%40house.example:p%3Aw%2F@mail.example")
    assert (route.user, route.password, route.port) == ("rdv@house.example", "p:w/", 465)
    assert "p:w/" not in repr(route)
