from django.apps import AppConfig


class HandoverConfig(AppConfig):
    name = "quenotte.vault.handover"
    label = "handover"
