"""The copy that a practice keeps for itself (adr 16): envelopes, and its keys sealed to its sheet.

Written line by line and never held whole. It opens with the recovery sheet alone, without this
program's server, and it is the same that `quenotte open` makes out of a backup.
"""

import base64
import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import models
from django.utils import translation
from django.utils.translation import gettext

from quenotte.register.derived.forms import definition
from quenotte.vault.answers import instant
from quenotte.vault.intake.models import SealedPart
from quenotte.vault.practices.declared import readable_of
from quenotte.vault.practices.models import KeyCard, Practice, SheetSeal, Succession

KIND = "quenotte-copy"
AT_A_TIME = 200


def lines(practice: Practice, *, language: str, at: datetime) -> Iterator[bytes]:
    """Header, one line an envelope, and an end that says how many there were and what they hash to."""
    digest, count = hashlib.sha256(), 0
    header = _line(_header(practice, language, at))
    digest.update(header)
    yield header
    for part in _parts(practice):
        line = _line(_envelope(part))
        digest.update(line)
        count += 1
        yield line
    yield _line({"end": count, "sha256": digest.hexdigest()})


def _header(practice: Practice, language: str, at: datetime) -> dict[str, Any]:
    cards = KeyCard.objects.of(practice).order_by("serial")
    successions = Succession.objects.of(practice).order_by("pk")
    with translation.override(language):
        forms = [definition(one, gettext) for one in readable_of(practice).values()]
    return {
        "v": 1,
        "kind": KIND,
        "practice": {"slug": practice.slug, "name": practice.name, "zone": practice.zone},
        "made": instant(at),
        "cards": list(cards.values_list("jws", flat=True)),
        "successions": list(successions.values_list("jws", flat=True)),
        "sheet": sheet_of(practice),
        "forms": forms,
    }


SUCCESSION = "succession"  # the key that proves a sheet, and endorses the next signing key


def sheet_of(practice: Practice, *keys: str) -> list[dict[str, str]]:
    """The practice's private keys, each sealed to its recovery sheet; only these, when some are named."""
    return [
        {"key": seal.key, "sealed": base64.b64encode(seal.sealed).decode()}
        for seal in SheetSeal.objects.of(practice).order_by("key")
        if not keys or seal.key in keys
    ]


def _parts(practice: Practice) -> Iterator[SealedPart]:
    """A few at a time, each time anew from where it stood: no long reading holds up a checkpoint."""
    after = 0
    while True:
        found = list(
            SealedPart.objects.of(practice)
            .filter(pk__gt=after, submission__replaced_at=None)
            .select_related("submission__about")
            .order_by("pk")[:AT_A_TIME]
        )
        yield from found
        if len(found) < AT_A_TIME:
            return
        after = found[-1].pk


def _envelope(part: SealedPart) -> dict[str, Any]:
    submission = part.submission
    about = submission.about
    return {
        "activity": submission.activity,
        "id": str(submission.id),
        "part": part.part,
        "key": submission.key,
        "about": str(about.id if about else submission.id),
        "age": base64.b64encode(part.sealed).decode(),
        "received_at": instant(submission.received_at),
        "start": instant(about.start_at) if about else None,
        "status": about.status if about else None,
        "version": submission.version,
    }


def _line(said: dict[str, Any]) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def count(practice: Practice) -> int:
    """How many envelopes a copy would hold now."""
    counted = SealedPart.objects.of(practice).filter(submission__replaced_at=None)
    return int(counted.aggregate(n=models.Count("pk"))["n"])
