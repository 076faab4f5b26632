"""What the vault can see of the live facts behind its claims; None for what nobody looked at yet."""

from datetime import datetime

from quenotte.register.claims.probes import PROBES, Reading, Readings
from quenotte.vault.practices import hosting


def readings(*, at: datetime) -> Readings:
    """Every declared probe, as it reads now."""
    return dict.fromkeys(PROBES) | {"certificate": certificate(at=at)}


def certificate(*, at: datetime) -> Reading | None:
    """The last day of the host's certificate; None where the deployment names none."""
    ends = hosting.facts().ends_on
    return None if ends is None else Reading(day=ends, holds=at.date() <= ends, at=at)
