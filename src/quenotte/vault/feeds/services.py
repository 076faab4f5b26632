"""The vault's feed about a practice, and the site's feed as the vault follows it."""

import hashlib
import json
import re
import unicodedata
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from quenotte.base import calls, feed, jws
from quenotte.base.declared import Undeclared
from quenotte.register import shapes
from quenotte.vault.agenda.models import AppointmentType, Closure, WeeklyHours
from quenotte.vault.answers import instant
from quenotte.vault.feeds.models import Followed, Published
from quenotte.vault.instructions import services as instructions
from quenotte.vault.intake.services import current_card
from quenotte.vault.policies import services as policies
from quenotte.vault.practices import successions
from quenotte.vault.practices.addresses import vault_url
from quenotte.vault.practices.declared import offered_of
from quenotte.vault.practices.models import Practice


def items(practice: Practice) -> dict[str, Any]:
    """What the site may know: nothing of a patient, not even whether there are any."""
    return shapes.payload("vault-feed", _items(practice))


def _items(practice: Practice) -> dict[str, Any]:
    card, followed = current_card(practice), successions.tokens(practice)
    return {
        **(
            {"successions": followed} if followed else {}
        ),  # the site pinned the first of these keys
        "open": card is not None,
        "fingerprint": practice.fingerprint,
        "card": card.jws if card else "",
        **_instructed(practice),
        "hours": [
            {
                "resource": hours.resource.slug,
                "weekday": hours.weekday,
                "opens": hours.opens.strftime("%H:%M"),
                "closes": hours.closes.strftime("%H:%M"),
            }
            for hours in WeeklyHours.objects.of(practice)
            .select_related("resource")
            .order_by("weekday", "opens", "resource__position")
        ],
        "closures": [
            {"first": closure.first_date.isoformat(), "last": closure.last_date.isoformat()}
            for closure in Closure.objects.of(practice).order_by("first_date")
        ],
        "types": [
            {"slug": kind.slug, "names": kind.names, "minutes": kind.minutes}
            for kind in AppointmentType.objects.of(practice)
        ],
        "vault_url": vault_url(practice),
        "policy": _policy(practice),
        "services": sorted({one.service for one in offered_of(practice).values()}),
    }


def _instructed(practice: Practice) -> dict[str, Any]:
    """What the practice signed for its Publisher: the site verifies it, and publishes on nothing else."""
    agreed = instructions.agreement(practice)
    return {
        "agreement": agreed.token if agreed else "",
        "instructions": instructions.tokens(practice),
    }


def _policy(practice: Practice) -> dict[str, Any] | None:
    """Which text is in force; the site fetches it and holds it to this digest."""
    version = policies.newest(practice)
    if version is None:
        return None
    return {
        "number": version.number,
        "date": version.effective_date.isoformat(),
        "sha256": version.sha256,
    }


@transaction.atomic
def publish(*, practice: Practice, at: datetime) -> str:
    """The signed feed. Its number grows when, and only when, what it says has changed."""
    said = items(practice)
    digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
    published, _ = Published.objects.of(practice).get_or_create(practice=practice)
    if published.digest != digest or published.issued_at is None:
        published.number += 1
        published.digest, published.issued_at = digest, at
        published.save()
    return feed.write(
        plane="vault",
        practice=practice.slug,
        number=published.number,
        issued=instant(published.issued_at),
        items=said,
        key=settings.SECRETS.signing,
    )


def follow(*, practice: Practice, at: datetime) -> bool:
    """Read the site's feed once; keep the former card when it cannot be had. True when it changed."""
    url = f"{settings.SITE_INTERNAL_URL}/v1/feed/{practice.slug}"
    got = calls.call("GET", url, allowed=[settings.SITE_INTERNAL_URL])
    if got.status != 200:
        raise calls.Unreachable(f"the site's feed answered {got.status}")
    with transaction.atomic():
        followed, _ = Followed.objects.of(practice).get_or_create(practice=practice)
        number, said = feed.read(
            got.body.decode("ascii", "replace").strip(),
            plane="site",
            practice=practice.slug,
            newer_than=followed.number,
            fingerprint=settings.SITE_FINGERPRINT or "none",
        )
        try:
            card = shapes.payload("site-feed", said).get("card")
        except Undeclared as fault:
            key = fault.name.rpartition(".")[2]
            raise jws.NotSigned(f"it has the key {key}, which nobody declared") from None
        if not isinstance(card, dict) or card.get("slug") != practice.slug or not _holds(card):
            raise jws.NotSigned("no public card")
        if card.get("country") not in (None, "", practice.country):
            raise jws.NotSigned("its card names another country than the practice's own")
        changed = bool(practice.public_card != card)
        if changed:
            practice.public_card = card
            practice.save(update_fields=["public_card"])
            policies.publish_known(practice=practice, at=at)
        followed.number, followed.read_at = number, at
        followed.save()
    return changed


MOST_SIGNS = 300  # of each text on a card
_LISTS = ("languages", "controllers")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})  # signs that steer the text or turn it around
_SHAPES = {
    "telephone": re.compile(r"[+(]?[0-9][0-9 ()./-]{1,30}"),
    "emergency": re.compile(r"[+(]?[0-9][0-9 ()./-]{1,30}"),
    "email": re.compile(r"[^@\s<>\"'(),;:\\]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"),
    "url": re.compile(r"https?://[^\s<>\"'\\]+"),
}


def _holds(card: dict[str, Any]) -> bool:
    """Whether a public card is made of words of their kind: the pages print it, whoever wrote it."""
    languages = card.get("languages", [])
    return (
        isinstance(languages, list)
        and all(map(_is_text, languages))
        and all(_is_text(value) for name, value in card.items() if name not in _LISTS)
        and all(shape.fullmatch(card[name]) for name, shape in _SHAPES.items() if card.get(name))
        and bool(card.get("controller", "-").strip())
        and _hold_controllers(card.get("controllers", []))
    )


def _hold_controllers(controllers: Any) -> bool:
    """Whether each of several controllers has a name, an address and the chairs that are theirs."""
    return isinstance(controllers, list) and all(
        isinstance(each, dict)
        and set(each) == {"name", "address", "resources"}
        and isinstance(each["resources"], list)
        and all(map(_is_text, (each["name"], each["address"], *each["resources"])))
        and bool(each["name"].strip())
        for each in controllers
    )


def _is_text(value: object) -> bool:
    """A short line that reads as it is written."""
    return (
        isinstance(value, str)
        and len(value) <= MOST_SIGNS
        and not any(unicodedata.category(sign) in _UNSEEN for sign in value)
    )
