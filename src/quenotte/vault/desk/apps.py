from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "quenotte.vault.desk"
    label = "desk"
