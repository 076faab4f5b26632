"""The app of the relay's month keys."""

from django.apps import AppConfig


class KeysConfig(AppConfig):
    name = "quenotte.relay.keys"
    label = "relay_keys"
