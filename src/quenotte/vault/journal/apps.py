from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "quenotte.vault.journal"
    label = "journal"
