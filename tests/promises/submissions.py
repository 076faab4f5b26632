"""What Léa's browser would send, without a browser: golden envelopes under ids of her own.

The vault looks at the outside of an envelope only, so the same bytes serve for every id.
"""

import base64
import hashlib
import secrets
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from quenotte.base import jws
from quenotte.register import REGISTER
from quenotte.register.derived.forms import form_version
from tests.promises.vault_server import Answer, VaultServer

VECTORS = Path(__file__).parents[1] / "vectors"
SEALED = base64.b64encode((VECTORS / "envelope-appointment-core.age").read_bytes()).decode()
REACH = base64.b64encode((VECTORS / "reach.age").read_bytes()).decode()


@dataclass
class Submission:
    """One sealed form under one id; sending it again is a retry."""

    activity: str
    secret: bytes
    facts: dict[str, Any]
    id: str = field(default_factory=lambda: str(uuid.UUID(bytes=secrets.token_bytes(16))))

    @property
    def body(self) -> dict[str, Any]:
        parts = ("core", "detail") if self.activity == "appointment" else ("detail",)
        body = {
            "form": self.activity,
            "version": form_version(REGISTER[self.activity]),
            "key": "desk/1" if self.activity == "appointment" else "care/1",
            "facts": self.facts,
            "parts": [{"part": part, "age": SEALED} for part in parts],
            "link": jws.b64(hashlib.sha256(self.secret).digest()),
        }
        if self.activity == "appointment":
            body["reach"] = {"month": self.facts["start"][:7], "age": REACH}
        return body

    def send(self, vault: VaultServer) -> Answer:
        bearer = "" if self.activity == "appointment" else jws.b64(self.secret)
        path = f"/v1/p/mast/{self.activity}/{self.id}"
        return vault.call("PUT", path, self.body, bearer=bearer)


def appointment(slot: dict[str, str]) -> Submission:
    """A request for one time with one chair."""
    facts = {"type": "control", "language": "fr", **slot}
    return Submission("appointment", secrets.token_bytes(16), facts)


def questionnaire(about: Submission) -> Submission:
    """Answers for that appointment, under the secret of its link."""
    return Submission("questionnaire", about.secret, {"language": "fr"})


def free_slots(vault: VaultServer) -> list[dict[str, str]]:
    """Free times of the next weeks that do not overlap: start, on the half hour, and chair."""
    slots: list[dict[str, str]] = []
    following: str | None = ""
    while following is not None:
        start = f"&from={following}" if following else ""
        answer = vault.call("GET", f"/v1/p/mast/slots?type=control&days=31{start}")
        offered = [slot for day in answer.said["days"] for slot in day["slots"]]
        slots += [slot for slot in offered if slot["start"][14:16] in ("00", "30")]
        following = answer.said["next"]
    return slots
