"""The cast: Dr Mast owns a practice, Dr Favre is next door and must see nothing, Léa is the patient.

Sealed bytes are the golden ones of tests/vectors: the vault looks at the outside only, so they
serve for every id.
"""

import base64
import hashlib
import json
import secrets
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from quenotte.base import jws, log
from quenotte.register import REGISTER
from quenotte.register.derived.forms import form_version
from quenotte.vault.agenda.models import AppointmentType, Resource, WeeklyHours
from quenotte.vault.intake import wire
from quenotte.vault.notices.models import RelayMonths
from quenotte.vault.practices.models import KeyCard, Practice

VECTORS = Path(__file__).parents[1] / "vectors"
SEALED = (VECTORS / "envelope-appointment-core.age").read_bytes()
REACH = (VECTORS / "reach.age").read_bytes()
RELAY_KEY = jws.new_key()
MONTHS = [f"{year}-{month:02}" for year in (2026, 2027, 2028) for month in range(1, 13)]

# A Monday morning at the practice, in winter.
NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
FREE = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)  # Tuesday 09:00 in Geneva


def make_practice(slug: str) -> Practice:
    """An open practice with one chair, Monday to Friday, 08:00-12:00 and 13:30-18:00."""
    practice = Practice.objects.create(
        slug=slug,
        host=f"rdv.{slug}.example",
        name=f"Cabinet {slug.title()}",
        zone="Europe/Zurich",
        country="CH",
        fingerprint=jws.b64(hashlib.sha256(slug.encode()).digest()),
    )
    KeyCard.objects.create(
        practice=practice,
        serial=1,
        jws=(VECTORS / "key-card.jws").read_text().strip(),
        keys={"care": "care/1", "desk": "desk/1", "rights": "rights/1"},
        published_at=NOW,
    )
    chair = Resource.objects.create(practice=practice, slug="chair", name="Dr Mast")
    for weekday in range(5):
        for opens, closes in ((time(8), time(12)), (time(13, 30), time(18))):
            WeeklyHours.objects.create(
                practice=practice, resource=chair, weekday=weekday, opens=opens, closes=closes
            )
    control = AppointmentType.objects.create(
        practice=practice, slug="control", names={"fr": "Contrôle"}, minutes=30
    )
    control.resources.set([chair])
    return practice


@pytest.fixture
def mast(db: None) -> Practice:
    RelayMonths.objects.create(
        jws=jws.sign({"v": 1, "months": {}}, key=RELAY_KEY, typ="quenotte-relay-months"),
        months=dict.fromkeys(MONTHS, "age1…"),
        received_at=NOW,
    )
    return make_practice("mast")


@pytest.fixture
def spoken_for(mast: Practice) -> Practice:
    """Dr Mast's practice once its site has said who answers: from then on it has a policy."""
    mast.public_card = {"slug": "mast", "name": "Cabinet Mast", "controller": "Dr Mast"} | {
        "street": "1 rue du Lac",
        "postcode": "1205",
        "city": "Genève",
        "country": "CH",
        "languages": [],
    }
    mast.save(update_fields=["public_card"])
    return mast


@pytest.fixture
def favre(mast: Practice) -> Practice:
    return make_practice("favre")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> "Clock":
    held = Clock(NOW)
    monkeypatch.setattr("django.utils.timezone.now", lambda: held.at)
    return held


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The lines that the log would have, from here on."""
    lines: list[str] = []
    monkeypatch.setattr(log, "say", lambda event, **more: lines.append(log.line(event, **more)))
    return lines


@dataclass
class Clock:
    at: datetime


@dataclass
class Lea:
    """The patient: her ids and her link's secret, and what her browser would send."""

    id: str = field(default_factory=lambda: str(uuid.UUID(bytes=secrets.token_bytes(16))))
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(16))

    @property
    def bearer(self) -> str:
        return f"Bearer {jws.b64(self.secret)}"

    @property
    def link(self) -> str:
        return wire.link_hash(self.secret)

    def request(
        self, *, start: datetime = FREE, sealed: bytes = SEALED, **changes: Any
    ) -> dict[str, Any]:
        age = base64.b64encode(sealed).decode()
        body: dict[str, Any] = {
            "form": "appointment",
            "version": form_version(REGISTER["appointment"]),
            "key": "desk/1",
            "facts": {
                "type": "control",
                "start": start.strftime("%Y-%m-%dT%H:%M:%SZ"),
                "resource": None,
                "language": "fr",
            },
            "parts": [{"part": "core", "age": age}, {"part": "detail", "age": age}],
            "reach": {"month": start.strftime("%Y-%m"), "age": base64.b64encode(REACH).decode()},
            "link": self.link,
        }
        facts = changes.pop("facts", {})
        body["facts"] |= facts
        return body | changes

    def answers(self, *, sealed: bytes = SEALED, **changes: Any) -> dict[str, Any]:
        return {
            "form": "questionnaire",
            "version": form_version(REGISTER["questionnaire"]),
            "key": "care/1",
            "facts": {"language": "fr"},
            "parts": [{"part": "detail", "age": base64.b64encode(sealed).decode()}],
            "link": self.link,
        } | changes


@dataclass
class Browser:
    """Speaks to one practice's vault as its page does."""

    practice: Practice
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def put(
        self,
        activity: str,
        id: str,
        body: Any,
        *,
        bearer: str | None = None,
        slug: str | None = None,
    ) -> Any:
        raw = body if isinstance(body, bytes | str) else json.dumps(body)
        return self.client.put(
            f"/v1/p/{slug or self.practice.slug}/{activity}/{id}",
            raw,
            content_type="application/json",
            headers=self._headers(bearer),
        )

    def get(self, path: str, *, bearer: str | None = None) -> Any:
        return self.client.get(f"/v1/p/{self.practice.slug}/{path}", headers=self._headers(bearer))

    def post(self, path: str, *, bearer: str | None = None) -> Any:
        return self.client.post(f"/v1/p/{self.practice.slug}/{path}", headers=self._headers(bearer))

    def _headers(self, bearer: str | None) -> dict[str, str]:
        return {"Host": self.practice.host, **({"Authorization": bearer} if bearer else {})}


@pytest.fixture
def lea() -> Lea:
    return Lea()


@pytest.fixture
def browser(mast: Practice, clock: Clock) -> Browser:
    return Browser(mast)
