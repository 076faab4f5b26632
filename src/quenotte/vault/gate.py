"""The vault's gate: called by every entry point, through the app's start and the readiness answer."""

from quenotte.base import stored
from quenotte.register import REGISTER, gate
from quenotte.vault.holds import BINDINGS


def check() -> None:
    """Raises Undeclared, naming the field, when a table holds what the register does not declare."""
    gate.check(
        fields=stored.fields(),
        bindings=BINDINGS,
        register=REGISTER,
        where="quenotte/vault/holds.py",
    )
