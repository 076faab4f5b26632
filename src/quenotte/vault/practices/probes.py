"""What the vault can see of the live facts behind its claims; None for what nobody looked at yet."""

from datetime import datetime

from quenotte.register.claims.probes import PROBES, Reading, Readings
from quenotte.vault.practices import hosting
from quenotte.vault.practices.declared import today
from quenotte.vault.practices.models import Practice


def readings(*, practice: Practice, at: datetime) -> Readings:
    """Every declared probe, as it reads now for a practice."""
    return dict.fromkeys(PROBES) | {"certificate": certificate(practice=practice, at=at)}


def certificate(*, practice: Practice, at: datetime) -> Reading | None:
    """The last day of the host's certificate, by the practice's clock; None where the deployment names none."""
    ends = hosting.facts().ends_on
    return None if ends is None else Reading(day=ends, holds=today(practice, at) <= ends, at=at)
