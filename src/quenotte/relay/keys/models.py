"""The relay's keys of the month. Read by the relay alone; nothing of a patient is in here.

Whoever holds a month's identity can open that month's reaches, so no backup of this database may
outlive `services.GRACE`.
"""

from django.db import models


class MonthKey(models.Model):
    """An X25519 key for the reaches whose last possible use lies in one month (UTC).

    The row outlives its identity, so that a month whose key was destroyed never gets a second one.
    """

    month = models.CharField(max_length=7, primary_key=True)  # "2026-12"
    recipient = models.CharField(max_length=62)  # age1…
    identity = models.CharField(max_length=74)  # AGE-SECRET-KEY-1…; empty once destroyed
    created_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (  # a tuple: nobody adds to it
            models.CheckConstraint(
                condition=models.Q(destroyed_at__isnull=True) ^ models.Q(identity=""),
                name="relay_keys_destroyed_means_empty",
            ),
        )

    def __str__(self) -> str:
        return self.month
