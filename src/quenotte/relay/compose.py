"""Makes the message that leaves: an e-mail, or the e-mail that a gateway turns into a text message.

Plain text only: nothing to load, nothing that counts who opened it, the same on every device.
"""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from quenotte.base import calendar
from quenotte.relay import addresses
from quenotte.relay.notice import Notice
from quenotte.relay.reach import EMAIL, Reach
from quenotte.relay.words import say


class NoChannel(Exception):
    """This installation sends no text messages."""


@dataclass(frozen=True)
class Sender:
    """Whose name is on the envelope, and where text messages are handed over."""

    address: str
    sms_domain: str


def compose(notice: Notice, reach: Reach, *, sender: Sender, at: datetime) -> EmailMessage:
    """The message of one notice, ready to be sent to the one address of its reach.

    A repeat carries the same Message-ID, so that a mail program shows it once.
    """
    said_in_clear = say(notice, reach)
    message_in_clear = EmailMessage(policy=SMTP)
    message_in_clear["Message-ID"] = f"<{notice.message_id}>"
    message_in_clear["Date"] = at
    message_in_clear["From"] = Address(notice.practice.name, addr_spec=sender.address)
    message_in_clear["Auto-Submitted"] = "auto-generated"
    if reach.channel == EMAIL:
        local_in_clear, _, domain = reach.address_in_clear.rpartition("@")
        message_in_clear["To"] = Address(username=local_in_clear, domain=domain)
        message_in_clear["Subject"] = said_in_clear.subject
        _reply_to(message_in_clear, notice)
        _text(message_in_clear, said_in_clear.mail_in_clear)
        message_in_clear.add_attachment(
            _entry(notice, at=at),
            maintype="text",
            subtype="calendar",
            filename="appointment.ics",
            params={"charset": "utf-8", "method": "PUBLISH"},
        )
        message_in_clear["Content-Language"] = reach.language  # last: content takes such headers in
    elif not sender.sms_domain:
        raise NoChannel
    else:
        # no subject: gateways print it in front of the text
        message_in_clear["To"] = Address(username=reach.address_in_clear, domain=sender.sms_domain)
        _text(message_in_clear, said_in_clear.sms_in_clear)
    return message_in_clear


def _entry(notice: Notice, *, at: datetime) -> bytes:
    """The calendar file: the one that the appointment's page gives, so that they are one entry.

    Calendars are copied into clouds: no link, no patient, no type of appointment is in it.
    """
    practice = notice.practice
    return calendar.entry(
        id=notice.about,
        start_at=notice.start,
        minutes=notice.minutes,
        status=notice.status,
        sequence=notice.sequence,
        card={
            "slug": practice.slug,
            "name": practice.name,
            "street": practice.street,
            "postcode": "",
            "city": practice.town,
        },
        at=at,
    )


def _reply_to(message_in_clear: EmailMessage, notice: Notice) -> None:
    """The practice's own address, unless its card holds none."""
    try:
        address = addresses.email(notice.practice.email)
    except addresses.NotAnAddress:
        return
    message_in_clear["Reply-To"] = Address(notice.practice.name, addr_spec=address)


def _text(message_in_clear: EmailMessage, text_in_clear: str) -> None:
    # quoted-printable: some gateways still break what has eight bits
    message_in_clear.set_content(
        text_in_clear, cte="7bit" if text_in_clear.isascii() else "quoted-printable"
    )
