"""Django's name for this app."""

from django.apps import AppConfig


class Releases(AppConfig):
    name = "quenotte.site.releases"
    label = "releases"
