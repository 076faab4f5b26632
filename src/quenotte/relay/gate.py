"""The relay's gate: called by every entry point, through the app's start."""

from quenotte.base import stored
from quenotte.register import REGISTER, gate
from quenotte.relay.holds import BINDINGS


def check() -> None:
    """Raises Undeclared, naming the field, when a table holds what the register does not declare."""
    gate.check(
        fields=stored.fields(),
        bindings=BINDINGS,
        register=REGISTER,
        where="quenotte/relay/holds.py",
    )
