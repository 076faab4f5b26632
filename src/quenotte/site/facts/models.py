"""Practices' sites, every revision of their facts, and the last feed of their vault that was believed.

Nothing here is about a patient.
"""

from django.db import models


class Site(models.Model):
    """The website of one practice, on one host name."""

    practice = models.SlugField(max_length=40, unique=True)
    host = models.CharField(max_length=253, unique=True)  # without a port
    practice_fingerprint = models.CharField(max_length=43, default="")  # pinned at first sight
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.practice


class FactsRevision(models.Model):
    """All facts of a site as they stood at one moment. Never changed, only followed by the next."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    facts = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "number"], name="facts_revision_once"),
        ]

    def __str__(self) -> str:
        return f"{self.site}/{self.number}"


class VaultFeed(models.Model):
    """The newest feed of the practice's vault whose signature, number and fingerprint held."""

    site = models.OneToOneField(Site, on_delete=models.PROTECT, related_name="vault_feed")
    number = models.PositiveIntegerField()
    items = models.JSONField()
    fetched_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.site} vault {self.number}"


class PublicCard(models.Model):
    """What this site's own feed says about the practice; the number grows when the card changes."""

    site = models.OneToOneField(Site, on_delete=models.PROTECT, related_name="public_card")
    number = models.PositiveIntegerField()
    card = models.JSONField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.site} card {self.number}"
