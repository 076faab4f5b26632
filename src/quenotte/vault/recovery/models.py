"""Numbers that a recovery sheet signed, and when the practice last took its copy. Nobody's data lies here."""

from django.db import models

from quenotte.base.scope import ScopedManager
from quenotte.vault.practices.models import Practice


class Asked(models.Model):
    """The digest of a number that a recovery sheet signed, until its five minutes end: it serves once."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE)
    challenge = models.CharField(max_length=43, unique=True)
    expires_at = models.DateTimeField()

    objects = ScopedManager()


class Copied(models.Model):
    """The practice took its sealed copy: the next one is offered a week later."""

    practice = models.OneToOneField(Practice, on_delete=models.CASCADE, primary_key=True)
    at = models.DateTimeField()

    objects = ScopedManager()
