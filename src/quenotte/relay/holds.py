"""What the relay's own tables hold: month keys, and nothing about anybody."""

from collections.abc import Mapping

from quenotte.register.gate import About, Binding

_KEY = About("a key of the relay's, for a month")

BINDINGS: Mapping[str, Binding] = {
    "relay_keys.MonthKey.month": _KEY,
    "relay_keys.MonthKey.recipient": _KEY,
    "relay_keys.MonthKey.identity": _KEY,
    "relay_keys.MonthKey.created_at": _KEY,
    "relay_keys.MonthKey.destroyed_at": _KEY,
}
