"""Following the vault's policy: what its signed feed names is fetched, checked and kept, or refused."""

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction

from quenotte.base import calls
from quenotte.register.derived.published import NotADocument, Sections, digest, read
from quenotte.site.facts.models import Site, VaultFeed
from quenotte.site.facts.vault_feed import Refused
from quenotte.site.privacy.models import PolicyText

SILENT = timedelta(hours=24)  # without a word from the vault for so long, the page says since when
SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class InForce:
    """Which text a vault's feed names."""

    number: int
    date: date
    sha256: str


@dataclass(frozen=True)
class Policy:
    """A text as a page needs it. `silent_since`: nobody has confirmed it for a day and longer."""

    number: int
    date: date
    sha256: str
    sections: Mapping[str, Sections]
    silent_since: datetime | None = None


def named(site: Site) -> InForce | None:
    """What the last believed feed names; None when it names no policy. Refused for what is malformed."""
    feed = VaultFeed.objects.filter(site=site).first()
    item = feed.items.get("policy") if feed else None
    if item is None:
        return None
    try:
        found = InForce(item["number"], date.fromisoformat(item["date"]), item["sha256"])
        if type(found.number) is int and found.number > 0 and SHA256.fullmatch(found.sha256):
            return found
    except (KeyError, TypeError, ValueError):
        pass
    raise Refused("the feed names no policy that we can read")


def fetch(site: Site) -> tuple[InForce, bytes] | None:
    """The text that the feed names, when we do not hold it yet. Not yet believed; calls.Unreachable."""
    wanted = named(site)
    if wanted is None:
        return None
    held = PolicyText.objects.filter(site=site).first()
    canonical = _whole(held)
    if held and canonical and (held.number, held.sha256) == (wanted.number, wanted.sha256):
        return wanted, canonical
    base = settings.VAULT_INTERNAL_URL.rstrip("/")
    url = f"{base}/v1/policy/{site.practice}/{wanted.number}"
    answer = calls.call("GET", url, allowed=[base])
    if answer.status != 200:
        raise Refused(f"the vault answered {answer.status} for policy {wanted.number}")
    return wanted, answer.body


@transaction.atomic
def keep(*, site: Site, wanted: InForce, canonical: bytes, at: datetime) -> bool:
    """Believe one text. True when something that stands on a page has changed.

    Refused, and the former stays: bytes of another digest; an older number; another text under the number
    that we hold; what no page could print.
    """
    held = PolicyText.objects.select_for_update().filter(site=site).first()
    if _whole(held) is None:
        held = None  # what lies here was altered and says nothing about what may follow it
    if digest(canonical) != wanted.sha256:
        raise Refused(f"policy {wanted.number} is not the text whose digest the feed names")
    if held is not None and wanted.number < held.number:
        raise Refused(f"policy {wanted.number} is older than the one that we hold")
    if held is not None and wanted.number == held.number and wanted.sha256 != held.sha256:
        raise Refused(f"policy {wanted.number} was published with another text")
    try:
        read(canonical)
    except NotADocument as why:
        raise Refused(f"policy {wanted.number}: {why}") from None
    PolicyText.objects.update_or_create(
        site=site,
        defaults={
            "number": wanted.number,
            "effective_date": wanted.date,
            "sha256": wanted.sha256,
            "canonical": zlib.compress(canonical, 9),
            "confirmed_at": at,
        },
    )
    # An earlier text may come back under a new number: then the number is what changed.
    return held is None or held.number != wanted.number or silent(held, at)


def silent(held: PolicyText, at: datetime) -> bool:
    """Whether nobody has confirmed the text for so long that the page has to say so."""
    return at - held.confirmed_at > SILENT


def is_silent(site: Site, *, at: datetime) -> bool:
    held = PolicyText.objects.filter(site=site).first()
    return held is not None and silent(held, at)


def current(site: Site, *, at: datetime) -> Policy | None:
    """The last text that was believed; None before the first, and when what lies here was altered."""
    held = PolicyText.objects.filter(site=site).first()
    canonical = _whole(held)
    if held is None or canonical is None:
        return None
    return Policy(
        held.number,
        held.effective_date,
        held.sha256,
        read(canonical),
        held.confirmed_at if silent(held, at) else None,
    )


def _whole(held: PolicyText | None) -> bytes | None:
    """The bytes that we once believed; None when there are none, or others."""
    if held is None:
        return None
    try:
        canonical = zlib.decompress(held.canonical)
    except zlib.error:
        return None
    return canonical if digest(canonical) == held.sha256 else None
