from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "quenotte.vault.intake"
    label = "intake"
