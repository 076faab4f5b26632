from django.apps import AppConfig


class AgendaConfig(AppConfig):
    name = "quenotte.vault.agenda"
    label = "agenda"
