"""Django's name for this app."""

from django.apps import AppConfig


class Privacy(AppConfig):
    name = "quenotte.site.privacy"
    label = "privacy"
