"""What patients send to a practice.

A submission is ciphertext plus the few facts needed to route it, count it and erase it on time.
Nothing here can be read by the Publisher or by this process.
"""

from django.db import models

from quenotte.base.scope import ScopedManager
from quenotte.vault.agenda.models import Appointment
from quenotte.vault.practices.models import Practice


class Stage(models.TextChoices):
    ACTIVE = "ACTIVE"
    ARCHIVED = "ARCHIVED"
    ERASED = "ERASED"


class Submission(models.Model):
    """One sealed form, whichever activity of the register it serves."""

    row = models.BigAutoField(primary_key=True)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    id = models.UUIDField()  # made by the patient's browser, unique within the practice
    activity = models.SlugField(max_length=40)
    version = models.CharField(max_length=12)  # of the form
    key = models.CharField(max_length=16)  # "care/3": which key opens it
    about = models.ForeignKey(
        Appointment, null=True, on_delete=models.PROTECT, related_name="submissions"
    )
    link_hash = models.CharField(max_length=43)
    received_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)  # by a correction; its parts are gone
    card = models.BinaryField(default=bytes)  # the desk's small sealed card for lists
    stage = models.CharField(max_length=8, choices=Stage, default=Stage.ACTIVE)
    clock_at = models.DateTimeField(null=True)
    frozen_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "activity", "id"], name="intake_submission_once"
            ),
        ]
        indexes = [models.Index("activity", "stage", "clock_at", name="intake_submission_due")]


class SealedPart(models.Model):
    """One envelope of a submission: `core` stays into the archive, `detail` leaves before."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="parts")
    part = models.CharField(max_length=8)
    sealed = models.BinaryField()

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "part"], name="intake_part_once")
        ]


class Compromise(models.Model):
    """A key that others may hold: whatever it opens is sealed anew (docs/adr/0016)."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    key = models.CharField(max_length=16)  # "care/1"
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # since then it opens nothing that lies here

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["practice", "key"], name="intake_compromise_once")
        ]


class FreshCopy(models.Model):
    """The same envelope sealed to a newer key, beside the old one until all of them are there."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT)
    part = models.OneToOneField(SealedPart, on_delete=models.CASCADE, related_name="fresh")
    key = models.CharField(max_length=16)
    of = models.CharField(max_length=43)  # base64url(SHA-256) of the old bytes
    sealed = models.BinaryField()

    objects = ScopedManager()
