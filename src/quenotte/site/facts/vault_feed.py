"""The feed of a practice's vault: hours, the link's fingerprint, where the vault is. Believed only when signed.

The vault's own key is pinned by setting. The practice's signing key is pinned at first sight, and followed by its
successors, each endorsed by the key before or by its recovery sheet. A vault that names another one is refused and
said aloud, since a link with a foreign fingerprint would lead patients to seal for somebody else.
"""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from quenotte.base import calls, jws, log, succession
from quenotte.base import feed as feeds
from quenotte.base.declared import Undeclared
from quenotte.register import shapes
from quenotte.site.facts.models import Site, VaultFeed

# What a page is made of, and what lets it be published; the key card changes more often than the page.
ON_THE_PAGE = ("open", "fingerprint", "hours", "vault_url", "agreement", "instructions")


class Refused(Exception):
    """The vault's feed was not believed; the last good one stays."""


@dataclass(frozen=True)
class Opening:
    """One stretch of one weekday (Monday is 0), by the practice's own clock."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True)
class FromVault:
    """What the vault says that a page needs."""

    open: bool
    fingerprint: str
    vault_url: str
    hours: tuple[Opening, ...]


def said(items: dict[str, Any]) -> FromVault:
    """The feed's items, read strictly. Refused for what is malformed."""
    try:
        open_, fingerprint, vault_url = (
            items["open"],
            items.get("fingerprint") or "",
            items["vault_url"],
        )
        hours = tuple(
            Opening(
                each["weekday"],
                time.fromisoformat(each["opens"]),
                time.fromisoformat(each["closes"]),
            )
            for each in items.get("hours") or []
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Refused("the feed has no items that we can read") from None
    if (
        not isinstance(open_, bool)
        or not isinstance(fingerprint, str)
        or not isinstance(vault_url, str)
    ):
        raise Refused("the feed has no items that we can read")
    address = urlsplit(vault_url)
    if (
        address.scheme not in ("http", "https")
        or not address.netloc
        or address.query
        or address.fragment
    ):
        raise Refused("the feed names no address of the vault")
    if any(type(each.weekday) is not int or not 0 <= each.weekday <= 6 for each in hours):
        raise Refused("the feed names a day that no week has")
    if any(each.opens >= each.closes for each in hours):
        raise Refused("the feed's hours end before they begin")
    return FromVault(open_, fingerprint, vault_url.rstrip("/"), hours)


def fetch(site: Site) -> str:
    """The feed as the vault serves it, not yet believed. calls.Unreachable when the vault does not answer."""
    base = settings.VAULT_INTERNAL_URL.rstrip("/")
    answer = calls.call("GET", f"{base}/v1/feed/{site.practice}", allowed=[base])
    if answer.status != 200:
        raise Refused(f"the vault answered {answer.status}")
    return answer.body.decode("ascii", "replace").strip()


def poll(*, site: Site, at: datetime) -> bool:
    """Fetch and keep; see `keep`."""
    return keep(site=site, token=fetch(site), at=at)


@transaction.atomic
def keep(*, site: Site, token: str, at: datetime) -> bool:
    """Believe one feed. True when something that stands on a page has changed.

    Refused, and the last good one stays: another signer, practice or plane; an older number; the same number with
    other items; a practice key other than the pinned one, or one that did not sign its key card.
    """
    site.refresh_from_db()
    last = VaultFeed.objects.filter(site=site).first()
    if not settings.VAULT_FINGERPRINT:
        raise Refused("QUENOTTE_VAULT_FINGERPRINT is not set, so no feed is believed")
    try:
        number, items = feeds.read(
            token,
            plane="vault",
            practice=site.practice,
            newer_than=last.number if last else 0,
            fingerprint=settings.VAULT_FINGERPRINT,
        )
    except jws.NotSigned as why:
        raise Refused(f"the feed does not hold: {why}") from None
    try:
        shapes.payload("vault-feed", items)
    except Undeclared as fault:
        key = fault.name.rpartition(".")[2]
        raise Refused(f"the feed has the key {key}, which nobody declared") from None
    new = said(items)
    _pin(site, new, items)
    if last is None:
        VaultFeed.objects.create(site=site, number=number, items=items, fetched_at=at)
        return True
    if number == last.number and items != last.items:
        raise Refused("the feed changed without a new number")
    changed = any(items.get(name) != last.items.get(name) for name in ON_THE_PAGE)
    last.number, last.items, last.fetched_at = number, items, at
    last.save()
    return changed


def current(site: Site) -> FromVault | None:
    """The last feed that was believed; None before the first."""
    kept = VaultFeed.objects.filter(site=site).first()
    return said(kept.items) if kept else None


def _pin(site: Site, new: FromVault, items: dict[str, Any]) -> None:
    if not new.open and not new.fingerprint:
        return
    if site.practice_fingerprint and new.fingerprint != _newest(site, items):
        log.say("pin-differs", practice=site.practice)
        raise Refused("the practice's signing key is not the pinned one, nor its successor")
    if not new.open:
        return
    try:
        card, _ = jws.read(
            str(items.get("card")), typ="quenotte-key-card", fingerprint_of_signer=new.fingerprint
        )
    except jws.NotSigned as why:
        raise Refused(f"the key card does not hold: {why}") from None
    if card.get("practice") != site.practice:
        raise Refused("the key card is another practice's")
    if site.practice_fingerprint != new.fingerprint:
        site.practice_fingerprint = new.fingerprint
        site.save(update_fields=["practice_fingerprint"])


def _newest(site: Site, items: dict[str, Any]) -> str:
    """The key that signs for the practice today, as far as it follows from the pinned one."""
    tokens = items.get("successions", [])
    if not isinstance(tokens, list) or not all(isinstance(token, str) for token in tokens):
        raise Refused("the feed has no items that we can read")
    try:
        return succession.walk(site.practice_fingerprint, tokens, practice=site.practice)[-1]
    except succession.NotOne as why:
        log.say("pin-differs", practice=site.practice)
        raise Refused(f"the feed's successions do not hold: {why}") from None
