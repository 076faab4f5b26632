"""Which practices left this vault, and which came from another one. Nothing here is about a patient."""

from django.db import models

from quenotte.base.scope import ScopedManager
from quenotte.vault.practices.models import Practice


class Departure(models.Model):
    """The practice was handed over: from then on this vault takes nothing new for it."""

    practice = models.OneToOneField(
        Practice, on_delete=models.PROTECT, primary_key=True, related_name="departure"
    )
    to = models.CharField(max_length=43)  # the fingerprint of the vault that receives it
    sha256 = models.CharField(max_length=64)  # of the bundle's rows
    left_at = models.DateTimeField()

    objects = ScopedManager()


class Arrival(models.Model):
    """The practice came from another vault."""

    practice = models.OneToOneField(
        Practice, on_delete=models.PROTECT, primary_key=True, related_name="arrival"
    )
    sender = models.CharField(max_length=43)
    sha256 = models.CharField(max_length=64)
    arrived_at = models.DateTimeField()

    objects = ScopedManager()


class Trace(models.Model):
    """Where a practice's journal ended when it was last here. No practice: it stays when all rows are erased."""

    slug = models.SlugField(primary_key=True, max_length=40)
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=43)
    left_at = models.DateTimeField()
