"""Says in words what this installation still lacks before patients may use it."""

import os

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


def main() -> int:
    faults = [f"{name} is not set: {why}" for name, why in NEEDED if not os.environ.get(name)]
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
