"""The whole register as plain JSON, for `register.lock`: read line by line, compared by `register.change`.

What is empty is left out. A new field of a declaration is written without an edit here.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any

from quenotte.register.claims import CLAIMS
from quenotte.register.claims.model import Claim
from quenotte.register.lists.audience import EVENTS
from quenotte.register.lists.hosts import OUTBOUND
from quenotte.register.lists.log import LOG_FIELDS
from quenotte.register.lists.roles import ROLES, Role
from quenotte.register.lists.services import NOT_OFFERED
from quenotte.register.lists.storage import STORED
from quenotte.register.model import Activity
from quenotte.register.packs import PACKS
from quenotte.register.packs.model import Pack
from quenotte.register.recipients import ALLOWED

_NAMED_BY = ("key", "name", "id", "value")  # what a declaration in a list is called by


def written(
    register: Mapping[str, Activity],
    *,
    packs: Mapping[str, Pack] = PACKS,
    roles: Mapping[str, Role] = ROLES,
    claims: Mapping[str, Claim] = CLAIMS,
    countries: Iterable[str] = ALLOWED,
    not_offered: Iterable[str] = NOT_OFFERED,
) -> dict[str, Any]:
    """Everything that is declared. Inside an activity the order is the author's: it is the form's."""
    return {
        "activities": _sorted(register),
        "not_offered": sorted(not_offered),
        "roles": _sorted(roles),
        "countries": sorted(countries),
        "claims": _sorted(claims),
        "packs": _sorted(packs),
        "doorways": {
            "stored": _plain(STORED),
            "outbound": _sorted(OUTBOUND),
            "events": _sorted(EVENTS),
            "log_fields": _sorted(LOG_FIELDS),
        },
    }


def digest(of: Mapping[str, Any]) -> str:
    """SHA-256 of a written register, in hexadecimal."""
    return hashlib.sha256(json.dumps(of, ensure_ascii=False).encode()).hexdigest()


def _sorted(held: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _plain(held[key]) for key in sorted(held, key=_by_number)}


def _by_number(key: str) -> tuple[str, int, str]:
    """P2 before P11."""
    match = re.fullmatch(r"([A-Za-z-]*)(\d*)(.*)", key)
    assert match is not None
    return match[1], int(match[2] or 0), match[3]


def _plain(value: object) -> Any:
    match value:
        case Enum():
            return value.value
        case date():
            return value.isoformat()
        case timedelta():
            return value.total_seconds()
        case re.Pattern():
            return value.pattern
        case frozenset():
            return sorted(_plain(each) for each in value)
        case Mapping():
            return {str(_plain(key)): _plain(each) for key, each in value.items()}
        case tuple() | list() if value and all(is_dataclass(each) for each in value):
            return dict(_named(each) for each in value)
        case tuple() | list():
            return [_plain(each) for each in value]
    if is_dataclass(value):
        plain = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        return {name: each for name, each in plain.items() if each not in (None, "", [], {}, False)}
    return value


def _named(value: object) -> tuple[str, Any]:
    by = next(name for name in _NAMED_BY if hasattr(value, name))
    plain = _plain(value)
    return plain.pop(by), plain
