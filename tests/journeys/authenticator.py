"""Chromium's own virtual authenticator, over CDP: a telephone or a security key that a test holds in its hand."""

import base64
import json
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import CDPSession, Page

# The page is watched where the browser hands the secret over: what it is, the test has to know.
_WATCH = """
if (navigator.credentials) {
const held = navigator.credentials.get.bind(navigator.credentials);
globalThis.prfSeen = [];
const seen = (credential) => {
  const first = credential?.getClientExtensionResults?.().prf?.results?.first;
  if (first) globalThis.prfSeen.push([...new Uint8Array(first.buffer ?? first)]);
  return credential;
};
navigator.credentials.get = async (options) => seen(await held(options));
const made = navigator.credentials.create.bind(navigator.credentials);
navigator.credentials.create = async (options) => seen(await made(options));
}
"""


@dataclass
class Authenticator:
    """One device, plugged into one page."""

    cdp: CDPSession
    id: str

    @classmethod
    def plug_in(cls, page: Page, *, prf: bool = True) -> "Authenticator":
        cdp = page.context.new_cdp_session(page)
        cdp.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "ctap2Version": "ctap2_1",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
            "hasPrf": prf,
        }
        made = cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        return cls(cdp, made["authenticatorId"])

    def credentials(self) -> list[dict[str, Any]]:
        got = self.cdp.send("WebAuthn.getCredentials", {"authenticatorId": self.id})
        held: list[dict[str, Any]] = got["credentials"]
        return held

    def verify(self, verified: bool) -> None:
        """Whether the device recognises the person: False is the wrong finger, or the closed dialog."""
        said = {"authenticatorId": self.id, "isUserVerified": verified}
        self.cdp.send("WebAuthn.setUserVerified", said)

    def unplug(self) -> None:
        self.cdp.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": self.id})


def watch_secrets(page: Page) -> None:
    page.add_init_script(_WATCH)


def secrets_seen(page: Page) -> list[bytes]:
    """Every PRF output that the browser gave this page."""
    return [bytes(one) for one in page.evaluate("globalThis.prfSeen")]


def written(secret: bytes) -> list[bytes]:
    """The ways in which a secret could stand in a request."""
    standard, url = base64.b64encode(secret), base64.urlsafe_b64encode(secret)
    return [
        secret,
        secret.hex().encode(),
        secret.hex().upper().encode(),
        standard.rstrip(b"="),
        standard.rstrip(b"=").replace(b"/", b"%2F").replace(b"+", b"%2B"),
        url.rstrip(b"="),
        json.dumps(list(secret)).encode(),
        json.dumps(list(secret), separators=(",", ":")).encode(),
    ]
