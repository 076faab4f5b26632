"""The live facts that stand behind a claim besides its tests: what each asks, and what its answer means.

Declarations only. Who can look (the vault, later the retention run and the restore drill) gives a reading;
what nobody has looked at yet is shown as unknown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from quenotte.register.words import _


@dataclass(frozen=True)
class Probe:
    """One question to the running installation."""

    key: str
    asks: str


@dataclass(frozen=True)
class Reading:
    """What was found, and when. `holds` False turns the claims that lean on it red."""

    day: date
    holds: bool
    at: datetime


type Readings = Mapping[str, Reading | None]

PROBES: Mapping[str, Probe] = MappingProxyType(
    {
        probe.key: probe
        for probe in (
            Probe("certificate", _("The end of the host's certificate")),
            Probe("retention", _("The last run that erased what was due")),
            Probe("restore", _("The last drill that restored a backup")),
            Probe("mailbox", _("The last letter that came back from the practice's mailbox")),
        )
    }
)
