"""The page "how this is kept": every claim with its state, its evidence, and the live facts behind it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from quenotte.base import evidence
from quenotte.register.claims import PARTS
from quenotte.register.claims.model import PLACEHOLDER, State
from quenotte.register.claims.probes import PROBES, Reading
from quenotte.register.claims.standing import Stands, stands
from quenotte.register.derived.published import Sections
from quenotte.vault.hosts import PracticeRequest
from quenotte.vault.patient.frame import page
from quenotte.vault.policies import services
from quenotte.vault.policies.canonical import written
from quenotte.vault.practices.probes import readings


@dataclass(frozen=True)
class Kept:
    """A claim as the page shows it: as this practice's policy says it, else in its general form."""

    stands: Stands
    texts: tuple[str, ...]
    said: bool


@dataclass(frozen=True)
class Probed:
    """A live fact; `day` is empty while it is unknown."""

    key: str
    asks: str
    day: str = ""
    holds: bool = True
    at: str = ""


@require_safe
def how(request: PracticeRequest, language: str) -> HttpResponse:
    """How each sentence is kept, as it is now; a text that was altered does not hide that."""
    at, zone, run = timezone.now(), ZoneInfo(request.practice.zone), evidence.run()
    read = readings(practice=request.practice, at=at)
    printed = _printed(request, language, at)
    parts = [
        (
            key,
            gettext(title),
            [_kept(stands(claim, run.claims, read), printed) for claim in claims],
        )
        for key, title, claims in PARTS
    ]
    return page(
        request,
        language,
        "policies/how.html",
        "privacy/how",
        parts=parts,
        counts=_counts(one.stands.state for *_part, kept in parts for one in kept),
        ran=_moment(run.at, zone),
        commit=run.commit[:12],
        probes=[_probed(key, read[key], zone) for key in PROBES],
    )


def _printed(request: PracticeRequest, language: str, at: datetime) -> dict[str, tuple[str, ...]]:
    """Claim → what the policy in force says under it; nothing when it was altered, or is not made yet."""
    try:
        version = services.current(practice=request.practice, at=at)
        sections: Sections = services.sections(version)[language]
    except (services.Altered, services.NoSuchVersion):
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for section in sections:
        for sentence in section.sentences:
            texts = found.get(sentence.claim, ())
            if sentence.text not in texts:
                found[sentence.claim] = (*texts, sentence.text)
    return found


def _kept(one: Stands, printed: dict[str, tuple[str, ...]]) -> Kept:
    texts = printed.get(one.claim.id)
    return Kept(one, texts or (PLACEHOLDER.sub("…", gettext(one.claim.text)),), texts is not None)


def _counts(states: Iterable[State]) -> list[tuple[str, int]]:
    found = Counter(states)
    return [(state.value, found[state]) for state in State]


def _probed(key: str, read: Reading | None, zone: ZoneInfo) -> Probed:
    asks = gettext(PROBES[key].asks)
    if read is None:
        return Probed(key, asks)
    return Probed(key, asks, written(read.day), read.holds, _time(read.at, zone))


def _moment(written_at: str, zone: ZoneInfo) -> str:
    try:
        return _time(datetime.fromisoformat(written_at), zone)
    except ValueError:
        return ""


def _time(at: datetime, zone: ZoneInfo) -> str:
    here = at.astimezone(zone)
    return f"{written(here.date())}, {here:%H:%M}"
