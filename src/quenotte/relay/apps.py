"""Nothing of the relay starts while the register does not cover its tables (invariant 3)."""

from django.apps import AppConfig


class RelayConfig(AppConfig):
    name = "quenotte.relay"
    label = "relay"

    def ready(self) -> None:
        from quenotte.base import stored
        from quenotte.register import REGISTER, gate
        from quenotte.relay.holds import BINDINGS

        gate.check(
            fields=stored.fields(),
            bindings=BINDINGS,
            register=REGISTER,
            where="quenotte/relay/holds.py",
        )
