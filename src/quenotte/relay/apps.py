"""Nothing of the relay starts while the register does not cover its tables (invariant 3)."""

from django.apps import AppConfig


class RelayConfig(AppConfig):
    name = "quenotte.relay"
    label = "relay"

    def ready(self) -> None:
        from quenotte.relay import gate

        gate.stand()
