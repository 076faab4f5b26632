from django.apps import AppConfig


class PracticesConfig(AppConfig):
    name = "quenotte.vault.practices"
    label = "practices"
