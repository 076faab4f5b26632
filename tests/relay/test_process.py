"""The relay as a process: what it holds in memory, and what it survives."""

import base64
import os
import re
import signal
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.relay import cast
from tests.relay.conftest import RelayProcess, until
from tests.relay.fake_vault import FakeVault
from tests.relay.post_office import PostOffice

Start = Callable[..., RelayProcess]
CANARY = "canary-of-lea-7f3a@exemple.example"
SECRET = "Y2FuYXJ5LW9mLWxpbmswMQ"


def due(vault: FakeVault, **reach: Any) -> dict[str, Any]:
    """A notice for the month in which the test runs, sealed to the key that the relay published."""
    until(lambda: vault.months)
    start = datetime.now(UTC) + timedelta(hours=1)
    month = f"{start:%Y-%m}"
    row = cast.row(month=month, start=start.strftime("%Y-%m-%dT%H:%M:%SZ"))
    sealed = cast.reach(vault.months[month], **{"about": row["about"], "address": CANARY} | reach)
    row["reach"]["age"] = base64.b64encode(sealed).decode()
    vault.waiting.append(row)
    return row


def memory_of(pid: int) -> bytes:
    """Every byte that a process holds and that can be read."""
    found = []
    with Path(f"/proc/{pid}/maps").open() as maps, Path(f"/proc/{pid}/mem").open("rb", 0) as memory:
        for line in maps:
            span = re.match(r"([0-9a-f]+)-([0-9a-f]+) r", line)
            if span is None or line.rstrip().endswith(("[vvar]", "[vsyscall]", "[vvar_vclock]")):
                continue
            memory.seek(int(span[1], 16))
            try:
                found.append(memory.read(int(span[2], 16) - int(span[1], 16)))
            except OSError:
                continue
    return b"".join(found)


def forms_of(text: str) -> list[bytes]:
    raw = text.encode()
    aligned = [base64.b64encode(b"x" * phase + raw)[4:-4] for phase in range(3)]
    return [raw, raw.hex().encode(), text.encode("utf-16-le"), text.encode("utf-32-le"), *aligned]


@pytest.mark.claim("P11")
def test_after_a_send_the_relay_s_memory_and_files_hold_no_address(
    relay: Start, vault: FakeVault, post_office: PostOffice
) -> None:
    process = relay()
    row = due(vault, secret=SECRET)
    until(lambda: vault.outcome_of(row))
    assert post_office.letters[0][0] == CANARY
    until(lambda: not process.children())
    memory = memory_of(process.pid)
    assert vault.url.encode() in memory  # the search finds what is there
    files = b"".join(path.read_bytes() for path in process.folder.iterdir())
    assert b"relay_keys_monthkey" in files
    for canary in (CANARY, SECRET):
        for form in forms_of(canary):
            assert form not in memory
            assert form not in files


KEEPS_WHAT_IT_OPENS = """
import django; django.setup()
from quenotte.relay import child, work
kept, opened = [], child.open_reach
child.open_reach = lambda *sealed, **more: kept.append(opened(*sealed, **more)) or kept[-1]
def send(self, rows):
    child.deliver_all(rows, identities=work._identities(rows), means=self.means)
    return child.Ended.SOME_NOT
work.Relay._send = send
"""


@pytest.mark.claim("P11")
def test_a_relay_that_sent_without_a_child_would_be_found(
    relay: Start, vault: FakeVault, post_office: PostOffice
) -> None:
    process = relay(KEEPS_WHAT_IT_OPENS)
    row = due(vault, secret=SECRET)
    until(lambda: vault.outcome_of(row))
    memory = memory_of(process.pid)
    assert any(form in memory for form in forms_of(CANARY))
    assert any(form in memory for form in forms_of(SECRET))


@pytest.mark.claim("P21")
def test_mail_that_cannot_leave_leaves_later_under_the_same_id(
    relay: Start, vault: FakeVault, post_office: PostOffice
) -> None:
    post_office.close()
    process = relay()
    row = due(vault)
    until(lambda: vault.outcome_of(row))
    assert vault.outcome_of(row)[0] == ("RETRY", "unreachable")
    post_office.open()
    until(lambda: ("SENT", "") in vault.outcome_of(row))
    ((recipient, message),) = post_office.letters
    assert (recipient, message["Message-ID"]) == (CANARY, row["message_id"])
    assert process.end() == 0
    assert CANARY not in process.said.read_text()


def test_a_child_that_is_killed_takes_one_message_with_it_at_most(
    relay: Start, vault: FakeVault, post_office: PostOffice
) -> None:
    process = relay()
    post_office.hangs = True
    vault.gives = False
    caught, behind = due(vault), due(vault)
    vault.gives = True
    assert post_office.hanging.wait(20)
    (child,) = process.children()
    post_office.hangs = False
    os.kill(child, signal.SIGKILL)
    until(lambda: vault.outcome_of(behind))
    assert vault.outcome_of(behind) == [("SENT", "")]
    assert vault.outcome_of(caught) == []  # in doubt: the vault offers it again
    after = due(vault)
    until(lambda: vault.outcome_of(after))
    assert vault.outcome_of(after) == [("SENT", "")]
    assert process.running()


def test_a_child_that_hangs_is_ended(
    relay: Start, vault: FakeVault, post_office: PostOffice
) -> None:
    process = relay(QUENOTTE_RELAY_CHILD_SECONDS="2")
    post_office.hangs = True
    caught = due(vault)
    assert post_office.hanging.wait(20)
    post_office.hangs = False
    after = due(vault)
    until(lambda: vault.outcome_of(after))
    assert vault.outcome_of(caught) == []
    assert "is ended" in process.said.read_text()


def test_it_finishes_the_message_that_it_has_begun_and_then_ends(
    relay: Start, vault: FakeVault, post_office: PostOffice
) -> None:
    process = relay()
    post_office.hangs = True
    begun = due(vault)
    vault.waiting.append(cast.row())
    assert post_office.hanging.wait(20)
    os.kill(process.pid, signal.SIGTERM)
    post_office.close()  # the hanging answer comes now: 451 later
    until(lambda: vault.outcome_of(begun))
    until(lambda: not process.running())
    assert process.end() == 0
    assert vault.begun == [begun["id"]]


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_at_once_when_it_has_nothing_to_do(
    relay: Start, vault: FakeVault, sign: signal.Signals
) -> None:
    process = relay(QUENOTTE_RELAY_POLL_SECONDS="600")
    until(lambda: vault.months)
    os.kill(process.pid, sign)
    until(lambda: not process.running(), seconds=3)
    assert process.end() == 0
    assert "Traceback" not in process.said.read_text()


def test_a_vault_that_is_away_is_waited_for(
    relay: Start, vault: FakeVault, post_office: PostOffice
) -> None:
    vault.down = True
    process = relay()
    until(lambda: "nothing leaves at the moment" in process.said.read_text())
    vault.down = False
    row = due(vault)
    until(lambda: vault.outcome_of(row))
    assert vault.outcome_of(row) == [("SENT", "")]
    assert process.said.read_text().count("nothing leaves") == 1


def test_month_keys_are_published_at_start_and_stay_the_same(
    relay: Start, vault: FakeVault
) -> None:
    first = relay()
    until(lambda: vault.published)
    before = vault.months
    assert len(before) == 14
    first.end()
    relay()
    until(lambda: vault.published == 2)
    assert vault.months == before


BREAKS_ON_ONE_ROW = """
import django; django.setup()
from quenotte.relay import child
composed = child.compose
def compose(notice, reach, **more):
    if notice.sequence == 7:
        raise ValueError(reach.address_in_clear)
    return composed(notice, reach, **more)
child.compose = compose
"""


@pytest.mark.claim("P11")
def test_a_break_names_its_kind_and_nothing_else_and_holds_nobody_up(
    relay: Start, vault: FakeVault, post_office: PostOffice
) -> None:
    process = relay(BREAKS_ON_ONE_ROW)
    vault.gives = False
    broken, behind = due(vault), due(vault)
    broken["appointment"]["sequence"] = 7
    vault.gives = True
    until(lambda: vault.outcome_of(behind))
    assert vault.outcome_of(broken) == []
    assert process.running()
    said = process.said.read_text()
    assert "ERROR quenotte a child broke (error: ValueError)\n" in said
    assert CANARY not in said
    assert "Traceback" not in said


@pytest.mark.parametrize("missing", ["QUENOTTE_SMTP", "QUENOTTE_SMTP_FROM"])
def test_without_a_mail_server_it_says_so_and_does_not_start(relay: Start, missing: str) -> None:
    process = relay(**{missing: ""})
    until(lambda: not process.running())
    assert process.end() == 1
    assert missing in process.said.read_text()
