"""Says in words what this installation still lacks before patients may use it."""

import json
import os
from datetime import UTC, date, datetime, timedelta

from quenotte.base import assets, settings

NEEDED = (
    ("QUENOTTE_VAULT_URL", "where patients find the vault"),
    ("QUENOTTE_DESK_URL", "where practices find the desk"),
    ("QUENOTTE_SITE_FINGERPRINT", "whose feed the vault follows"),
    ("QUENOTTE_VAULT_FINGERPRINT", "whose feed the site follows"),
    ("QUENOTTE_RELAY_FINGERPRINT", "which relay may lease messages"),
    ("QUENOTTE_SMTP", "where messages leave"),
    ("QUENOTTE_HOSTING", "who hosts, as the policy prints it"),
)

WARNED = timedelta(days=60)


def certificate(hosting: str, *, today: date) -> list[str]:
    """What is wrong, or soon will be, with the certificate that QUENOTTE_HOSTING declares (P17)."""
    try:
        given = json.loads(hosting)
        ends = date.fromisoformat(given["valid_until"])
    except (ValueError, KeyError, TypeError):
        return ["QUENOTTE_HOSTING names no day until which the certificate is valid: valid_until"]
    if ends < today:
        return [
            f"the host's certificate ended on {ends}: new health questionnaires are closed"
            " where the law asks for one"
        ]
    if ends - today <= WARNED:
        return [f"the host's certificate ends on {ends}, in {(ends - today).days} days"]
    return []


def main() -> int:
    faults = [f"{name} is not set: {why}" for name, why in NEEDED if not os.environ.get(name)]
    if hosting := os.environ.get("QUENOTTE_HOSTING"):
        faults += certificate(hosting, today=datetime.now(UTC).date())
    try:
        assets.manifest()
    except assets.NotBuilt as fault:
        faults.append(str(fault))
    if settings.read("QUENOTTE_DEMO", "") == "1":
        faults.append("QUENOTTE_DEMO is set: the demo's keys are everybody's")
    for each in faults:
        print(f"- {each}")
    if not faults:
        print("Nothing is missing that this command can see.")
    return 1 if faults else 0
