from django.apps import AppConfig


class RecoveryConfig(AppConfig):
    name = "quenotte.vault.recovery"
    label = "recovery"
