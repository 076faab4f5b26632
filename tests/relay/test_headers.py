"""A message's headers are ours, whoever wrote the practice's card."""

import email
import email.policy
from typing import Any

import pytest

from quenotte.relay import notice
from quenotte.relay.compose import Sender, compose
from quenotte.relay.reach import Reach
from tests.relay import cast
from tests.relay.conftest import NOW

HEADERS = sorted(
    [
        *("Message-ID", "Date", "From", "Auto-Submitted", "To", "Subject"),
        *("Content-Language", "Reply-To", "MIME-Version", "Content-Type"),
    ]
)


def sent(channel: str = "email", **card: Any) -> email.message.EmailMessage:
    """The message as whoever receives it reads it."""
    address = cast.LEA if channel == "email" else "41795550102"
    message = compose(
        notice.read(cast.row(practice=card)),
        Reach(address, channel, "fr", cast.SECRET),
        sender=Sender("rdv@house.example", "sms.example"),
        at=NOW,
    )
    return email.message_from_bytes(message.as_bytes(), policy=email.policy.default)


def test_a_mail_names_the_practice_and_answers_go_there() -> None:
    message = sent()
    assert sorted(message.keys()) == HEADERS
    assert str(message["From"]) == "Cabinet dentaire du Lac <rdv@house.example>"
    assert str(message["Reply-To"]) == "Cabinet dentaire du Lac <accueil@lac.example>"
    assert message["To"] == cast.LEA
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime == NOW


def test_a_text_message_goes_to_its_gateway_without_a_subject() -> None:
    message = sent("sms")
    assert message["To"] == "41795550102@sms.example"
    assert message["Subject"] is None


HOSTILE = [
    pytest.param("Lac\r\nBcc: favre@favre.example", id="crlf"),
    pytest.param("Lac\nBcc: favre@favre.example\n\nbody", id="lf"),
    pytest.param("Lac\x0bBcc: favre@favre.example", id="vertical-tab"),
    pytest.param("Lac\u2028Bcc: favre@favre.example", id="line-separator"),
    pytest.param("Lac\x85Bcc: favre@favre.example", id="next-line"),
    pytest.param('Lac" <favre@favre.example>, "', id="a-second-sender"),
    pytest.param("=?utf-8?q?Lac=0D=0ABcc:_favre@favre.example?=", id="encoded-word"),
    pytest.param("Lac\u202e\u2066", id="turned-round"),
    pytest.param("L" * 5000, id="long"),
    pytest.param("Lac é\r\n Bcc: favre@favre.example", id="folded"),
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_adds_no_header_and_no_sender(name: str) -> None:
    message = sent(name=name)
    assert sorted(message.keys()) == HEADERS
    for header in ("From", "Reply-To"):
        (address,) = message[header].addresses
        assert address.addr_spec in ("rdv@house.example", "accueil@lac.example")
        assert not {"\r", "\n", "\u202e", "\u2066", "\u2028"} & set(address.display_name)


@pytest.mark.parametrize("field", ["street", "postcode", "city", "telephone", "email", "country"])
@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_card_adds_no_header_and_no_line_to_the_calendar(field: str, text: str) -> None:
    message = sent(**{field: text})
    assert set(message.keys()) <= set(HEADERS)
    (attached,) = message.iter_attachments()
    raw = attached.get_payload(decode=True)
    assert isinstance(raw, bytes)
    assert not [line for line in raw.split(b"\r\n") if line.startswith(b"Bcc")]


def test_a_practice_without_an_address_gets_no_answers() -> None:
    assert "Reply-To" not in sent(email="")


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"message_id": "<a@b>\r\nBcc: x@y.example"}, id="message-id"),
        pytest.param(
            {"vault_url": "https://rdv.lac.example/\nhttps://evil.example"}, id="url-lines"
        ),
        pytest.param({"vault_url": "http://rdv.lac.example"}, id="url-in-clear"),
        pytest.param({"vault_url": "https://user@evil.example"}, id="url-with-user"),
        pytest.param({"vault_url": "javascript:alert(1)"}, id="url-script"),
        pytest.param({"template": "../../settings"}, id="template"),
        pytest.param({"fingerprint": "x&s=1"}, id="fingerprint"),
        pytest.param({"about": "1"}, id="about"),
        pytest.param({"reach": None}, id="no-reach"),
        pytest.param({"practice": {"slug": "mast", "name": "\r\n"}}, id="no-name"),
        pytest.param({"appointment": {}}, id="no-appointment"),
    ],
)
def test_a_row_that_cannot_be_printed_is_no_notice(wrong: dict[str, Any]) -> None:
    with pytest.raises(notice.NotANotice):
        notice.read(cast.row() | wrong)


def test_a_time_without_a_zone_is_no_notice() -> None:
    with pytest.raises(notice.NotANotice):
        notice.read(cast.row(start="2026-11-26T13:30:00"))
    row = cast.row()
    row["appointment"]["zone"] = "../../etc/passwd"
    with pytest.raises(notice.NotANotice):
        notice.read(row)
