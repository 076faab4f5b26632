"""Versions of a practice's policy: made when it says something else, found by number, believed by digest."""

import hashlib
import json
import zlib
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import InterfaceError, OperationalError, transaction

from quenotte.base import log
from quenotte.register.derived.policy import canonical as written
from quenotte.register.derived.published import Sections, digest, read
from quenotte.vault.patient.offer import KNOWN_LANGUAGES
from quenotte.vault.policies.canonical import canonical_of
from quenotte.vault.policies.models import Page, Version
from quenotte.vault.policies.pages import permanent
from quenotte.vault.policies.spoken import spoken_of
from quenotte.vault.practices.declared import answered_for
from quenotte.vault.practices.models import Practice


class NoSuchVersion(Exception):
    """The practice's policy has no version of that number."""


class Altered(Exception):
    """What is stored is not what was published; it may not be shown as if it were."""


@dataclass(frozen=True)
class Listed:
    """One line in the list of all versions."""

    number: int
    date: date


def publish(*, practice: Practice, at: datetime) -> Version:
    """The version in force. A new one is made when, and only when, the policy says something else now.

    Its date is the day at the practice. Two workers make one version: the second waits and finds it.
    """
    newest = _newest(practice)
    if newest is not None and _holds(newest, canonical_of(practice)):
        return newest
    with transaction.atomic():
        locked = Practice.objects.select_for_update().get(pk=practice.pk)
        said, newest = canonical_of(locked), _newest(locked)  # again: others may have been quicker
        if newest is not None and _holds(newest, said):
            return newest
        return _make(locked, newest, said, at)


def publish_known(*, practice: Practice, at: datetime) -> Version | None:
    """`publish`, once the practice's site has said who answers for it; None before that (P2)."""
    return publish(practice=practice, at=at) if answered_for(practice) else None


_at_the_last_tick: dict[int, object] = {}  # by practice: what its text was made from


def publish_changed(*, at: datetime) -> None:
    """`publish_known` for each practice about which something changed since the last call in this process.

    A text of four languages costs 11 ms; comparing what it is made from costs a twentieth. One practice whose
    text cannot be made keeps none of the others waiting.
    """
    for practice in Practice.objects.all():
        try:
            _publish_changed(practice, at)
        except (OperationalError, InterfaceError):
            raise  # the database is away: the next one would fail as well
        except Exception as error:
            log.say("policy-waits", practice=practice.slug, error=type(error).__name__)


def _publish_changed(practice: Practice, at: datetime) -> None:
    newest = Version.objects.of(practice).order_by("-number").values_list("sha256").first()
    made_from = (newest, *spoken_of(practice))
    if _at_the_last_tick.get(practice.pk) != made_from:
        made = publish_known(practice=practice, at=at)
        _at_the_last_tick[practice.pk] = (made and (made.sha256,), *made_from[1:])


def current(*, practice: Practice, at: datetime) -> Version:
    """The version in force; the first is made as soon as the site has said who answers. NoSuchVersion before."""
    made = _newest(practice) or publish_known(practice=practice, at=at)
    if made is None:
        raise NoSuchVersion(f"nobody answers for {practice} yet")
    return made


def newest(practice: Practice) -> Version | None:
    """The version in force; None when none was ever made."""
    return _newest(practice)


def at(*, practice: Practice, number: int) -> Version:
    """The version of that number. NoSuchVersion."""
    found = Version.objects.of(practice).filter(number=number).first()
    if found is None:
        raise NoSuchVersion(f"{practice} has no policy {number}")
    return found


def all_of(practice: Practice) -> list[Listed]:
    """All versions, the newest first."""
    rows = Version.objects.of(practice).order_by("-number")
    return [Listed(*row) for row in rows.values_list("number", "effective_date")]


def canonical(version: Version) -> bytes:
    """The canonical bytes. Altered when their digest is not the one that was published.

    Each version names the digest of the one before it, so that whoever rewrites one has to rewrite all that
    follow, up to the one that the signed feed names.
    """
    held = _checked(version.practice, version.canonical, version.sha256)
    rows = Version.objects.of(version.practice).filter(number=version.number + 1)
    following = rows.first()
    if following is not None and _previous(following) not in (version.sha256, None):
        log.say("policy-altered", practice=version.practice.slug)
        raise Altered(
            f"a policy of {version.practice} was altered: the next one names another digest"
        )
    return held


def sections(version: Version) -> dict[str, Sections]:
    """What the version says, by language. Altered."""
    return dict(read(canonical(version)))


def page(version: Version, language: str) -> bytes:
    """The page of one language as it was made with the version. Altered, also when only the document was."""
    canonical(version)
    kept = Page.objects.of(version.practice).get(version=version, language=language)
    return _checked(version.practice, kept.html, kept.sha256)


def _newest(practice: Practice) -> Version | None:
    return Version.objects.of(practice).order_by("-number").first()


def _holds(version: Version, said: bytes) -> bool:
    """Whether this version says just that; one that was altered says nothing, and the next one is due."""
    try:
        held = json.loads(canonical(version))
    except Altered:
        return False
    del held["previous"]
    return written(held) == said


def _previous(version: Version) -> str | None:
    """The digest that a version gives of the one before it; None when it was altered itself."""
    try:
        said = json.loads(_checked(version.practice, version.canonical, version.sha256))
    except Altered:
        return None
    return str(said["previous"])


def _make(practice: Practice, newest: Version | None, said: bytes, at: datetime) -> Version:
    number = newest.number + 1 if newest else 1
    said = written(json.loads(said) | {"previous": newest.sha256 if newest else None})
    made = Version.objects.create(
        practice=practice,
        number=number,
        effective_date=at.astimezone(ZoneInfo(practice.zone)).date(),
        made_at=at,
        canonical=zlib.compress(said, 9),
        sha256=digest(said),
    )
    text = read(said)
    for language in KNOWN_LANGUAGES:
        html = permanent(made, language, text[language])
        Page.objects.create(
            practice=practice,
            version=made,
            language=language,
            html=zlib.compress(html, 9),
            sha256=hashlib.sha256(html).hexdigest(),
        )
    return made


def _checked(practice: Practice, compressed: bytes | memoryview, sha256: str) -> bytes:
    try:
        held = zlib.decompress(compressed)
    except zlib.error:
        held = b""
    if hashlib.sha256(held).hexdigest() != sha256:
        log.say("policy-altered", practice=practice.slug)
        raise Altered(f"a policy of {practice} was altered: its digest is another one")
    return held
