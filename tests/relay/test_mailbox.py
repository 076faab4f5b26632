"""The demo's mailbox shows what left, on one machine only, and writes nothing down."""

import json
import os
import smtplib
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from quenotte.relay import notice
from quenotte.relay.compose import Sender, compose
from quenotte.relay.reach import Reach
from tests.relay import cast
from tests.relay.conftest import NOW, _environ

LINK = f"https://rdv.lac.example/fr/link#k={cast.FINGERPRINT}&s={cast.SECRET}"


class Mailbox:
    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", "from quenotte.demo import mailbox; mailbox.main(0, 0)"],
            env=_environ() | {"QUENOTTE_SMS_DOMAIN": "sms.example", "TMPDIR": str(folder)},
            cwd=folder,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        ports = json.loads(self.process.stdout.readline())
        self.smtp, self.http = ports["smtp_port"], ports["http_port"]

    def take(self, channel: str, address: str, **card: Any) -> None:
        message = compose(
            notice.read(cast.row(practice=card)),
            Reach(address, channel, "fr", cast.SECRET),
            sender=Sender("rdv@house.example", "sms.example"),
            at=NOW,
        )
        with smtplib.SMTP("127.0.0.1", self.smtp, timeout=5) as conversation:
            conversation.send_message(message)

    def get(self, path: str, host: str | None = None) -> tuple[str, dict[str, str]]:
        asked = urllib.request.Request(f"http://127.0.0.1:{self.http}{path}")
        if host:
            asked.add_header("Host", host)
        with urllib.request.urlopen(asked, timeout=5) as answer:
            return answer.read().decode(), dict(answer.headers)

    def messages(self) -> list[dict[str, Any]]:
        return list(json.loads(self.get("/messages.json")[0]))


@pytest.fixture
def mailbox(tmp_path: Path) -> Iterator[Mailbox]:
    opened = Mailbox(tmp_path)
    yield opened
    opened.process.terminate()
    assert opened.process.wait(10) == 0
    assert opened.process.stdout is not None
    opened.process.stdout.close()
    assert not os.listdir(tmp_path)


def test_mail_and_text_messages_are_told_apart_newest_first(mailbox: Mailbox) -> None:
    mailbox.take("email", cast.LEA)
    mailbox.take("sms", "41795550102")
    sms, mail = mailbox.messages()
    assert (sms["kind"], sms["to"]) == ("sms", "+41795550102")
    assert (mail["kind"], mail["to"]) == ("email", cast.LEA)
    assert set(mail) == {
        *("id", "kind", "to", "subject", "text", "links"),
        *("attachments", "headers", "received_at", "raw"),
    }
    assert mail["links"] == sms["links"] == [LINK]
    assert mail["headers"]["Auto-Submitted"] == "auto-generated"
    (attached,) = mail["attachments"]
    assert attached["name"] == "appointment.ics"
    assert "STATUS:TENTATIVE" in attached["text"]


def test_a_message_opens_with_its_link_and_its_calendar_file(mailbox: Mailbox) -> None:
    mailbox.take("email", cast.LEA)
    (letter,) = mailbox.messages()
    page, _ = mailbox.get(f"/message/{letter['id']}")
    shown = LINK.replace("&", "&amp;")
    assert f'<a href="{shown}">{shown}</a>' in page
    body, headers = mailbox.get(f"/message/{letter['id']}/attachment/0")
    assert body.startswith("BEGIN:VCALENDAR")
    assert headers["Content-Type"] == "text/calendar"
    assert headers["Content-Disposition"] == "attachment; filename*=UTF-8''appointment.ics"


def test_a_page_runs_no_script_that_a_message_brings(mailbox: Mailbox) -> None:
    mailbox.take("email", cast.LEA, name="<script>alert(1)</script>")
    for path in ("/", "/message/1"):
        page, headers = mailbox.get(path)
        assert "<script" not in page
        assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "&lt;script&gt;" in mailbox.get("/message/1")[0]


def test_an_empty_box_says_what_to_do(mailbox: Mailbox) -> None:
    assert "Nothing has arrived yet" in mailbox.get("/")[0]
    assert mailbox.messages() == []


@pytest.mark.parametrize(
    ("path", "host", "status"),
    [
        ("/message/7", None, 404),
        ("/message/1/attachment/0", None, 404),
        ("/../letters.py", None, 404),
        ("/messages.json", "evil.example", 421),
    ],
)
def test_what_is_not_there_or_asked_from_elsewhere_is_not_shown(
    mailbox: Mailbox, path: str, host: str | None, status: int
) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        mailbox.get(path, host)
    refused.value.close()
    assert refused.value.code == status
