"""What the demo's mailbox took in, read for people and for tests. In memory only."""

import email
import email.policy
import re
import threading
from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

MOST = 1000
_LINK = re.compile(r"https?://[^\s<>\"]+")


@dataclass(frozen=True)
class Attachment:
    name: str
    type: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """One message as it left, to one recipient."""

    id: str
    kind: str  # "email" or "sms"
    to: str
    subject: str
    sender: str
    text: str
    headers: tuple[tuple[str, str], ...]
    attachments: tuple[Attachment, ...]
    received_at: datetime
    raw: str

    @property
    def links(self) -> list[str]:
        return _LINK.findall(self.text)

    @property
    def pieces(self) -> list[tuple[str, bool]]:
        """The text cut into what is a link and what is not."""
        cut, at = [], 0
        for found in _LINK.finditer(self.text):
            cut += [(self.text[at : found.start()], False), (found[0], True)]
            at = found.end()
        return [*cut, (self.text[at:], False)]

    @property
    def title(self) -> str:
        return self.subject or self.pieces[0][0].strip()  # a text message, up to its link

    def described(self) -> dict[str, Any]:
        """The letter as /messages.json gives it."""
        return {
            "id": self.id,
            "kind": self.kind,
            "to": self.to,
            "subject": self.subject,
            "text": self.text,
            "links": self.links,
            "attachments": [
                {"name": one.name, "type": one.type, "text": one.content.decode(errors="replace")}
                for one in self.attachments
            ],
            "headers": dict(reversed(self.headers)),
            "received_at": self.received_at.isoformat(timespec="seconds"),
            "raw": self.raw,
        }


class Letters:
    """The letters of this run, the newest thousand."""

    def __init__(self, *, sms_domain: str) -> None:
        self._sms_domain = sms_domain.lower()
        self._held: deque[Letter] = deque(maxlen=MOST)
        self._count = 0
        self._one_at_a_time = threading.Lock()

    def keep(self, raw: bytes, *, recipients: list[str]) -> None:
        message = email.message_from_bytes(raw, policy=email.policy.default)
        with self._one_at_a_time:
            for recipient in recipients:
                self._count += 1
                self._held.append(self._read(message, raw, recipient, str(self._count)))

    def newest_first(self) -> list[Letter]:
        with self._one_at_a_time:
            return list(reversed(self._held))

    def find(self, id_: str) -> Letter | None:
        return next((letter for letter in self.newest_first() if letter.id == id_), None)

    def _read(self, message: EmailMessage, raw: bytes, recipient: str, id_: str) -> Letter:
        body = message.get_body(("plain",))
        number, _, domain = recipient.rpartition("@")
        sms = bool(self._sms_domain) and domain.lower() == self._sms_domain
        return Letter(
            id=id_,
            kind="sms" if sms else "email",
            to=f"+{number}" if sms else recipient,
            subject=str(message["Subject"] or ""),
            sender=str(message["From"] or ""),
            text=body.get_content().strip().replace("\r\n", "\n") if body else "",
            headers=tuple((name, str(value)) for name, value in message.items()),
            attachments=tuple(_attachment(part) for part in message.iter_attachments()),
            received_at=datetime.now(UTC),
            raw=raw.decode(errors="replace"),
        )


def _attachment(part: EmailMessage) -> Attachment:
    content = part.get_payload(decode=True)
    return Attachment(
        name=part.get_filename() or "attachment",
        type=part.get_content_type(),
        content=content if isinstance(content, bytes) else b"",
    )
