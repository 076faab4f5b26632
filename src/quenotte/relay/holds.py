"""What each column of the relay holds: its keys of the month, and nothing about anybody."""

from collections.abc import Mapping

from quenotte.register.gate import About, Binding

THIRD_PARTY: Mapping[str, str] = {}  # other people's models, each with its reason; no wildcards

BINDINGS: Mapping[str, Binding] = {
    f"relay_keys.MonthKey.{name}": About("a key of the relay")
    for name in ("month", "recipient", "identity", "created_at", "destroyed_at")
}
