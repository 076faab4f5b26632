"""Nothing of the site starts while the register does not cover its tables (invariant 3)."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "quenotte.site"
    label = "site"

    def ready(self) -> None:
        from quenotte.site import gate

        gate.stand()
