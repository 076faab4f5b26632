from django.apps import AppConfig


class InstructionsConfig(AppConfig):
    name = "quenotte.vault.instructions"
    label = "instructions"
