"""The site is ready only while everything that it keeps is declared."""

from collections.abc import Iterable

import pytest
from django.test import Client

from quenotte.site import gate, holds
from quenotte.site.facts import vault_feed
from quenotte.site.facts.models import Site, VaultFeed
from tests.site.conftest import NOW, Vault
from tests.site.door import ask

HOST = {"Host": "site.localhost:8000"}


def test_every_column_is_declared() -> None:
    gate.check()


@pytest.mark.claim("P13b")
def test_the_readiness_answer_names_what_is_not_declared(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Client().get("/v1/ready", headers=HOST).json() == {"ready": True}
    monkeypatch.delitem(holds.BINDINGS, "facts.VaultFeed.items")
    got = Client().get("/v1/ready", headers=HOST)
    assert got.status_code == 503
    assert got.json()["ready"] is False
    assert "facts.VaultFeed.items is stored but not declared" in got.json()["undeclared"]


@pytest.mark.claim("P13b")
def test_the_vault_s_feed_brings_no_key_that_nobody_declared(mast: Site, vault: Vault) -> None:
    with pytest.raises(vault_feed.Refused, match="the key patients, which nobody declared"):
        vault_feed.keep(site=mast, token=vault.feed(1, patients=312), at=NOW)
    assert not VaultFeed.objects.exists()


@pytest.mark.claim("P28")
@pytest.mark.parametrize("host", ["nobody.example", HOST["Host"]])
def test_every_answer_passes_the_doorway(
    db: None, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    asked: list[str] = []

    def answer(headers: Iterable[tuple[str, str]], *, place: str) -> None:
        asked.append(place)

    monkeypatch.setattr("quenotte.register.doorways.answer", answer)
    ask("/", host=host)
    assert asked == ["public"]
