"""A practice's pages become public on its signed instruction; one that did not sign gets previews only (P56)."""

from datetime import timedelta
from typing import Any

import pytest

from quenotte.base import jws, log
from quenotte.site.facts import services as facts_of
from quenotte.site.facts import vault_feed
from quenotte.site.facts.instructed import NotSigned
from quenotte.site.facts.models import Site
from quenotte.site.releases import services
from quenotte.site.releases.models import Flip, Pointer, Release
from tests.site.conftest import NOW, Vault


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    lines: list[str] = []
    monkeypatch.setattr(log, "say", lambda event, **more: lines.append(log.line(event, **more)))
    return lines


def follow(site: Site, vault: Vault, number: int = 1, **items: Any) -> None:
    vault_feed.keep(site=site, token=vault.feed(number, **items), at=NOW)


def trail(site: Site) -> list[tuple[int, int | None]]:
    rows = Flip.objects.filter(site=site).order_by("pk")
    return list(rows.values_list("release__number", "instruction"))


@pytest.mark.claim("P56b")
class TestPublishing:
    def test_every_publishing_leaves_the_number_of_its_instruction(
        self, mast: Site, vault: Vault, facts: dict[str, Any]
    ) -> None:
        follow(mast, vault, instructions=vault.instructions("support", "publish"))
        services.publish(site=mast, at=NOW)
        facts["name"] = dict.fromkeys(facts["languages"], "Cabinet Mast")
        facts_of.revise(site=mast, facts=facts, at=NOW)
        services.publish(site=mast, at=NOW)
        services.rollback(site=mast, number=1, at=NOW)
        assert trail(mast) == [(1, 2), (2, 2), (1, 2)]

    def test_a_site_without_a_vault_has_no_register_of_instructions(self, mast: Site) -> None:
        services.publish(site=mast, at=NOW)
        assert trail(mast) == [(1, None)]

    @pytest.mark.parametrize(
        "signed",
        [
            "nothing",
            "no-agreement",
            "no-instruction",
            "other-act",
            "withdrawn",
            "ran-out",
            "forged-instruction",
            "forged-agreement",
            "another-practice",
            "gap",
        ],
    )
    def test_what_the_practice_did_not_sign_is_a_preview_and_no_more(
        self, mast: Site, vault: Vault, signed: str
    ) -> None:
        stranger = jws.new_key()
        signatures: dict[str, dict[str, Any]] = {
            "nothing": {"agreement": "", "instructions": []},
            "no-agreement": {"agreement": ""},
            "no-instruction": {"instructions": []},
            "other-act": {"instructions": vault.instructions("support", "export")},
            "withdrawn": {"instructions": vault.instructions("publish", 1)},
            "ran-out": {"instructions": vault.instructions("publish", until="2026-11-22")},
            "forged-instruction": {"instructions": vault.instructions("publish", key=stranger)},
            "forged-agreement": {"agreement": vault.agreement(stranger)},
            "another-practice": {"instructions": vault.instructions("publish", practice="favre")},
            "gap": {"instructions": vault.instructions("support", "publish")[1:]},
        }
        follow(mast, vault, **signatures[signed])
        with pytest.raises(NotSigned, match="practice mast"):
            services.publish(site=mast, at=NOW)
        assert not Pointer.objects.exists()
        assert not Release.objects.exists()
        assert b"<h1" in services.preview(site=mast, at=NOW)["/"].body
        assert not Flip.objects.exists()

    def test_a_vault_that_leaves_the_signatures_away_publishes_nothing(
        self, mast: Site, vault: Vault
    ) -> None:
        items = vault.items()
        del items["agreement"], items["instructions"]
        vault.items = lambda **changed: items | changed  # type: ignore[method-assign]
        follow(mast, vault)
        with pytest.raises(NotSigned):
            services.publish(site=mast, at=NOW)


@pytest.mark.claim("P56b")
class TestAfterALapse:
    @pytest.fixture
    def public(self, mast: Site, vault: Vault) -> Site:
        follow(mast, vault)
        services.publish(site=mast, at=NOW)
        return mast

    def test_what_is_public_stays_and_nothing_new_is_published(
        self, public: Site, vault: Vault, monkeypatch: pytest.MonkeyPatch, logged: list[str]
    ) -> None:
        later: dict[str, Any] = {"hours": [], "instructions": vault.instructions("publish", 1)}
        monkeypatch.setattr(vault_feed, "fetch", lambda site: vault.feed(2, **later))
        assert services.follow(site=public, at=NOW)
        assert trail(public) == [(1, 1)]
        assert any("has not let us publish" in line for line in logged)
        with pytest.raises(NotSigned):
            services.rollback(site=public, number=1, at=NOW)

    def test_what_waited_is_published_once_the_practice_signs_again(
        self, public: Site, vault: Vault, monkeypatch: pytest.MonkeyPatch, logged: list[str]
    ) -> None:
        for number, signed in ((2, ("publish", 1)), (3, ("publish", 1, "publish"))):
            said = vault.feed(number, hours=[], instructions=vault.instructions(*signed))
            monkeypatch.setattr(vault_feed, "fetch", lambda site, said=said: said)
            services.follow(site=public, at=NOW + timedelta(minutes=number))
        assert trail(public) == [(1, 1), (2, 3)]


def succeeded(vault: Vault) -> tuple[jws.PrivateKey, str]:
    """The practice has another signing key from 08:30 on. The former one, and the succession."""
    former, card = vault.practice, vault.card()
    vault.practice = jws.new_key()
    return former, jws.sign(
        {
            "v": 1,
            "practice": "mast",
            "from": jws.fingerprint(jws.public(former)),
            "to": vault.fingerprint,
            "by": "key",
            "under": card,
            "issued": "2026-11-23T08:30:00Z",
        },
        key=former,
        typ="quenotte-succession",
    )


@pytest.mark.claim("P56b")
def test_what_the_key_before_signed_counts_after_a_succession(mast: Site, vault: Vault) -> None:
    instructions, agreement = vault.instructions("publish"), vault.agreement()
    follow(mast, vault)
    _, endorsed = succeeded(vault)
    signed = {"instructions": instructions, "agreement": agreement, "successions": [endorsed]}
    follow(mast, vault, 2, **signed)
    services.publish(site=mast, at=NOW)
    assert trail(mast) == [(1, 1)]


@pytest.mark.claim("P56b")
@pytest.mark.parametrize("dated_after", ["instruction", "agreement"])
def test_what_the_key_before_signs_after_its_term_publishes_nothing(
    mast: Site, vault: Vault, dated_after: str
) -> None:
    follow(mast, vault)
    former, endorsed = succeeded(vault)
    in_term, later = "2026-11-23T08:00:00Z", "2026-11-23T09:00:00Z"
    told, agreed = (later, in_term) if dated_after == "instruction" else (in_term, later)
    signed: dict[str, Any] = {
        "instructions": vault.instructions("publish", key=former, issued=told),
        "agreement": vault.agreement(former, issued=agreed),
        "successions": [endorsed],
    }
    follow(mast, vault, 2, **signed)
    with pytest.raises(NotSigned):
        services.publish(site=mast, at=NOW)
