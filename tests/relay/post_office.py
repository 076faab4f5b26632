"""A real SMTP server for the tests, which can refuse, hang and be away."""

import asyncio
import contextlib
import email
import email.policy
import socket
import threading
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, Envelope, Session


class PostOffice:
    """Keeps what it takes. `answer_to_recipient` and `answer_to_letter` are SMTP's own words."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, EmailMessage]] = []
        self.answer_to_recipient = "250 ok"
        self.answer_to_letter = "250 kept"
        self.hangs = False
        self.hanging = threading.Event()
        self.port = _free_port()
        self.utf8 = True
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def open(self) -> None:
        opened = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(opened)))
        self._thread.start()
        assert opened.wait(5)

    def close(self) -> None:
        if self._thread is not None and self._loop is not None:
            self._loop.call_soon_threadsafe(self._ended.set)
            self._thread.join()
            self._thread = None

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.answer_to_recipient.startswith("2"):
            envelope.rcpt_tos.append(address)
        return self.answer_to_recipient

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.hangs:
            self.hanging.set()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._ended.wait(), 30)
            return "451 later"
        if self.answer_to_letter.startswith("2"):
            raw = envelope.content
            assert isinstance(raw, bytes)
            message = email.message_from_bytes(raw, policy=email.policy.default)
            self.letters += [(recipient, message) for recipient in envelope.rcpt_tos]
        return self.answer_to_letter

    async def _serve(self, opened: threading.Event) -> None:
        self._loop, self._ended = asyncio.get_running_loop(), asyncio.Event()
        server = await self._loop.create_server(
            lambda: SMTP(self, hostname="post.localhost", enable_SMTPUTF8=self.utf8),
            "127.0.0.1",
            self.port,
        )
        opened.set()
        await self._ended.wait()
        server.close()
        server.close_clients()
        await server.wait_closed()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
