"""Messages that wait for the relay.

A notice says what is due and when; where it goes lies in the reach, which only the relay opens.
"""

from django.db import models

from quenotte.base.scope import ScopedManager
from quenotte.vault.agenda.models import Appointment
from quenotte.vault.practices.models import Practice


class RelayMonths(models.Model):
    """The relay's public keys, signed by the relay. One row: the newest."""

    jws = models.TextField()
    months = models.JSONField()  # {"2026-11": "age1…"}, read from it once
    received_at = models.DateTimeField()


class Reach(models.Model):
    """A sealed address, for as long as a message may still have to go there."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    appointment = models.OneToOneField(Appointment, on_delete=models.CASCADE, related_name="reach")
    month = models.CharField(max_length=7)
    sealed = models.BinaryField()

    objects = ScopedManager()


class Notice(models.Model):
    """One message: due, leased, being sent, sent; or doubtful, failed, no longer of use."""

    class State(models.TextChoices):
        WAITING = "WAITING"
        LEASED = "LEASED"
        SENDING = "SENDING"
        SENT = "SENT"
        FAILED = "FAILED"
        EXPIRED = "EXPIRED"
        DROPPED = "DROPPED"

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    id = models.UUIDField(primary_key=True)
    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="notices")
    template = models.SlugField(max_length=40)
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    doubts = models.PositiveSmallIntegerField(default=0)  # sends that ended without a word
    reason = models.SlugField(max_length=20, blank=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["appointment", "template"], name="notices_once"),
        ]
        indexes = [models.Index("state", "due_at", name="notices_due")]
