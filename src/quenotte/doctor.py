"""Says in words what this installation still lacks before patients may use it."""

import json
import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from quenotte.base import assets, settings

NEEDED = (
    ("QUENOTTE_VAULT_URL", "where patients find the vault"),
    ("QUENOTTE_DESK_URL", "where practices find the desk"),
    ("QUENOTTE_SITE_FINGERPRINT", "whose feed the vault follows"),
    ("QUENOTTE_VAULT_FINGERPRINT", "whose feed the site follows"),
    ("QUENOTTE_RELAY_FINGERPRINT", "which relay may lease messages"),
    ("QUENOTTE_SMTP", "where messages leave"),
    ("QUENOTTE_HOSTING", "who hosts, as the policy prints it"),
    ("QUENOTTE_VAULT_SECOND_PLACE", "where the journal's copy lies, on another disk"),
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


def second_place(place: str) -> list[str]:
    """What is wrong with the folder of the journal's copy: it has to outlive the database's disk (P76)."""
    name, path = "QUENOTTE_VAULT_SECOND_PLACE", Path(place)
    if not path.is_dir():
        return [f"{name} is no folder here: the journal's copy waits until it is there"]
    if not os.access(path, os.W_OK | os.X_OK):
        return [f"{name} cannot be written by this user"]
    data = settings.data_folder()
    if data.is_dir() and data.stat().st_dev == path.stat().st_dev:
        return [f"{name} lies on the same disk as QUENOTTE_DATA: one failure would take both"]
    return []


def main() -> int:
    faults = [f"{name} is not set: {why}" for name, why in NEEDED if not os.environ.get(name)]
    if hosting := os.environ.get("QUENOTTE_HOSTING"):
        faults += certificate(hosting, today=datetime.now(UTC).date())
    if place := os.environ.get("QUENOTTE_VAULT_SECOND_PLACE"):
        faults += second_place(place)
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
