"""The relay's calls to the vault, the only host it calls by HTTP (docs/adr/0002-interfaces.md)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from quenotte.base import jws
from quenotte.base.calls import Answer, Unreachable, call

AUDIENCE = "quenotte-vault"
TYP = "quenotte-relay-call"
TOKEN_SECONDS = 60


class NotAnswering(Exception):
    """The vault gave no usable answer: it is down, or does not know this relay's key."""


class Vault:
    """The vault's internal host, called with a fresh token each time."""

    def __init__(self, url: str, *, key: jws.PrivateKey, clock: Callable[[], datetime]) -> None:
        self._url = url.rstrip("/")
        self._key = key
        self._clock = clock

    def publish(self, months: str) -> None:
        """Put the signed month keys where patients' pages find them."""
        self._expect(self._call("PUT", "months", {"jws": months}), 204)

    def lease(self, most: int) -> list[dict[str, Any]]:
        """Up to `most` notices that are due. They are ours for 60 s."""
        answer = self._call("POST", "lease", {"most": most})
        self._expect(answer, 200)
        try:
            rows = answer.json()["notices"]
        except (ValueError, KeyError, TypeError):
            raise NotAnswering("a lease that we cannot read") from None
        if not isinstance(rows, list):
            raise NotAnswering("a lease that we cannot read")
        return rows

    def sending(self, notice: str) -> bool:
        """Tell that this message leaves now. False: the lease is lost, another may send it."""
        answer = self._call("POST", f"notices/{notice}/sending")
        if answer.status in (404, 409):
            return False
        self._expect(answer, 204)
        return True

    def outcome(self, notice: str, *, outcome: str, reason: str) -> None:
        """Tell how the send ended; `reason` is a code of the contract, empty when it left."""
        body = {"outcome": outcome, "reason": reason}
        answer = self._call("POST", f"notices/{notice}/outcome", body)
        if answer.status not in (404, 409):  # the row is no longer ours: nothing left to tell
            self._expect(answer, 204)

    def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Answer:
        now = int(self._clock().timestamp())
        token = jws.sign(
            {"aud": AUDIENCE, "iat": now, "exp": now + TOKEN_SECONDS}, key=self._key, typ=TYP
        )
        url = f"{self._url}/v1/relay/{path}"
        try:
            return call(method, url, allowed=[self._url], body=body, bearer=token)
        except Unreachable:
            raise NotAnswering("the vault gives no answer") from None

    def _expect(self, answer: Answer, status: int) -> None:
        if answer.status in (401, 403):
            raise NotAnswering(
                "the vault pins another key than this relay's (QUENOTTE_RELAY_FINGERPRINT)"
            )
        if answer.status != status:
            raise NotAnswering(f"the vault answered {answer.status}")
