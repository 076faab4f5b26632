from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "quenotte.vault.notices"
    label = "notices"
