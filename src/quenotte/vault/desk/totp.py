"""Six digits from a telephone (RFC 6238, by pyotp). The secret lies here as a JWE under this vault's key."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

import pyotp
from django.conf import settings
from django.db import transaction
from joserfc import jwe
from joserfc.jwk import OctKey
from pyotp.utils import strings_equal

from quenotte.base import jws
from quenotte.vault.desk.factors import NotProven, pass_on
from quenotte.vault.desk.models import Factor, Passed, Totp
from quenotte.vault.desk.sessions import is_in
from quenotte.vault.practices.models import Member

STEP_SECONDS = 30
DRIFT = 1  # half minutes that a telephone may be off, either way
MOST_FAILURES = 5
RESTS = timedelta(minutes=15)
_TITLE = re.compile(r"^(dr|dre|dott|dottssa|prof|m|mme|mr|ms|herr|frau)$")


@dataclass(frozen=True)
class Shown:
    """What a telephone scans, once."""

    uri: str
    secret: str
    login: str


def login_of(totp: Totp) -> str:
    """What its member types at a browser that nobody registered."""
    return f"{totp.login}@{totp.practice.slug}"


@transaction.atomic
def begin(*, member: Member) -> Shown:
    """A new secret to scan. What was confirmed before counts until this one is confirmed."""
    practice = member.practice
    totp = Totp.objects.of(practice).filter(member=member).first()
    if totp is None:
        totp = Totp(practice=practice, member=member, login=_free_login(member))
    secret = pyotp.random_base32()
    totp.next_secret = _seal(secret)
    totp.save()
    name = login_of(totp)
    uri = pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=practice.name)
    return Shown(uri, secret, name)


@transaction.atomic
def confirm(*, member: Member, code: str, at: datetime) -> None:
    """The telephone shows the digits of the secret that was shown: from now on it counts."""
    totp = Totp.objects.of(member.practice).select_for_update().filter(member=member).first()
    step = _step(totp.next_secret, code, at) if totp else None
    if totp is None or step is None:
        raise NotProven
    totp.secret, totp.next_secret, totp.step, totp.confirmed_at = totp.next_secret, "", step, at
    totp.failures, totp.failed_at = 0, None
    totp.save()


def remove(*, member: Member) -> None:
    Totp.objects.of(member.practice).filter(member=member).delete()


def of(member: Member) -> Totp | None:
    """The one that counts."""
    return (
        Totp.objects.of(member.practice)
        .select_related("practice")
        .filter(member=member)
        .exclude(secret="")
        .first()
    )


def enter(*, name: str, code: str, at: datetime) -> tuple[Passed, str]:
    """Recognise a member by name and digits. NotProven for all else, also while a name rests."""
    login, _, practice = name.strip().lower().partition("@")
    came = _enter(login=login, practice=practice, code=code, at=at)
    if came is None:  # outside of the transaction that counted it
        raise NotProven
    return came


@transaction.atomic
def _enter(*, login: str, practice: str, code: str, at: datetime) -> tuple[Passed, str] | None:
    totp = (
        Totp.objects.everywhere("the name says which practice")
        .select_for_update(of=("self",))
        .select_related("practice", "member__practice")
        .filter(login=login, practice__slug=practice)
        .exclude(secret="")
        .exclude(member__sealed_key=b"")
        .first()
    )
    if totp is None or _rests(totp, at) or not is_in(totp.member, at=at):
        return None
    step = _step(totp.secret, code, at)
    if step is None or step <= totp.step:
        totp.failures, totp.failed_at = totp.failures % MOST_FAILURES + 1, at
        totp.save(update_fields=["failures", "failed_at"])
        return None
    totp.step, totp.failures, totp.failed_at = step, 0, None
    totp.save(update_fields=["step", "failures", "failed_at"])
    return pass_on(practice=totp.practice, member=totp.member, factor=Factor.TOTP, at=at)


def _rests(totp: Totp, at: datetime) -> bool:
    return (
        totp.failures >= MOST_FAILURES
        and totp.failed_at is not None
        and at < totp.failed_at + RESTS
    )


def _step(sealed: str, code: str, at: datetime) -> int | None:
    """The half minute to which these digits belong; None for none that is near."""
    digits = re.sub(r"\s", "", code)
    if not sealed or not re.fullmatch(r"[0-9]{6}", digits):
        return None
    now = int(at.timestamp()) // STEP_SECONDS
    made = pyotp.TOTP(_open(sealed), interval=STEP_SECONDS)
    for step in range(now - DRIFT, now + DRIFT + 1):
        if strings_equal(made.generate_otp(step), digits):
            return step
    return None


def _key() -> OctKey:
    return OctKey.import_key(jws.unb64(settings.SEALING))


def _seal(secret: str) -> str:
    return jwe.encrypt_compact({"alg": "dir", "enc": "A256GCM"}, secret.encode(), _key())


def _open(sealed: str) -> str:
    opened = jwe.decrypt_compact(sealed, _key(), algorithms=["dir", "A256GCM"])
    return (opened.plaintext or b"").decode()


def _free_login(member: Member) -> str:
    """The first name in plain letters, with a number where a colleague has it already."""
    plain = unicodedata.normalize("NFKD", member.name).encode("ascii", "ignore").decode().lower()
    names = [re.sub(r"[^a-z0-9]", "", each) for each in plain.split()]
    first = next((each for each in names if each and not _TITLE.match(each)), "member")[:32]
    taken = set(
        Totp.objects.of(member.practice)
        .filter(login__startswith=first)
        .values_list("login", flat=True)
    )
    numbers = (f"{first}{number}" for number in range(2, len(taken) + 3))
    return next(each for each in (first, *numbers) if each not in taken)
