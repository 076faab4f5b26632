"""Who receives data: roles that we declare, and the firms that an installation names for them (P35).

A role says what is seen of an activity's data. A recipient is somebody's legal name: a fact of the
deployment or of the practice, never written here.
"""

import json
from dataclasses import dataclass
from datetime import date

from quenotte.register.keep import Undeclarable
from quenotte.register.lists.roles import ROLES

EEA = frozenset(
    {"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS"}
    | {"IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK"}
)
# Adequate for the EEA by decision 2000/518, confirmed in 2024; for Switzerland the EEA is (legal.md, L37).
ALLOWED = EEA | {"CH"}


@dataclass(frozen=True)
class Recipient:
    """A firm or person that fills a role on this installation or for this practice."""

    role: str
    legal_name: str
    country: str  # ISO 3166-1
    contract: str  # what binds it: a reference the practice can find again
    since: date
    told: date | None = (
        None  # when the practices were told; the practice's own choice needs none (P36)
    )
    hosts: tuple[str, ...] = ()  # the machines that our servers may call there

    def __post_init__(self) -> None:
        if self.role not in ROLES:
            raise Undeclarable(f"{self.legal_name}: the register knows no role {self.role!r}")
        if not self.legal_name.strip() or not self.contract.strip():
            raise Undeclarable(f"a recipient ({self.role}) needs its legal name and its contract")
        if self.country not in ALLOWED:
            raise Undeclarable(
                f"{self.legal_name}: data goes to no recipient in {self.country!r}; see P38"
            )


def read(text: str) -> tuple[Recipient, ...]:
    """The value of QUENOTTE_RECIPIENTS. Undeclarable names the entry and its field.

    Nobody receives anything of whom the practices were not told, on that day at the latest (P36).
    """
    try:
        given = json.loads(text)
    except ValueError:
        given = None
    if not isinstance(given, list):
        raise Undeclarable("QUENOTTE_RECIPIENTS must be a list, in JSON")
    return tuple(_one(place, entry) for place, entry in enumerate(given))


def _one(place: int, entry: object) -> Recipient:
    where = f"QUENOTTE_RECIPIENTS[{place}]"
    if not isinstance(entry, dict):
        raise Undeclarable(f"{where} must be an object")
    words = {}
    for name in ("role", "legal_name", "country", "contract"):
        if not isinstance(entry.get(name), str):
            raise Undeclarable(f"{where}.{name} must be words")
        words[name] = entry[name]
    hosts = entry.get("hosts", [])
    if not isinstance(hosts, list) or not all(isinstance(host, str) for host in hosts):
        raise Undeclarable(f"{where}.hosts must be a list of host names")
    unknown = set(entry) - {*words, "hosts", "since", "told"}
    if unknown:
        raise Undeclarable(f"{where}.{min(unknown)} is not known")
    since = _day(f"{where}.since", entry.get("since"))
    told = _day(f"{where}.told", entry.get("told"))
    if told > since:
        raise Undeclarable(
            f"{where}.told: practices are told before {words['legal_name']} receives anything (P36),"
            f" and {told} is later than its since, {since}"
        )
    return Recipient(**words, hosts=tuple(hosts), since=since, told=told)


def _day(where: str, value: object) -> date:
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise Undeclarable(f"{where} must be a day such as 2026-11-23") from None
