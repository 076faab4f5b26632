"""The vault's feed is believed only when the pinned keys signed it; otherwise the last good one stays."""

import logging
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from pytest_django import Settings

from quenotte.base import jws
from quenotte.base.calls import Unreachable
from quenotte.site import worker
from quenotte.site.facts import vault_feed
from quenotte.site.facts.models import Site, VaultFeed
from quenotte.site.releases import services
from quenotte.site.releases.models import Pointer, Release
from tests.site.conftest import NOW, Vault


def keep(site: Site, token: str) -> bool:
    return vault_feed.keep(site=site, token=token, at=NOW)


def test_a_good_feed_is_kept_and_pins_the_practice(mast: Site, vault: Vault) -> None:
    assert keep(mast, vault.feed(3))
    mast.refresh_from_db()
    assert mast.practice_fingerprint == vault.fingerprint
    assert VaultFeed.objects.get(site=mast).number == 3
    said = vault_feed.current(mast)
    assert said is not None
    assert said.open
    assert len(said.hours) == 9


def test_a_vault_that_is_not_set_up_pins_nothing(mast: Site, vault: Vault) -> None:
    assert keep(mast, vault.feed(1, open=False, fingerprint="", card=""))
    mast.refresh_from_db()
    assert mast.practice_fingerprint == ""
    assert keep(mast, vault.feed(2))


STRANGER = jws.new_key()
SHEET = jws.new_key()


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        pytest.param({"number": 6, "key": STRANGER}, "another key", id="another-signer"),
        pytest.param({"number": 4}, "an older feed", id="older-number"),
        pytest.param({"number": 6, "practice": "favre"}, "another feed", id="a-neighbour-s"),
        pytest.param({"number": 6, "plane": "site"}, "another feed", id="another-plane"),
        pytest.param(
            {"number": 5, "hours": []}, "without a new number", id="same-number-other-items"
        ),
        pytest.param(
            {"number": 6, "fingerprint": jws.fingerprint(jws.public(STRANGER))},
            "not the pinned one",
            id="another-practice-key",
        ),
        pytest.param({"number": 6, "fingerprint": ""}, "not the pinned one", id="no-practice-key"),
        pytest.param({"number": 6, "card": ""}, "key card does not hold", id="no-key-card"),
        pytest.param(
            {"number": 6, "vault_url": "javascript://a/%0aalert(1)"},
            "no address",
            id="not-a-web-address",
        ),
        pytest.param(
            {"number": 6, "vault_url": "https://a/#k=x"}, "no address", id="address-with-fragment"
        ),
        pytest.param({"number": 6, "open": "yes"}, "can read", id="open-is-no-boolean"),
        pytest.param(
            {"number": 6, "hours": [{"weekday": 1}]}, "can read", id="hours-without-times"
        ),
        pytest.param(
            {"number": 6, "hours": [{"weekday": 7, "opens": "08:00", "closes": "09:00"}]},
            "no week has",
            id="eighth-day",
        ),
        pytest.param(
            {"number": 6, "hours": [{"weekday": 1, "opens": "18:00", "closes": "09:00"}]},
            "before they begin",
            id="backwards",
        ),
    ],
)
def test_what_does_not_hold_leaves_the_last_good_feed(
    mast: Site, vault: Vault, changed: dict[str, object], why: str
) -> None:
    keep(mast, vault.feed(5))
    good = VaultFeed.objects.values().get(site=mast)
    with pytest.raises(vault_feed.Refused, match=why):
        keep(mast, vault.feed(**changed))  # type: ignore[arg-type]
    assert VaultFeed.objects.values().get(site=mast) == good
    mast.refresh_from_db()
    assert mast.practice_fingerprint == vault.fingerprint


def test_a_card_that_the_pinned_key_did_not_sign_is_refused(mast: Site, vault: Vault) -> None:
    for card in (vault.card(key=STRANGER), vault.card(practice="favre")):
        with pytest.raises(vault_feed.Refused, match="key card"):
            keep(mast, vault.feed(1, card=card))
    assert not VaultFeed.objects.exists()


def test_another_practice_key_is_said_aloud(
    mast: Site, vault: Vault, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    keep(mast, vault.feed(1))
    monkeypatch.setattr(logging.getLogger("quenotte"), "propagate", True)
    vault.practice = STRANGER
    with pytest.raises(vault_feed.Refused):
        keep(mast, vault.feed(2))
    assert "another signing key for it (practice: mast)" in caplog.text


def test_without_a_pinned_vault_nothing_is_believed(
    mast: Site, vault: Vault, settings: Settings
) -> None:
    settings.VAULT_FINGERPRINT = ""
    with pytest.raises(vault_feed.Refused, match="QUENOTTE_VAULT_FINGERPRINT"):
        keep(mast, vault.feed(1))


def test_only_what_stands_on_a_page_counts_as_a_change(mast: Site, vault: Vault) -> None:
    keep(mast, vault.feed(1))
    assert not keep(mast, vault.feed(2, types=[{"slug": "control"}]))
    assert keep(mast, vault.feed(3, types=[{"slug": "control"}], hours=[]))


class Server:
    """A vault that answers over HTTP."""

    def __init__(self) -> None:
        self.answer = (200, "")
        self.asked: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append(self.path)
                status, body = outer.answer
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_: object) -> None:
                pass

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://vault.localhost:{self._server.server_port}"
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def server(settings: Settings) -> Iterator[Server]:
    opened = Server()
    settings.VAULT_INTERNAL_URL = opened.url
    yield opened
    opened.close()


def test_the_worker_publishes_again_when_the_vault_opens(
    mast: Site, vault: Vault, server: Server
) -> None:
    services.publish(site=mast, at=NOW)
    server.answer = (200, vault.feed(1))
    assert worker.tick(NOW)
    assert server.asked == ["/v1/feed/mast"]
    assert Pointer.objects.get(site=mast).release.number == 2
    assert worker.tick(NOW)
    assert Release.objects.count() == 2


def test_a_site_that_is_not_public_stays_so(mast: Site, vault: Vault, server: Server) -> None:
    server.answer = (200, vault.feed(1))
    worker.tick(NOW)
    assert VaultFeed.objects.exists()
    assert not Pointer.objects.exists()


def test_a_feed_whose_publish_fails_is_read_again(
    mast: Site, vault: Vault, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.publish(site=mast, at=NOW)
    server.answer = (200, vault.feed(1))

    def torn(*_: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(services, "_flip", torn)
        with pytest.raises(OSError, match="disk full"):
            services.follow(site=mast, at=NOW)
    assert not VaultFeed.objects.exists()
    assert services.follow(site=mast, at=NOW)
    assert Pointer.objects.get(site=mast).release.number == 2


def test_a_neighbour_s_bad_feed_stops_nobody(
    mast: Site, favre: Site, vault: Vault, server: Server
) -> None:
    server.answer = (
        200,
        vault.feed(1),
    )  # Dr Mast's, so refused for Dr Favre, whose turn comes first
    assert not worker.tick(NOW)
    assert [feed.site.practice for feed in VaultFeed.objects.select_related("site")] == ["mast"]


@pytest.mark.parametrize("body", ["", "{}", "\x00" * 40, "a.b.c"])
def test_a_vault_that_answers_nonsense_changes_nothing(
    mast: Site, vault: Vault, server: Server, body: str
) -> None:
    server.answer = (200, body)
    with pytest.raises(vault_feed.Refused):
        services.follow(site=mast, at=NOW)


def test_a_feed_in_an_answer_that_failed_is_not_read(
    mast: Site, vault: Vault, server: Server
) -> None:
    server.answer = (500, vault.feed(1))
    with pytest.raises(vault_feed.Refused, match="answered 500"):
        services.follow(site=mast, at=NOW)


def test_a_vault_that_is_away_is_asked_again_later(
    mast: Site, vault: Vault, server: Server
) -> None:
    server.close()
    with pytest.raises(Unreachable):
        services.follow(site=mast, at=NOW)
    assert not worker.tick(NOW)


def endorsed(vault: Vault) -> str:
    """The practice is handed over: its next key signs from here on."""
    former, vault.practice = vault.practice, jws.new_key()
    card = {"v": 1, "practice": "mast", "succession": jws.public(SHEET)}
    said = {
        "v": 1,
        "practice": "mast",
        "from": jws.fingerprint(jws.public(former)),
        "to": vault.fingerprint,
        "by": "key",
        "under": jws.sign(card, key=former, typ="quenotte-key-card"),
        "issued": "2026-11-23T08:00:00Z",
    }
    return jws.sign(said, key=former, typ="quenotte-succession")


@pytest.mark.claim("P37")
def test_a_successor_that_was_endorsed_is_pinned_in_its_place(mast: Site, vault: Vault) -> None:
    keep(mast, vault.feed(1))
    first = endorsed(vault)
    assert keep(mast, vault.feed(2, successions=[first]))
    mast.refresh_from_db()
    assert mast.practice_fingerprint == vault.fingerprint
    second = endorsed(vault)
    assert keep(mast, vault.feed(3, successions=[first, second]))
    mast.refresh_from_db()
    assert mast.practice_fingerprint == vault.fingerprint


@pytest.mark.claim("P12")
@pytest.mark.parametrize(
    "successions",
    [
        pytest.param(lambda vault: [], id="none"),
        pytest.param(lambda vault: "x", id="no-list"),
        pytest.param(lambda vault: [1], id="no-text"),
        pytest.param(lambda vault: ["x.y.z"], id="no-signature"),
        pytest.param(lambda vault: [vault.feed()], id="something-else-signed"),
    ],
)
def test_a_successor_that_nobody_endorsed_is_not_believed(
    mast: Site, vault: Vault, successions: Callable[[Vault], Any]
) -> None:
    keep(mast, vault.feed(1))
    pinned = vault.fingerprint
    endorsed(vault)
    with pytest.raises(vault_feed.Refused):
        keep(mast, vault.feed(2, successions=successions(vault)))
    mast.refresh_from_db()
    assert mast.practice_fingerprint == pinned


def test_the_former_key_is_not_believed_again(mast: Site, vault: Vault) -> None:
    former = vault.practice
    keep(mast, vault.feed(1))
    token = endorsed(vault)
    keep(mast, vault.feed(2, successions=[token]))
    vault.practice = former
    with pytest.raises(vault_feed.Refused, match="nor its successor"):
        keep(mast, vault.feed(3, successions=[token]))
