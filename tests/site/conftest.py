"""The cast: Dr Mast has a site, Dr Favre next door has another, the vault signs feeds, the Publisher publishes.

Run with the site's own settings: `pytest --ds=quenotte.site.settings tests/site`.
"""

import copy
from datetime import UTC, datetime
from typing import Any

import pytest
from pytest_django import Settings

from quenotte.base import chain, feed, instruction, jws
from quenotte.demo.sample_site import FACTS
from quenotte.site.facts import services
from quenotte.site.facts.models import Site

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
WEEK = [
    {"resource": "mast", "weekday": weekday, "opens": opens, "closes": closes}
    for weekday in range(4)
    for opens, closes in (("08:00", "12:00"), ("13:30", "18:00"))
] + [{"resource": "mast", "weekday": 4, "opens": "08:00", "closes": "16:00"}]


class Vault:
    """Dr Mast's vault, as far as the site sees it: it signs feeds."""

    def __init__(self) -> None:
        self.plane = jws.new_key()
        self.practice = jws.new_key()

    @property
    def fingerprint(self) -> str:
        return jws.fingerprint(jws.public(self.practice))

    def items(self, **changed: Any) -> dict[str, Any]:
        return {
            "open": True,
            "fingerprint": self.fingerprint,
            "card": self.card(),
            "agreement": self.agreement(),
            "instructions": self.instructions("publish"),
            "hours": WEEK,
            "types": [],
            "vault_url": "https://rdv.mast.example",
            "services": [],
        } | changed

    def card(self, practice: str = "mast", key: jws.PrivateKey | None = None) -> str:
        return jws.sign(
            {"v": 1, "practice": practice}, key=key or self.practice, typ="quenotte-key-card"
        )

    def agreement(
        self,
        key: jws.PrivateKey | None = None,
        practice: str = "mast",
        issued: str = "2026-11-23T08:00:00Z",
    ) -> str:
        return jws.sign(
            {"v": 1, "practice": practice, "issued": issued},
            key=key or self.practice,
            typ="quenotte-agreement",
        )

    def instructions(self, *each: str | int, **changes: Any) -> list[str]:
        """A chain of standing instructions: an act to allow it, a number to take that one back."""
        tokens: list[str] = []
        for number, said in enumerate(each, 1):
            payload: dict[str, Any] = {
                "v": 1,
                "practice": "mast",
                "number": number,
                "previous": chain.digest(tokens[-1]) if tokens else None,
                "issued": "2026-11-23T08:00:00Z",
                "member": "dr-mast",
                "acts": [] if isinstance(said, int) else [said],
                "until": None,
                "about": None,
                "withdraws": said if isinstance(said, int) else None,
            } | changes
            key = payload.pop("key", self.practice)
            tokens.append(jws.sign(payload, key=key, typ=instruction.TYP))
        return tokens

    def feed(
        self,
        number: int = 1,
        *,
        practice: str = "mast",
        plane: str = "vault",
        key: jws.PrivateKey | None = None,
        **changed: Any,
    ) -> str:
        return feed.write(
            plane=plane,
            practice=practice,
            number=number,
            issued="2026-11-23T08:00:00Z",
            items=self.items(**changed),
            key=key or self.plane,
        )


@pytest.fixture
def facts() -> dict[str, Any]:
    return copy.deepcopy(FACTS)


@pytest.fixture
def vault(settings: Settings) -> Vault:
    opened = Vault()
    settings.VAULT_FINGERPRINT = jws.fingerprint(jws.public(opened.plane))
    return opened


@pytest.fixture
def mast(db: None, facts: dict[str, Any]) -> Site:
    return services.create(practice="mast", host="www.mast.example", facts=facts, at=NOW)


@pytest.fixture
def favre(db: None, facts: dict[str, Any]) -> Site:
    facts["name"] = dict.fromkeys(facts["languages"], "Cabinet Favre")
    return services.create(practice="favre", host="www.favre.example", facts=facts, at=NOW)
