"""What may be written into an envelope line: one e-mail address, or one telephone number as digits.

Everything is refused that a mail program could read as more than one address.
"""

import re

MOST_EMAIL = 254  # RFC 5321 §4.5.3.1.3
MOST_LOCAL_PART = 64
# What RFC 5322 calls a dot-atom, in any script: no spaces, control characters, brackets, quotes
# or separators.
_LOCAL_PART = re.compile(
    r"[^\s\x00-\x20\x7f-\x9f()<>\[\]:;@\\,\"\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+"
)
# At least one dot: a name of this machine is nobody's address.
_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})+")
_WRITTEN_NUMBER = re.compile(r"\+?[0-9 .()/\u00a0\u202f-]{6,32}")
# Countries whose practices we expect; elsewhere a number is written with its country code.
_CALLING_CODE = {"CH": "41", "LI": "423", "FR": "33", "DE": "49", "AT": "43", "BE": "32"}
_KEEPS_ITS_ZERO = {"IT": "39", "LU": "352", "MC": "377"}  # or has none


class NotAnAddress(Exception):
    """It is no single e-mail address, or no telephone number. The message never quotes it."""


def email(written_in_clear: str) -> str:
    """The address as it goes on the wire: an international domain in its ASCII form."""
    local_in_clear, at, domain_in_clear = written_in_clear.rpartition("@")
    try:
        domain_in_clear = domain_in_clear.encode("idna").decode().lower()
        written_in_clear.encode()
    except UnicodeError:
        raise NotAnAddress("no domain") from None
    if (
        not at
        or not _LOCAL_PART.fullmatch(local_in_clear)
        or not _DOMAIN.fullmatch(domain_in_clear)
        or local_in_clear.startswith(".")
        or local_in_clear.endswith(".")
        or ".." in local_in_clear
        or "=?" in local_in_clear  # an encoded word would be another address in the header
        or len(local_in_clear.encode()) > MOST_LOCAL_PART
        or len(written_in_clear.encode()) > MOST_EMAIL
    ):
        raise NotAnAddress("not one e-mail address")
    return f"{local_in_clear}@{domain_in_clear}"


def number(written_in_clear: str, *, country: str) -> str:
    """The digits of a telephone number with its country code (E.164, without the plus).

    A number written the local way is read as one of the practice's country.
    """
    if not _WRITTEN_NUMBER.fullmatch(written_in_clear):
        raise NotAnAddress("not one telephone number")
    international = written_in_clear.startswith("+")
    if international:  # "+41 (0)79 …": this zero is for callers inside the country
        written_in_clear = written_in_clear.replace("(0)", "")
    digits_in_clear = re.sub(r"[^0-9]", "", written_in_clear)
    if digits_in_clear.startswith("00") and not international:
        digits_in_clear = digits_in_clear[2:]
    elif not international and country in _KEEPS_ITS_ZERO:
        digits_in_clear = _KEEPS_ITS_ZERO[country] + digits_in_clear
    elif not international and country in _CALLING_CODE and digits_in_clear.startswith("0"):
        digits_in_clear = _CALLING_CODE[country] + digits_in_clear[1:]
    elif not international:
        raise NotAnAddress("no country code")
    if not 8 <= len(digits_in_clear) <= 15 or digits_in_clear.startswith("0"):
        raise NotAnAddress("not one telephone number")
    return digits_in_clear
