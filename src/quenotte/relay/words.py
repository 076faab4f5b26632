"""What a message says: one template a message, in the patient's language and the practice's time.

Dates and links are made here from the server's facts; of the reach, only the secret is printed.
"""

import contextlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time
from django.utils import translation
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from quenotte.relay.notice import Notice, one_line
from quenotte.relay.reach import Reach

FOLDER = Path(__file__).parent / "jinja2"
# Where the country is unknown: 14:30 and 26 November, which every reader in Europe understands.
_PLAIN = {"en": "en_GB"}
# The characters of a text message of 160 (GSM 03.38); one other letter makes it 70.
GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_IN_GSM = dict(
    zip("œŒ’‘“”«»–—…", ("oe", "OE", "'", "'", '"', '"', '"', '"', "-", "-", "..."), strict=True)
)
MOST_NAME_IN_SMS = 40


@dataclass(frozen=True, repr=False)
class Said:
    """The words of one message, as mail and as text message."""

    subject: str
    mail_in_clear: str  # both hold the link with its secret
    sms_in_clear: str


def say(notice: Notice, reach: Reach) -> Said:
    locale = _locale(reach.language, notice.practice.country)
    pin = reach.pin or notice.fingerprint
    book = f"{notice.vault_url}/{reach.language}/#k={pin}"
    link_in_clear = f"{notice.vault_url}/{reach.language}/link#k={pin}&s={reach.secret_in_clear}"
    words_in_clear = {
        "practice": notice.practice,
        "name": one_line(notice.practice.name, MOST_NAME_IN_SMS),
        "telephone": notice.practice.telephone,
        "date": _date(notice.start, notice, locale),
        "time": _time(notice.start, notice, locale),
        "day": _day(notice.start, notice, locale),
        "by_date": _date(notice.answer_by, notice, locale) if notice.answer_by else "",
        "by_time": _time(notice.answer_by, notice, locale) if notice.answer_by else "",
        "by_day": _day(notice.answer_by, notice, locale) if notice.answer_by else "",
        "book": book,
        "link": link_in_clear,
    }
    template = _environment().get_template(f"relay/{notice.template}.txt")
    with translation.override(reach.language):
        context = template.new_context(words_in_clear)
        subject = "".join(template.blocks["subject"](context))
        sms_in_clear = "".join(template.blocks["sms"](context))
        mail_in_clear = template.render(words_in_clear)
    return Said(
        subject=one_line(subject, 200),
        mail_in_clear=re.sub(r"\n{3,}", "\n\n", mail_in_clear).strip() + "\n",
        sms_in_clear=in_gsm(" ".join(sms_in_clear.split())),
    )


def in_gsm(text_in_clear: str) -> str:
    """Letters that a text message of 160 lacks lose their accents; another script stays."""
    return "".join(
        letter if letter in GSM else _IN_GSM.get(letter) or _bare(letter)
        for letter in text_in_clear
    )


def _bare(letter: str) -> str:
    base = unicodedata.normalize("NFKD", letter)[0]
    return base if base in GSM else letter


def _local(at: datetime, notice: Notice) -> datetime:
    return at.astimezone(notice.zone)


def _date(at: datetime, notice: Notice, locale: Locale) -> str:
    return format_date(_local(at, notice), "full", locale)


def _time(at: datetime, notice: Notice, locale: Locale) -> str:
    return format_time(_local(at, notice), "short", tzinfo=notice.zone, locale=locale)


def _day(at: datetime, notice: Notice, locale: Locale) -> str:
    """A day short enough for a text message."""
    return format_skeleton("MMMEd", _local(at, notice), tzinfo=notice.zone, locale=locale)


@cache
def _locale(language: str, country: str) -> Locale:
    if re.fullmatch("[A-Z]{2}", country):
        with contextlib.suppress(UnknownLocaleError):
            return Locale.parse(f"{language}_{country}")
    return Locale.parse(_PLAIN.get(language, language))


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        extensions=["jinja2.ext.i18n"],
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - plain text: nothing in it is markup
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=translation.gettext, ngettext=translation.ngettext, newstyle=True
    )
    return made
