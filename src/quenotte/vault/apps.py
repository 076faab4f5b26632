"""Nothing of the vault starts while the register does not cover its tables (invariant 3)."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "quenotte.vault"
    label = "vault"

    def ready(self) -> None:
        from quenotte.vault import gate

        gate.stand()
