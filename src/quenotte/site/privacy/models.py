"""The last text of a practice's policy whose digest was the one in the vault's signed feed."""

from django.db import models

from quenotte.site.facts.models import Site


class PolicyText(models.Model):
    """One site's text. It stays while the vault is silent, however long."""

    site = models.OneToOneField(Site, on_delete=models.PROTECT, related_name="policy_text")
    number = models.PositiveIntegerField()
    effective_date = models.DateField()
    sha256 = models.CharField(max_length=64)
    canonical = models.BinaryField()  # zlib
    confirmed_at = models.DateTimeField()  # when a feed last said that this is the one in force

    def __str__(self) -> str:
        return f"{self.site} policy {self.number}"
