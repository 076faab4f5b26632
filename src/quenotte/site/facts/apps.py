"""Django's name for this app."""

from django.apps import AppConfig


class Facts(AppConfig):
    name = "quenotte.site.facts"
    label = "facts"
