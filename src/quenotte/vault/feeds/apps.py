from django.apps import AppConfig


class FeedsConfig(AppConfig):
    name = "quenotte.vault.feeds"
    label = "feeds"
