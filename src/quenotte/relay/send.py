"""Hands messages to the mail server of QUENOTTE_SMTP. Knows addresses; says nothing about them.

smtplib's own errors name the recipient, so none of them leaves this module.
"""

import contextlib
import ipaddress
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

from quenotte.base.settings import Misconfigured

TIMEOUT_SECONDS = 10


class NotNow(Exception):
    """The message did not leave, and may when tried again. Its text is the reason's code."""


class Refused(Exception):
    """The mail server will never take this message, or not for this recipient."""


@dataclass(frozen=True, repr=False)
class Route:
    """The mail server and how to speak to it."""

    host: str
    port: int
    user: str
    password: str
    tls: bool

    @property
    def local(self) -> bool:
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


def route(url: str) -> Route:
    """Read `smtp://[user:password@]host:port` or `smtps://…`."""
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise Misconfigured(
            "QUENOTTE_SMTP must look like smtp://user:password@host:port, or smtps://…"
        )
    tls = parts.scheme == "smtps"
    return Route(
        host=parts.hostname,
        port=parts.port or (465 if tls else 25),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=tls,
    )


class Post:
    """One conversation with the mail server, begun when the first message needs it."""

    def __init__(self, route: Route, *, sender: str) -> None:
        self._route = route
        self._sender = sender
        self._open: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._hang_up()

    def send(self, message_in_clear: EmailMessage, *, recipient_in_clear: str) -> None:
        """Hand over one message for one recipient. When this returns, the mail server has taken it.

        A connection that breaks after the text was sent counts as NotNow: the message may arrive
        twice, with one Message-ID.
        """
        try:
            self._conversation().send_message(
                message_in_clear, from_addr=self._sender, to_addrs=[recipient_in_clear]
            )
        except smtplib.SMTPRecipientsRefused as refusal:
            self._hang_up()
            codes = [code for code, _ in refusal.recipients.values()]
            raise _by_code(codes[0]) from None
        except smtplib.SMTPSenderRefused:
            self._hang_up()
            raise NotNow("refused") from None  # ours to put right, not the patient's fault
        except smtplib.SMTPDataError as refusal:
            self._hang_up()
            raise _by_code(refusal.smtp_code) from None
        except smtplib.SMTPNotSupportedError:
            self._hang_up()
            raise Refused from None  # an address beyond ASCII, and a server without SMTPUTF8
        except (OSError, smtplib.SMTPException):
            self._hang_up()
            raise NotNow("unreachable") from None

    def _conversation(self) -> smtplib.SMTP:
        if self._open is None:
            self._open = self._begun()
        return self._open

    def _begun(self) -> smtplib.SMTP:
        to = self._route
        named = self._sender.rpartition("@")[2]  # never the name of this machine
        context = ssl.create_default_context()
        begun: smtplib.SMTP
        if to.tls:
            begun = smtplib.SMTP_SSL(
                to.host, to.port, named, timeout=TIMEOUT_SECONDS, context=context
            )
        else:
            begun = smtplib.SMTP(to.host, to.port, named, timeout=TIMEOUT_SECONDS)
        try:
            begun.ehlo()
            if not to.tls and begun.has_extn("starttls"):
                begun.starttls(context=context)
                begun.ehlo()
            elif not to.tls and to.user and not to.local:
                raise smtplib.SMTPException("a password does not travel in clear")
            if to.user:
                begun.login(to.user, to.password)
        except BaseException:
            begun.close()
            raise
        return begun

    def _hang_up(self) -> None:
        if self._open is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self._open.quit()
            self._open.close()
            self._open = None


def _by_code(code: int) -> NotNow | Refused:
    return Refused() if 500 <= code < 600 else NotNow("refused")
