"""What a message says: the practice, the time where it is, what happens next. Nothing about health."""

import itertools
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from icalendar import Calendar

from quenotte.relay import notice
from quenotte.relay.compose import NoChannel, Sender, compose
from quenotte.relay.reach import LANGUAGES, Reach
from quenotte.relay.words import GSM
from tests.relay import cast
from tests.relay.conftest import NOW

SENDER = Sender(address="rdv@house.example", sms_domain="sms.example")
STATUS = {
    "appointment-requested": "REQUESTED",
    "appointment-confirmed": "CONFIRMED",
    "appointment-declined": "DECLINED",
    "appointment-expired": "EXPIRED",
    "appointment-cancelled": "CANCELLED",
    "appointment-reminder": "CONFIRMED",
}
OPEN = ("appointment-requested", "appointment-confirmed", "appointment-reminder")
LINK = f"https://rdv.lac.example/fr/link#k={cast.FINGERPRINT}&s={cast.SECRET}"
# Word beginnings in four languages: kinds of appointment, reasons, bodies, treatments, people.
FORBIDDEN = re.compile(
    r"\b(dent|zahn|zähn|teeth|tooth|denti|health|sant[ée]|gesund|salute|sanit|m[ée]d[ie]|medizin"
    r"|medic|pain|douleur|schmerz|dolor|treat|traitement|behandl|trattament|control|contrôle|kontroll"
    r"|check|hygien|hygièn|igiene|scaling|détartr|urgen|emergency|notfall|surg|chirurg|patient|pazient"
    r"|disease|malad|krank|malatt|allerg|pregnan|grossesse|schwanger|gravid|blood|sang|blut|sangue"
    r"|heart|cœur|coeur|herz|cuore|reason|motif|grund|motivo|dear|bonjour|madame|monsieur|mast|favre)",
    re.IGNORECASE,
)


def reach(channel: str = "email", language: str = "fr") -> Reach:
    return Reach(
        address_in_clear=cast.LEA if channel == "email" else "41795550102",
        channel=channel,
        language=language,
        secret_in_clear=cast.SECRET,
    )


def test_the_mailed_link_pins_what_the_patient_s_page_trusted() -> None:
    """Whoever changes the vault's tables later does not choose the pin."""
    message = compose(
        notice.read(cast.row(template="appointment-requested")),
        replace(reach(), pin="p" * 43),
        sender=SENDER,
        at=NOW,
    )
    body = message.get_body(("plain",))
    assert body is not None
    assert f"#k={'p' * 43}&s={cast.SECRET}" in body.get_content()
    assert cast.FINGERPRINT not in body.get_content()


def said(template: str, channel: str = "email", language: str = "fr", **facts: object) -> str:
    message = compose(
        notice.read(cast.row(template=template, status=STATUS[template], **facts)),  # type: ignore[arg-type]
        reach(channel, language),
        sender=SENDER,
        at=NOW,
    )
    body = message.get_body(("plain",))
    assert body is not None
    return f"{message['Subject'] or ''}\n{body.get_content()}"


@pytest.mark.claim("P21b")
@pytest.mark.parametrize(
    ("template", "channel", "language"),
    list(itertools.product(notice.TEMPLATES, ("email", "sms"), LANGUAGES)),
)
def test_no_message_says_why_somebody_comes(template: str, channel: str, language: str) -> None:
    text = said(template, channel, language)
    assert cast.MAST["name"] in text
    assert "14:30" in text
    assert cast.MAST["telephone"] in text
    without = text.replace(cast.MAST["name"], "").replace("https://rdv.lac.example", "")
    without = without.replace(cast.FINGERPRINT, "").replace(cast.SECRET, "")
    assert not FORBIDDEN.search(without)


def test_the_search_for_forbidden_words_finds_them() -> None:
    for word in ("Contrôle", "votre santé", "Ihre Zahnreinigung", "the pain"):
        assert FORBIDDEN.search(word)


@pytest.mark.claim("P21b")
@pytest.mark.parametrize("template", notice.TEMPLATES)
def test_nothing_more_of_the_vault_s_row_is_printed(template: str) -> None:
    row = cast.row(template=template, status=STATUS[template])
    row["type"] = row["appointment"]["type"] = row["practice"]["note"] = "canary-of-a-reason"
    row["practice"]["controller"] = "canary-of-a-name"
    row["about_in_words"] = "canary-of-a-case"
    for channel in ("email", "sms"):
        message = compose(notice.read(row), reach(channel), sender=SENDER, at=NOW)
        assert "canary" not in message.as_string()


@pytest.mark.parametrize(
    ("start", "date", "time"),
    [
        ("2026-10-24T22:30:00Z", "dimanche, 25 octobre 2026", "00:30"),
        ("2026-10-25T00:30:00Z", "dimanche, 25 octobre 2026", "02:30"),  # summer, the first time
        ("2026-10-25T01:30:00Z", "dimanche, 25 octobre 2026", "02:30"),  # winter, the second
        ("2026-10-26T08:00:00Z", "lundi, 26 octobre 2026", "09:00"),
        ("2027-03-27T08:00:00Z", "samedi, 27 mars 2027", "09:00"),
        ("2027-03-29T08:00:00Z", "lundi, 29 mars 2027", "10:00"),
        ("2026-12-31T23:30:00Z", "vendredi, 1 janvier 2027", "00:30"),
    ],
)
def test_the_time_is_the_practice_s_own_summer_and_winter(start: str, date: str, time: str) -> None:
    text = said("appointment-confirmed", start=start)
    assert f"\n{date}\n" in text
    assert f"\n{time}\n" in text


@pytest.mark.parametrize(
    ("language", "day", "short"),
    [
        ("fr", "jeudi, 26 novembre 2026", "jeu. 26 nov. 14:30"),
        ("en", "Thursday, 26 November 2026", "Thu, 26 Nov 14:30"),
        ("de", "Donnerstag, 26. November 2026", "Do., 26. Nov. 14:30"),
        ("it", "giovedì, 26 novembre 2026", "gio 26 nov 14:30"),
    ],
)
def test_the_day_is_written_in_the_patient_s_language(language: str, day: str, short: str) -> None:
    assert day in said("appointment-requested", language=language)
    assert short in said("appointment-requested", "sms", language)


def test_a_country_that_nobody_knows_still_gives_a_plain_time() -> None:
    text = said("appointment-requested", language="en", practice={"country": "Atlantis"})
    assert "26 November 2026" in text
    assert "14:30" in text


@pytest.mark.parametrize("template", OPEN)
@pytest.mark.parametrize("channel", ["email", "sms"])
def test_an_open_appointment_s_message_holds_its_one_link(template: str, channel: str) -> None:
    text = said(template, channel)
    assert re.findall(r"https?://\S+", text) == [LINK]


@pytest.mark.parametrize("template", sorted(set(notice.TEMPLATES) - set(OPEN)))
def test_what_has_ended_leads_to_another_time_and_gives_no_secret_away(template: str) -> None:
    mail, sms = said(template), said(template, "sms")
    assert re.findall(r"https?://\S+", mail) == [
        f"https://rdv.lac.example/fr/#k={cast.FINGERPRINT}"
    ]
    assert "http" not in sms


@pytest.mark.parametrize(
    ("template", "language"), list(itertools.product(notice.TEMPLATES, LANGUAGES))
)
def test_a_text_message_stays_short(template: str, language: str) -> None:
    text = said(template, "sms", language).strip()
    assert set(text) <= GSM
    if template in OPEN:  # the link alone has 96 characters: two joined messages
        assert len(text) <= 306
        assert len(text.replace(LINK.replace("/fr/", f"/{language}/"), "")) <= 160
    else:
        assert len(text) <= 160


def test_a_practice_s_letters_are_made_fit_for_a_text_message() -> None:
    text = said("appointment-cancelled", "sms", practice={"name": "Cabinet «Chêne» – l’œil"})
    assert text.strip().startswith('Cabinet "Chene" - l\'oeil')


def test_when_the_answer_is_due_is_said_only_when_it_is_known() -> None:
    assert "mercredi, 25 novembre 2026, 18:00" in said("appointment-requested")
    without = said("appointment-requested", answer_by=None)
    assert "25 novembre" not in without
    assert "18:00" not in without


@pytest.mark.parametrize(
    ("template", "status"),
    [
        ("appointment-requested", "TENTATIVE"),
        ("appointment-confirmed", "CONFIRMED"),
        ("appointment-declined", "CANCELLED"),
        ("appointment-expired", "CANCELLED"),
        ("appointment-cancelled", "CANCELLED"),
        ("appointment-reminder", "CONFIRMED"),
    ],
)
def test_the_calendar_shows_one_entry_that_says_only_when_and_where(
    template: str, status: str
) -> None:
    row = cast.row(template=template, status=STATUS[template], sequence=3)
    message = compose(notice.read(row), reach(), sender=SENDER, at=NOW)
    (attached,) = message.iter_attachments()
    assert attached.get_content_type() == "text/calendar"
    assert (attached.get_params() or [])[1:] == [("charset", "utf-8"), ("method", "PUBLISH")]
    raw = attached.get_payload(decode=True)
    assert isinstance(raw, bytes)
    calendar = Calendar.from_ical(raw)
    (event,) = calendar.events
    assert calendar["METHOD"] == "PUBLISH"
    assert event["UID"] == f"{row['about']}@mast.quenotte"
    assert event["SEQUENCE"] == 3
    assert event["STATUS"] == status
    assert event["SUMMARY"] == cast.MAST["name"]
    assert event["LOCATION"] == "Quai du Lac 5, 1201 Genève"
    assert event.start == datetime(2026, 11, 26, 13, 30, tzinfo=UTC)
    assert event.end == datetime(2026, 11, 26, 14, 0, tzinfo=UTC)
    assert set(event) == {
        *("UID", "SEQUENCE", "STATUS", "SUMMARY", "LOCATION"),
        *("DTSTART", "DTEND", "DTSTAMP"),
    }
    assert cast.SECRET.encode() not in raw


def test_without_a_gateway_no_text_message_is_made() -> None:
    with pytest.raises(NoChannel):
        compose(
            notice.read(cast.row()), reach("sms"), sender=Sender("rdv@house.example", ""), at=NOW
        )
