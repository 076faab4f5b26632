"""Who may open the desk's door: invitations, registered computers, sessions.

Only hashes of tokens are kept: what lies here lets nobody in.
"""

from django.db import models

from quenotte.base.scope import ScopedManager
from quenotte.vault.practices.models import Member, Practice


class Invitation(models.Model):
    """A code on a link: it registers a computer, or lets a practitioner set the practice up."""

    class Kind(models.TextChoices):
        COMPUTER = "COMPUTER"
        SETUP = "SETUP"

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE)
    kind = models.CharField(max_length=8, choices=Kind)
    member = models.ForeignKey(Member, null=True, on_delete=models.CASCADE)
    code_hash = models.CharField(max_length=43, unique=True)
    uses_left = models.PositiveSmallIntegerField(default=1)
    expires_at = models.DateTimeField()

    objects = ScopedManager()


class Computer(models.Model):
    """A computer that the practice registered: the second thing that signing in needs."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE)
    token_hash = models.CharField(max_length=43, unique=True)
    registered_at = models.DateTimeField()

    objects = ScopedManager()


class Challenge(models.Model):
    """A number that a member's key signs, once, within two minutes."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE)
    computer = models.ForeignKey(Computer, on_delete=models.CASCADE)
    member = models.ForeignKey(Member, on_delete=models.CASCADE)
    challenge = models.CharField(max_length=43, unique=True)
    expires_at = models.DateTimeField()

    objects = ScopedManager()


class Session(models.Model):
    """A member at a computer, until the lock, the evening, or twelve hours."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE)
    computer = models.ForeignKey(Computer, on_delete=models.CASCADE)
    member = models.ForeignKey(Member, on_delete=models.CASCADE)
    token_hash = models.CharField(max_length=43, unique=True)
    started_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    objects = ScopedManager()
